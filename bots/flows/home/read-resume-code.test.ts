import { describe, expect, it } from 'vitest'
import { readResumeCode } from './read-resume-code.ts'

describe('readResumeCode', () => {
  it.each([
    ['H2K9QW', 'H2K9QW'],
    ['h2k 9qw', 'H2K9QW'],
    ['mã: h2k-9qw', 'H2K9QW'],
    ['code H2K9QW', 'H2K9QW'],
    ['mã của tôi là JVAQ6F', 'JVAQ6F'],
    ['ma cua bac la jvaq6f', 'JVAQ6F'],
    ['http://127.0.0.1:8080/l/MV43U8', 'MV43U8'],
    ['https://motcua.example.vn/l/mv43u8/ ', 'MV43U8'],
    ['https://motcua.example.vn/l/KHONGC', undefined],
    ['mã please', undefined],
    ['KHONGC', undefined],
    ['473274', undefined],
    ['H2K9Q1', undefined],
    ['H2K9QWE', undefined],
    ['', undefined],
    // Once took seconds: the spaces could be shared out in too many ways.
    [`mã${' '.repeat(1990)}x\nx`, undefined],
  ])('%j', (text, code) => expect(readResumeCode(text)).toBe(code))
})
