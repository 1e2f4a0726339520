import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { loadProcedures } from '../../procedures/load-procedures.ts'
import { builtInProcedures } from '../../procedures/read-sources.ts'
import { loadReferrals } from '../../referrals/load-referrals.ts'
import { loadMatchingData } from '../load-matching-data.ts'
import { readQuestions } from './read-questions.ts'

async function read(...lines: string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'questions-'))
  await writeFile(join(folder, 'a.jsonl'), lines.join('\n'))
  return readQuestions(folder)
}

describe('readQuestions', () => {
  it('reads a line a question and passes over empty ones', async () => {
    expect(await read('{"id":"a","text":"x","expected":["none"]}', '')).toEqual([
      { id: 'a', text: 'x', expected: ['none'], match: 'any' },
    ])
  })

  it.each([
    [['{"id":"a"'], 'a.jsonl:1: no question'],
    [['', '{"id":"a","text":"x","expected":[]}'], 'a.jsonl:2: no question'],
    [
      ['{"id":"a","text":"x","expected":["none"]}', '{"id":"a","text":"y","expected":["none"]}'],
      'a.jsonl:2: the id a again',
    ],
  ])('refuses %j', async (lines, message) => {
    await expect(read(...lines)).rejects.toThrow(message)
  })
})

describe('the labelled questions', () => {
  it('ask for nothing that there is not', async () => {
    const { catalogue } = await loadProcedures(builtInProcedures)
    const { referrals } = await loadReferrals()
    const { data } = await loadMatchingData()
    const known = new Set([
      'none',
      ...catalogue.all(Temporal.PlainDate.from('2026-11-21')).map(({ code }) => code),
      ...data.intents.map(({ intent }) => intent),
    ])
    const offices = new Set(referrals.map(({ id }) => id))
    const questions = await readQuestions(join(import.meta.dirname, '../questions'))
    const wrong = questions.filter(
      ({ expected, referral }) =>
        expected.some((label) => !known.has(label)) || (referral !== undefined && !offices.has(referral)),
    )
    expect(wrong.map(({ id }) => id)).toEqual([])
  })
})
