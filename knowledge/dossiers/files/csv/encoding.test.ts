import { describe, expect, it } from 'vitest'
import { readSheet } from '../../../../test/support/sheet-files.ts'

const text = 'mã hồ sơ;người nộp\nH26.16-261122-0001;Nguyễn Thị Hoàng Yến, Đỗ Quỳnh Thư\n'
const expected = [
  ['mã hồ sơ', 'người nộp'],
  ['H26.16-261122-0001', 'Nguyễn Thị Hoàng Yến, Đỗ Quỳnh Thư'],
]

async function cellsOf(content: Uint8Array): Promise<unknown> {
  return (await readSheet(content)).rows.map(({ cells }) =>
    cells.map((cell) => String(cell).normalize('NFC')),
  )
}

describe('the encoding of a CSV file', () => {
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-8 with letters and marks apart', Buffer.from(text.normalize('NFD'))],
    ['UTF-16 LE', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 BE', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['Windows-1258', toWindows1258(text)],
  ])('may be %s', async (_, content) => {
    expect(await cellsOf(content)).toEqual(expected)
  })

  it('is told when it had to be guessed', async () => {
    expect((await readSheet(toWindows1258(text))).remarks).toEqual(['the file was read as Windows-1258'])
  })

  it.each([
    ['letters of TCVN3, which look like signs', Buffer.from('ma,ten\n1,NguyÔn V¨n ¸nh H\xb7i\n', 'latin1')],
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le')],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
  ])('is refused clearly: %s', async (_, content) => {
    await expect(readSheet(content)).rejects.toMatchObject({
      code: 'bad_data',
      message: expect.stringMatching(/CSV/),
    })
  })
})

/** As Windows does it: letters of the code page as they are, all others as a letter and a tone mark. */
function toWindows1258(written: string): Buffer {
  const decoder = new TextDecoder('windows-1258')
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]))
  const encode = (letter: string): number[] => {
    const byte = bytes.get(letter)
    if (byte !== undefined) return [byte]
    const apart = letter.normalize('NFD')
    const tone = /[\u0300\u0301\u0303\u0309\u0323]/.exec(apart)?.[0] ?? ''
    return [...encode(apart.replace(tone, '').normalize('NFC')), ...(tone ? encode(tone) : [])]
  }
  return Buffer.from([...written.normalize('NFC')].flatMap(encode))
}
