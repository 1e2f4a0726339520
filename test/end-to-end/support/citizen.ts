/** Somebody with an app in hand, whichever the channel. */
export interface Citizen<Message, User> {
  user: User
  /** Writes, and gives the next message of the assistant that holds `answer`. */
  says(text: string, answer: string): Promise<Message>
  /** Presses a button of a message, or types its number, and gives the next message that holds `answer`. */
  taps(message: Message, label: string, answer: string): Promise<Message>
  /** The next message that holds `answer`; those before it are passed over. */
  hears(answer: string): Promise<Message>
  /** The texts of everything the assistant has sent here and that still stands. */
  heard(): string[]
}

interface Hands<Message, User> {
  user: User
  send(text: string): unknown
  tap(message: Message, label: string): unknown
  /** The assistant's next message; rejects when none comes in time. */
  next(timeoutMs: number): Promise<Message>
  heard(): string[]
}

/** Generous, since the machine has other work: what is awaited here is a message, never a speed. */
const patienceMs = 20_000

export function createCitizen<Message extends { text: string }, User>({
  user,
  send,
  tap,
  next,
  heard,
}: Hands<Message, User>): Citizen<Message, User> {
  async function hears(answer: string): Promise<Message> {
    for (;;) {
      const message = await next(patienceMs).catch((cause: unknown) => {
        throw new Error(`“${answer}” was not heard; the last message: “${heard().at(-1)}”`, { cause })
      })
      if (message.text.includes(answer)) return message
    }
  }

  return {
    user,
    hears,
    heard,
    says(text, answer) {
      send(text)
      return hears(answer)
    },
    taps(message, label, answer) {
      tap(message, label)
      return hears(answer)
    },
  }
}
