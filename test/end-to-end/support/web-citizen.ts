import { randomUUID } from 'node:crypto'
import { vi } from 'vitest'
import type { ChatHistory, Posted } from '../../../bots/channels/web/api.ts'

type Entry = ChatHistory['entries'][number]
type Did = Posted extends infer One ? (One extends Posted ? Omit<One, 'id'> : never) : never

/** A program that talks to the web chat's API as the page does, with its cookie. */
export function createWebCitizen(address: string) {
  let cookie = ''

  async function call(path: string, init: RequestInit = {}): Promise<Response> {
    const answer = await fetch(`${address}${path}`, {
      ...init,
      headers: { cookie, 'content-type': 'application/json', ...init.headers },
    })
    const [set] = answer.headers.getSetCookie()
    if (set) cookie = set.split(';', 1)[0] ?? ''
    return answer
  }

  async function history(): Promise<Entry[]> {
    const answer = await call('/api/chat/history')
    return ((await answer.json()) as ChatHistory).entries
  }

  return {
    call,
    history,
    post: (did: Did, id: string = randomUUID()) =>
      call('/api/chat/messages', { method: 'POST', body: JSON.stringify({ id, ...did }) }),
    /** Waits until the conversation holds `text`, and gives all that the assistant has said so far. */
    async hears(text: string): Promise<string[]> {
      return vi.waitFor(
        async () => {
          const said = (await history()).flatMap((entry) =>
            entry.from === 'assistant' ? [JSON.stringify(entry.reply)] : [],
          )
          if (!said.some((one) => one.includes(text))) throw new Error(`not heard: ${text}; ${said.at(-1)}`)
          return said
        },
        // Slow enough for the server, which counts the views of a minute.
        { timeout: 20_000, interval: 100 },
      )
    },
  }
}
