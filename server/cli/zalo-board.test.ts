import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import type { CommandContext } from './command-context.ts'
import { pollGroup, remindGroup } from './zalo-board.ts'

const context = {
  clock: { now: () => Temporal.Instant.from('2026-11-21T08:00:00+07:00') },
  withDatabase: () => Promise.reject(new Error('nothing may be written')),
} as unknown as CommandContext
const at = '2026-12-01T19:30:00+07:00'

describe('what goes on a board', () => {
  it.each([
    [
      'a reminder without words',
      () => remindGroup(context, '1', { at, text: ' ' }),
      '--text must not be empty',
    ],
    [
      'a reminder that is too long',
      () => remindGroup(context, '1', { at, text: 'x'.repeat(501) }),
      '--text may be 500 characters at most, and this is 501',
    ],
    [
      'a question that is too long',
      () => pollGroup(context, '1', { question: 'x'.repeat(251), option: ['a', 'b'] }),
      '--question may be 250 characters at most, and this is 251',
    ],
    [
      'an option that is too long',
      () => pollGroup(context, '1', { question: 'x', option: ['a', 'b'.repeat(101)] }),
      '--option may be 100 characters at most, and this is 101',
    ],
    [
      'an empty option',
      () => pollGroup(context, '1', { question: 'x', option: ['a', ' '] }),
      '--option must not be empty',
    ],
    ['one option', () => pollGroup(context, '1', { question: 'x', option: ['a'] }), 'twice or more'],
    [
      'too many options',
      () => pollGroup(context, '1', { question: 'x', option: Array(21).fill('a') }),
      '20 times at most',
    ],
  ])('is refused before anything is written: %s', async (_name, run, why) => {
    await expect(run()).rejects.toMatchObject({ code: 'bad_usage', message: expect.stringContaining(why) })
  })
})
