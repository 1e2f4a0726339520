import type { FileRef } from '../../dialogue/reply.ts'
import type { OutgoingMessage } from '../channel.ts'
import type { HandedOver, HandOver, KnownAs } from '../hand-over.ts'
import { nameFile } from '../name-file.ts'
import { asFields, asText } from '../read-json.ts'
import type { BotClient, CallResult } from './bot-client.ts'
import { isRefused } from './is-refused.ts'
import { renderHtml, renderMarkup, renderPlain } from './render-html.ts'

type Kind = 'photo' | 'document'

/** Telegram's words for an id that it knows no file by, or one of another kind. */
const unknownFile = /wrong (remote )?file|file[ _]?id|file reference|FILE_REFERENCE|can't use file of type/i
/** A picture it cannot make a photo of: too long and thin, too many pixels, or broken. As a file it still goes. */
const noPhoto = /PHOTO_|IMAGE_PROCESS_FAILED|too big for a photo/i

/**
 * Delivers a message with its file: what is said goes as the caption, buttons below it. The bytes go once; Telegram
 * then knows the file by an id, which lasts.
 */
export function sendFile(
  { client, handOver }: { client: BotClient; handOver: HandOver },
  message: OutgoingMessage,
  file: FileRef,
  left: () => number,
): Promise<HandedOver<CallResult>> {
  const post = async (kind: Kind, media: string | { source: Buffer; filename: string }) => {
    const html = await call(kind, media, true)
    return isRefused(html, /can't parse entities/i) ? call(kind, media, false) : html
  }

  function call(kind: Kind, media: string | { source: Buffer; filename: string }, asHtml: boolean) {
    const caption = asHtml ? renderHtml(message.reply) : renderPlain(message.reply)
    const markup = renderMarkup(message.reply)
    const rest = {
      chat_id: message.chat,
      ...(caption === '' ? {} : { caption }),
      ...(caption !== '' && asHtml ? { parse_mode: 'HTML' as const } : {}),
      ...(markup ? { reply_markup: markup } : {}),
    }
    return kind === 'photo'
      ? client.call('sendPhoto', { ...rest, photo: media }, { timeoutMs: left() })
      : client.call('sendDocument', { ...rest, document: media }, { timeoutMs: left() })
  }

  return handOver(file, left, {
    async byId(externalId) {
      const [, kind, id] = /^(photo|document):(.+)$/.exec(externalId) ?? []
      if (!id) return null
      const answer = await post(kind === 'photo' ? 'photo' : 'document', id)
      return isRefused(answer, unknownFile) ? null : answer
    },
    async withBytes(bytes) {
      const media = () => ({
        source: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
        filename: nameFile(file),
      })
      const kind: Kind = file.type.startsWith('image/') ? 'photo' : 'document'
      const first = await post(kind, media())
      if (kind === 'document' || !isRefused(first, noPhoto))
        return { result: first, known: readKnown(kind, first) }
      const second = await post('document', media())
      return { result: second, known: readKnown('document', second) }
    },
  })
}

/** The id in Telegram's answer; of a photo's sizes, the largest's. */
function readKnown(kind: Kind, answer: CallResult): KnownAs | null {
  if (!answer.ok) return null
  const { photo, document } = asFields(answer.result) ?? {}
  const sizes: readonly unknown[] = Array.isArray(photo) ? photo : []
  const id = asText(asFields(kind === 'photo' ? sizes.at(-1) : document)?.file_id)
  return id === null ? null : { externalId: `${kind}:${id}`, until: null }
}
