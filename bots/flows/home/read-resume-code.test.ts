import { describe, expect, it } from 'vitest'
import { readResumeCode } from './read-resume-code.ts'

describe('readResumeCode', () => {
  it.each([
    ['H2K9QW', 'H2K9QW'],
    ['h2k 9qw', 'H2K9QW'],
    ['mã: h2k-9qw', 'H2K9QW'],
    ['code H2K9QW', 'H2K9QW'],
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
