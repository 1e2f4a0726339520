import { setTimeout as delay } from 'node:timers/promises'

export interface LoadOptions {
  chats: number
  /** Before anything is counted: compilation and connections. */
  warmUpSeconds: number
  seconds: number
  /** What a chat says, by how often it has spoken before, and how many messages it is answered with. */
  say(turn: number): { text: string; answers: number }
  /** Whose reply times are left out, e.g. the chat whose sends are made to hang. */
  silent?: string | number
}

export interface LoadResult {
  /** Messages answered while counting, and how many a second that is. */
  answered: number
  perSecond: number
  /** From a message being sent to its last answer, in ms. */
  p50: number
  p99: number
}

/** Somebody of an emulator, whichever the channel. */
export interface TalkingUser {
  id: string | number
  send(text: string): void
  /** Calls back for every message to them from now on. */
  listen(listener: () => void): void
}

/** Chats that each send their next message when the last one is answered. @param user the nth person */
export async function measureLoad(
  user: (n: number) => TalkingUser,
  options: LoadOptions,
): Promise<LoadResult> {
  const took: number[] = []
  let counting = false
  let going = true
  for (let n = 0; n < options.chats; n += 1) {
    const person = user(n)
    let turn = 0
    let sentAt = 0
    let awaited = 0
    const say = () => {
      const { text, answers } = options.say(turn)
      sentAt = performance.now()
      awaited = answers
      turn += 1
      person.send(text)
    }
    person.listen(() => {
      awaited -= 1
      if (awaited !== 0) return
      if (counting && person.id !== options.silent) took.push(performance.now() - sentAt)
      // Not within the bot's own call: its answer has to leave first, as it does with people.
      if (going) setImmediate(say)
    })
    say()
  }
  await delay(options.warmUpSeconds * 1000)
  const from = performance.now()
  counting = true
  await delay(options.seconds * 1000)
  counting = false
  const seconds = (performance.now() - from) / 1000
  going = false
  took.sort((a, b) => a - b)
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? Number.NaN
  return { answered: took.length, perSecond: took.length / seconds, p50: at(0.5), p99: at(0.99) }
}
