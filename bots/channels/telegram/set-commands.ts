import type { BotClient, CallResult } from './bot-client.ts'

/** What the app offers behind "/". Names are the same in both languages, so that a written-down one always works. */
const commands: readonly (readonly [name: string, vi: string, en: string])[] = [
  ['start', 'Bắt đầu', 'Start'],
  ['help', 'Trợ lý làm được gì', 'What the assistant can do'],
  ['hoso', 'Hồ sơ của tôi', 'My dossiers'],
  ['theodoi', 'Nhận tin của phường, xã', 'Get the ward’s news'],
  ['dung', 'Dừng nhận tin', 'Stop the news'],
  ['papers', 'Giấy tờ của tôi', 'My papers'],
  ['back', 'Quay lại câu trước', 'Back to the question before'],
  ['restart', 'Làm lại từ đầu', 'Start over'],
  ['human', 'Gặp cán bộ', 'Talk to an official'],
  ['lang', 'Đổi ngôn ngữ (Tiếng Việt, English)', 'Change the language (Tiếng Việt, English)'],
  ['stop', 'Dừng lại', 'Stop'],
  ['xoadulieu', 'Xóa dữ liệu của tôi', 'Delete my data'],
]

/** Sets the menu of commands, Vietnamese for everybody whose app isn't in English. */
export async function setCommands(client: BotClient, signal: AbortSignal): Promise<CallResult> {
  const options = { timeoutMs: 10_000, signal }
  const vietnamese = commands.map(([command, description]) => ({ command, description }))
  const english = commands.map(([command, , description]) => ({ command, description }))
  const first = await client.call('setMyCommands', { commands: vietnamese }, options)
  if (!first.ok) return first
  return client.call('setMyCommands', { commands: english, language_code: 'en' }, options)
}
