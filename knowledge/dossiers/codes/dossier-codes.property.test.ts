import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findDossierCodes } from './find-dossier-codes.ts'
import { readDossierCode } from './read-dossier-code.ts'
import { sayDossierCode } from './say-dossier-code.ts'

const digits = (min: number, max = min) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: min, maxLength: max })
/** O, I and L as the letter of a place are left out: beside digits disguised as the same letters they are in doubt. */
const place = fc
  .tuple(fc.constantFrom(...'ABCDEFGHJKMNPQRSTUVWXY'), digits(2))
  .map(([letter, two]) => letter + two)
const groups = (min: number, max: number, most: number) =>
  fc.array(digits(min, max), { maxLength: most }).map((parts) => parts.map((part) => `.${part}`).join(''))
const newForm = fc
  .tuple(
    place,
    groups(1, 4, 5),
    fc.oneof(
      digits(6),
      digits(6).map((day) => `20${day}`),
    ),
    digits(4, 8),
  )
  .map(([first, rest, day, number]) => `${first}${rest}-${day}-${number}`)
const oldForm = fc
  .tuple(fc.array(digits(2, 3), { minLength: 1, maxLength: 5 }), place, digits(6), digits(4, 6))
  .map(([before, last, day, number]) => `${before.join('.')}.${last}-${day}-${number}`)
const code = fc.oneof(newForm, oldForm)

const dashes = ['-', '‐', '‑', '‒', '–', '—', '―', '−', '﹣', '－', ' - ', ' – ', '\u00a0— ', '-\u200b']
const fullWidth = (char: string) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)

/** How each character may come, chosen by the numbers of `how` in turn. */
function disguise(plain: string, how: readonly number[], within: readonly string[]): string {
  const pick = (at: number, ways: readonly string[]) => ways[(how[at % how.length] ?? 0) % ways.length] ?? ''
  return [...plain]
    .map((char, at) => {
      const gap = pick(at + 3, within)
      if (char === '-') return pick(at, dashes)
      if (char === '0') return pick(at, ['0', '0', 'O', 'o', '０']) + gap
      if (char === '1') return pick(at, ['1', '1', 'l', 'I', '１']) + gap
      if (char === '.') return pick(at, ['.', '．'])
      return pick(at, [char, char.toLowerCase(), fullWidth(char)]) + gap
    })
    .join('')
}

const how = fc.array(fc.nat(50), { minLength: 5, maxLength: 40 })

describe('a dossier code', () => {
  it('is read as itself in any disguise', () => {
    fc.assert(
      fc.property(code, how, (plain, ways) => {
        expect(readDossierCode(disguise(plain, ways, ['', '', ' ', '\u00a0', '\u200b']))).toBe(plain)
      }),
      { numRuns: 2000 },
    )
  })

  it('is read as itself with other marks between its parts', () => {
    const marks = fc.array(fc.constantFrom(' ', '.', ',', ' , ', '/', '_', ' - ', '–'), {
      minLength: 7,
      maxLength: 7,
    })
    fc.assert(
      fc.property(newForm, marks, (plain, between) => {
        const parts = plain.split(/[.-]/)
        const text = parts.map((part, at) => part + (parts[at + 1] ? between[at] : '')).join('')
        // Where a dash or a dot is, blanks mean nothing: parts beside one may have run together. No digit is guessed.
        const read = readDossierCode(text)
        if (read !== undefined) expect(read.replace(/[.-]/g, '')).toBe(plain.replace(/[.-]/g, ''))
        if (!/[-–]/.test(text)) expect(read).toBe(plain)
      }),
      { numRuns: 2000 },
    )
  })

  it('is found as itself in any message that is nothing else', () => {
    fc.assert(
      fc.property(code, how, (plain, ways) => {
        expect(findDossierCodes(` ${disguise(plain, ways, ['', '', '', ' '])}.\n`)).toEqual([plain])
      }),
      { numRuns: 2000 },
    )
  })

  it('is found within a sentence, among others', () => {
    const before = fc.constantFrom('hồ sơ ', 'Mã: ', '(', '1. ', 'xem giúp em "', 'gọi 0912345678 về ')
    const after = fc.constantFrom(' đến đâu rồi ạ?', '. Cảm ơn', ', nộp 20/11/2026', ')', '', 'ạ', '"')
    fc.assert(
      fc.property(code, code, before, after, (one, other, lead, tail) => {
        const said = [...new Set([one, other])]
        const text = said.map(
          (each, at) => lead + (at === 0 ? each.toLowerCase() : sayDossierCode(each)) + tail,
        )
        expect(findDossierCodes(text.join(' và '))).toEqual(said)
      }),
      { numRuns: 2000 },
    )
  })

  it('comes back as it was said', () => {
    fc.assert(
      fc.property(code, (plain) => {
        expect(readDossierCode(sayDossierCode(plain))).toBe(plain)
        expect(
          Math.max(
            ...sayDossierCode(plain)
              .split(/[ .–\u202f\u2060\u00a0]+/)
              .map((part) => part.length),
          ),
        ).toBeLessThan(7)
      }),
    )
  })

  it('is never made up, and no text makes the reading throw', () => {
    const form =
      /^[A-Y]\d{2}(?:\.\d{1,4}){0,5}-(?:\d{6}|20\d{6})-\d{4,8}$|^(?:\d{2,3}\.){1,5}[A-Y]\d{2}-\d{6}-\d{4,6}$/
    const near = fc.string({ unit: fc.constantFrom(...'H2601oIl.-– \u202fA9'), maxLength: 80 })
    fc.assert(
      fc.property(fc.oneof(near, fc.string({ unit: 'binary', maxLength: 60 })), (text) => {
        for (const found of findDossierCodes(text)) expect(found).toMatch(form)
        const read = readDossierCode(text)
        if (read !== undefined) expect(read).toMatch(form)
        expect(typeof sayDossierCode(text)).toBe('string')
      }),
      { numRuns: 3000 },
    )
  })
})
