import type { TelegramEmulator } from '../../emulators/telegram/telegram-emulator.ts'

export interface Crowd {
  /** Everybody begins to talk; each says the next thing when the last one is answered. */
  begin(): void
  /** How many answers have come. */
  answered(): number
  /** Answers that came once more. */
  repeated(): number
  /** Messages that no question of theirs explains: a turn that was lost or run twice shows here. */
  surprises(): string[]
  /** Settles when everybody has been answered to the end. */
  done: Promise<void>
}

const said = ['Bước 2/', 'Bước 1/']

/**
 * People who answer the first question of the birth guide and take it back, again and again. Each answer tells
 * which message it belongs to, so that what is missing, doubled or out of order is seen.
 * @param held until when nobody says a second thing
 */
export function createCrowd(
  emulator: TelegramEmulator,
  { people, rounds, held = Promise.resolve() }: { people: number; rounds: number; held?: Promise<void> },
): Crowd {
  const { promise: done, resolve } = Promise.withResolvers<void>()
  const surprises: string[] = []
  const counts = { answered: 0, repeated: 0, finished: 0 }
  const users = Array.from({ length: people }, () => emulator.user())

  for (const user of users) {
    let turn = 0
    const say = () => user.send(turn === 0 ? '/start 1_001193' : turn % 2 ? 'đã đăng ký kết hôn' : 'quay lại')
    const expected = (nth: number) => said[(nth + 1) % 2] ?? ''
    user.listen(({ text }) => {
      if (text.includes('phần mềm')) return
      if (turn <= rounds && text.includes(expected(turn))) {
        counts.answered += 1
        turn += 1
        // Not within the bot's own call: its answer has to leave first, as it does with people.
        if (turn <= rounds) void held.then(() => setImmediate(say))
        else if (++counts.finished === people) resolve()
      } else if (turn > 0 && text.includes(expected(turn - 1))) counts.repeated += 1
      else surprises.push(text)
    })
  }

  return {
    begin: () => {
      for (const user of users) user.send('/start 1_001193')
    },
    answered: () => counts.answered,
    repeated: () => counts.repeated,
    surprises: () => surprises,
    done,
  }
}
