import type { EmulatedUser } from '../../emulators/telegram/emulated-user.ts'
import type { TelegramEmulator } from '../../emulators/telegram/telegram-emulator.ts'
import type { ShownMessage } from '../../emulators/telegram/world.ts'

export interface Citizen {
  user: EmulatedUser
  /** Writes, and gives the next message of the assistant that holds `answer`. */
  says(text: string, answer: string): Promise<ShownMessage>
  /** Presses a button of a message, and gives the next message that holds `answer`. */
  taps(message: ShownMessage, label: string, answer: string): Promise<ShownMessage>
  /** The next message that holds `answer`; those before it are passed over. */
  hears(answer: string): Promise<ShownMessage>
  /** The texts of everything the assistant has sent here and that still stands. */
  heard(): string[]
}

/** Generous, since the machine has other work: what is awaited here is a message, never a speed. */
const patienceMs = 20_000

let people = 0

/** Somebody with Telegram in hand. */
export function createCitizen(emulator: TelegramEmulator, person: { lang?: string } = {}): Citizen {
  people += 1
  const user = emulator.user({ id: 8_000_000 + people, ...person })

  async function hears(answer: string): Promise<ShownMessage> {
    for (;;) {
      const message = await user.next(undefined, patienceMs).catch((cause: unknown) => {
        const last = user.messages().at(-1)?.text
        throw new Error(`“${answer}” was not heard; the last message: “${last}”`, { cause })
      })
      if (message.text.includes(answer)) return message
    }
  }

  return {
    user,
    hears,
    says(text, answer) {
      user.send(text)
      return hears(answer)
    },
    taps(message, label, answer) {
      user.tap(message.id, label)
      return hears(answer)
    },
    heard: () => user.messages().flatMap(({ from, text }) => (from === 'bot' ? [text] : [])),
  }
}
