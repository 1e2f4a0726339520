import { setTimeout as delay } from 'node:timers/promises'
import type { TelegramEmulator } from '../emulators/telegram/telegram-emulator.ts'
import { guideTalk } from './telegram-load.ts'

const citizens = 60

/** People who write whether or not others were answered, so many a second together. */
export interface SteadyTalk {
  /** Talks on for so long. @returns from each message to its answer, in ms, the shortest first */
  listen(ms: number): Promise<number[]>
}

/** Opens a guide in each chat, slowly enough for a channel that takes 30 messages a second. */
export async function talkSteadily(emulator: TelegramEmulator, perSecond: number): Promise<SteadyTalk> {
  const took: number[] = []
  const people = Array.from({ length: citizens }, (_, n) => {
    const user = emulator.user({ id: 6_500_000 + n })
    const person = { user, turn: 0, awaited: 0, sentAt: 0 }
    user.listen(() => {
      person.awaited--
      if (person.awaited === 0) took.push(performance.now() - person.sentAt)
    })
    return person
  })

  async function talk(messages: number, everyMs: number): Promise<void> {
    const began = performance.now()
    for (let n = 0; n < messages; n++) {
      await delay(Math.max(0, began + n * everyMs - performance.now()))
      const person = people[n % people.length]
      if (!person) continue
      const { text, answers } = guideTalk(person.turn++)
      person.awaited += answers
      // Who still waits for an answer is heard as one who waited for both.
      if (person.awaited === answers) person.sentAt = performance.now()
      person.user.send(text)
    }
    while (people.some(({ awaited }) => awaited > 0)) await delay(10)
  }

  // Two answers each.
  await talk(citizens, 2000 / perSecond)
  return {
    async listen(ms) {
      took.length = 0
      await talk(Math.round((ms / 1000) * perSecond), 1000 / perSecond)
      return took.toSorted((a, b) => a - b)
    },
  }
}
