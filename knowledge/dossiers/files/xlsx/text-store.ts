import { AppError } from '../../../../server/errors.ts'

/** What all texts of a workbook may take together, in bytes. */
const most = 128 << 20

/**
 * Texts by number, packed: a workbook of 100,000 rows has some hundred thousand, and as strings each would take
 * several times its length.
 */
export function createTextStore() {
  let bytes = Buffer.allocUnsafe(1 << 16)
  let ends = new Uint32Array(1 << 12)
  let used = 0
  let count = 0
  return {
    /** @throws AppError `bad_data` when it is more than can be held */
    add(text: string): void {
      // No character takes more than three bytes a unit of UTF-16.
      const room = used + text.length * 3
      if (room > bytes.length) {
        const larger = Buffer.allocUnsafe(Math.max(bytes.length * 2, room))
        bytes.copy(larger, 0, 0, used)
        bytes = larger
      }
      if (count === ends.length) {
        const longer = new Uint32Array(ends.length * 2)
        longer.set(ends)
        ends = longer
      }
      used += bytes.write(text, used)
      // Where each ends takes four bytes.
      if (used + count * 4 > most)
        throw new AppError(
          'bad_data',
          'the workbook holds more text than can be read: save it as "CSV UTF-8"',
        )
      ends[count++] = used
    },
    /** @returns undefined for a number that no text has */
    get(at: number): string | undefined {
      const end = at < count ? ends[at] : undefined
      return end === undefined ? undefined : bytes.toString('utf8', at === 0 ? 0 : ends[at - 1], end)
    },
  }
}

export type TextStore = ReturnType<typeof createTextStore>
