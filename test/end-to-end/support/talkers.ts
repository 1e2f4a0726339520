import { randomUUID } from 'node:crypto'
import { vi } from 'vitest'
import type { ChatHistory } from '../../../bots/channels/web/api.ts'
import type { Installation } from '../../support/start-server.ts'
import type { Citizen } from './citizen.ts'
import { createWebCitizen } from './web-citizen.ts'

/** Somebody with a conversation, on whichever channel. */
export interface Talker {
  /** Writes, and gives what is answered that holds `answer`. */
  says(text: string, answer: string): Promise<string>
  /** Waits for a message nobody asked for. */
  hears(answer: string): Promise<string>
  /** Everything that was said here by the assistant. */
  heard(): Promise<string>
}

/** On an emulated messaging app. */
export function onApp<Message extends { text: string }>(citizen: Citizen<Message, unknown>): Talker {
  return {
    says: async (text, answer) => (await citizen.says(text, answer)).text,
    hears: async (answer) => (await citizen.hears(answer)).text,
    heard: async () => citizen.heard().join('\n'),
  }
}

/** In the terminal: each line is a run of its own, and what came meanwhile stands above its answer. */
export function inTerminal(installation: Installation, name: string): Talker {
  const said: string[] = []
  async function run(line: string, answer: string): Promise<string> {
    const { code, stdout, stderr } = await installation.cli(['chat', '--as', name], { input: line })
    if (code !== 0 || !stdout.includes(answer))
      throw new Error(`“${answer}” was not heard in the terminal (${code}): ${stdout}${stderr}`)
    said.push(stdout)
    return stdout
  }
  return {
    says: run,
    async hears(answer) {
      for (let tries = 0; ; tries++) {
        try {
          return await run('cảm ơn', answer)
        } catch (error) {
          // A run takes a second; what is to come has settled by then, or is on its way.
          if (tries === 15) throw error
        }
      }
    },
    heard: async () => said.join('\n'),
  }
}

/** On the web page. */
export function onWeb(address: string): Talker {
  const citizen = createWebCitizen(address)
  let seen = 0
  function next(answer: string): Promise<string> {
    return vi.waitFor(
      async () => {
        const all = (await citizen.history()).filter(({ from }) => from === 'assistant')
        const fresh = all
          .slice(seen)
          .map(readable)
          .find((one) => one.includes(answer))
        if (fresh === undefined) throw new Error(`“${answer}” was not heard on the page`)
        seen = all.length
        return fresh
      },
      { timeout: 20_000, interval: 400 },
    )
  }
  return {
    async says(text, answer) {
      seen = (await citizen.history()).filter(({ from }) => from === 'assistant').length
      await citizen.post({ text }, randomUUID())
      return next(answer)
    },
    hears: next,
    heard: async () => (await citizen.history()).map(readable).join('\n'),
  }
}

function readable(entry: ChatHistory['entries'][number]): string {
  if (entry.from === 'citizen') return ''
  const { blocks, choices = [] } = entry.reply
  return JSON.stringify([blocks, choices.map(({ label }) => label)])
}
