import { describe, expect, it } from 'vitest'
import { findDossierCodes } from './find-dossier-codes.ts'
import { readDossierCode } from './read-dossier-code.ts'
import { sayDossierCode } from './say-dossier-code.ts'

describe('a dossier code', () => {
  it.each([
    ['H26.16.05-261120-0012', 'H26.16.05-261120-0012'],
    ['h26.16.05–261120–0012', 'H26.16.05-261120-0012'],
    [' H26.16.05 - 261120 - 0012. ', 'H26.16.05-261120-0012'],
    ['H26.16.05 261120 0012', 'H26.16.05-261120-0012'],
    ['Ｈ２６．１６．０５－２６１１２０－００１２', 'H26.16.05-261120-0012'],
    ['H26.l6.O5-26II2O-OOl2', 'H26.16.05-261120-0012'],
    ['"H26-261120-0012"', 'H26-261120-0012'],
    ['H15.50.05.13-261008-0975', 'H15.50.05.13-261008-0975'],
    ['H26.16.05-261120-010012', 'H26.16.05-261120-010012'],
    ['000.00.01.H26-260930-0012', '000.00.01.H26-260930-0012'],
    ['ooo.OO.o1.h26-26O930-OO12', '000.00.01.H26-260930-0012'],
    ['G09.20-20260609-0092637', 'G09.20-20260609-0092637'],
    ['G09.20 – 20260609 – 009\u202f2637', 'G09.20-20260609-0092637'],
  ])('%s is read as %s', (text, code) => {
    expect(readDossierCode(text)).toBe(code)
    expect(findDossierCodes(text)).toEqual([code])
  })

  it.each([
    ['', 'nothing'],
    ['1.001193', 'a procedure'],
    ['1.001776.000.00.00.H56', 'a procedure of the older form'],
    ['0912 345 678', 'a phone number'],
    ['+84-912345678', 'a phone number'],
    ['001090012345', 'an identity number'],
    ['20/11/2026', 'a day'],
    ['2026-11-20-0012', 'a day'],
    ['HS-ABCD-EFGH-JKMN', 'a slip'],
    ['Z26.16.05-261120-0012', 'a letter that no place has'],
    ['H2G.16.05-261120-0012', 'a letter where a digit has to be'],
    ['H26.16.05-26112-0012', 'a day too short'],
    ['H26.16.05-19261120-0012', 'a day of another century'],
    ['H26.16.05-261120-012', 'a number too short'],
    ['H26.16.05-261120-001234567', 'a number too long'],
    ['H26.16.05-261120-0012-3', 'one part too many'],
    ['H26.16.05.1.2.3.4-261120-0012', 'an identifier too long'],
    ['O26.I16-260930-0012', 'either O26.116 or 026.I16'],
    ['x'.repeat(10_000_000), 'a cell of ten million characters'],
  ])('%.40s is none: %s', (text) => {
    expect(readDossierCode(text)).toBeUndefined()
    expect(findDossierCodes(text)).toEqual([])
  })

  it.each([
    'H26 16 05 261120 0012',
    'H26.16.05.261120.0012',
    'H26.16.05/261120/0012',
    'H26.16.05_261120_0012',
    'H26-16-05-261120-0012',
    'H26,16,05-261120-0012',
    'h26 - 16 - 05 - 261120 - 0012',
    'H26, 16, 05, 26ll2O, OO12.',
  ])('%s is read as the same code as with its own marks', (text) => {
    expect(readDossierCode(text)).toBe('H26.16.05-261120-0012')
    expect(findDossierCodes(text)).toEqual(['H26.16.05-261120-0012'])
  })

  it.each([
    'H26.16.05261120-0012',
    'H2616052611200012',
    'H26 16 05 26 11 20 00 12',
    'H26 16 05 261120 0012 0912345678',
    'H26/16/05/19261120/0012',
    'O26 I16 260930 0012',
    '1 000 00 01 H26 260930 0012',
  ])('%s is none: where a part ends would be guessed', (text) => {
    expect(readDossierCode(text)).toBeUndefined()
    expect(findDossierCodes(`mã ${text} nhé`)).toEqual([])
  })

  it('leaves a code alone whose letter looks like a digit', () => {
    expect(readDossierCode('L05.16-261120-0012')).toBe('L05.16-261120-0012')
    expect(readDossierCode('026.I16-260930-0012')).toBe('026.I16-260930-0012')
  })

  it.each([
    ['hồ sơ h26.16.05-261120-0012 đến đâu rồi ạ?', ['H26.16.05-261120-0012']],
    ['cho em hỏi mã:H26.16.05-261120-0012, em nộp 20/11', ['H26.16.05-261120-0012']],
    ['Mã H26.16.05-261120-0012.Em cảm ơn', ['H26.16.05-261120-0012']],
    ['H26. 16. 05 - 261120 - 0012 20 ngày rồi', ['H26.16.05-261120-0012']],
    ['h26.16.05-261120-0012ạ', ['H26.16.05-261120-0012']],
    ['xem h26.16.05-261120-0012oke nhé', ['H26.16.05-261120-0012']],
    ['em ơi. h26.l6.05-26ll20-OO12 sao rồi', ['H26.16.05-261120-0012']],
    ['em oi. h26.16.05-261120-0012', ['H26.16.05-261120-0012']],
    ['mã 000.00.01.h26-260930-0012 ạ', ['000.00.01.H26-260930-0012']],
    [
      'H26.16.05-261120-0012 và 000.00.01.H26-260930-0013; lại H26.16.05–261120–0012',
      ['H26.16.05-261120-0012', '000.00.01.H26-260930-0013'],
    ],
    ['hồ sơ H26 16 05 261120 0012 của em', ['H26.16.05-261120-0012']],
    ['mã H26.16.05/261120/0012 và H26/261120/0013', ['H26.16.05-261120-0012', 'H26-261120-0013']],
    ['1. H26-261120-0001\n2. H26-261120-0002', ['H26-261120-0001', 'H26-261120-0002']],
  ])('is found in “%s”', (text, codes) => {
    expect(findDossierCodes(text)).toEqual(codes)
  })

  it.each([
    ['gọi 0912345678 lúc 14:00 ngày 20-11-2026', 'numbers of other kinds'],
    ['thủ tục 1.001193-261120-0012', 'a procedure before the dash'],
    ['số cccd 001090012345 sinh 01.02.1990', 'an identity number'],
    ['mã của em là AH26.16.05-261120-0012 đó', 'a letter too many'],
    ['mã của em là 1.000.00.01.H26-260930-0012 đó', 'a group too many'],
    ['em hỏi h26.16.05-261120-0012oi', 'a number 001201, or a word'],
  ])('is not made of “%s”: %s', (text) => {
    expect(findDossierCodes(`${text} nhé`)).toEqual([])
  })

  it('is asked for by five at once, and no more', () => {
    const codes = Array.from({ length: 8 }, (_, at) => `H26-261120-000${at}`)
    expect(findDossierCodes(codes.join('\n'))).toEqual(codes.slice(0, 5))
  })

  it.each([
    ['H26.16.05-261120-0012', 'H26.16.05 – 261120 – 0012'],
    ['000.00.01.H26-260930-010012', '000.00.01.H26 – 260930 – 010012'],
    ['G09.20-20260609-0092637', 'G09.20 – 2026\u202f0609 – 009\u202f2637'],
  ])('%s is said as %s', (code, said) => {
    expect(sayDossierCode(code).replaceAll('\u2060\u00a0', ' ')).toBe(said)
  })

  it('is broken over lines before a dash only', () => {
    expect(sayDossierCode('H26.16.05-261120-0012').split(/ (?=–)/)).toEqual([
      'H26.16.05',
      '–\u2060\u00a0261120',
      '–\u2060\u00a00012',
    ])
  })

  it.each([
    'H26.',
    'H26 ',
    'H26-',
    'H26.16.05-261120-',
    'OIL.',
    '00.',
    '0',
    'O',
    ' ',
    '-',
    '.',
    '\u200b',
    '﷽',
    '00.H26',
  ])('takes no long time over 100,000 characters of “%s”', (piece) => {
    const text = piece.repeat(100_000 / piece.length)
    // Its own time: others on a busy machine take theirs meanwhile.
    const began = process.cpuUsage()
    expect(findDossierCodes(text)).toEqual([])
    const { user, system } = process.cpuUsage(began)
    expect((user + system) / 1000).toBeLessThan(1000)
  })
})
