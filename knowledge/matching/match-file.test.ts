import { describe, expect, it } from 'vitest'
import type { Match } from './match.ts'
import { type MatchLine, matchFile } from './match-file.ts'

const match = (text: string): Match => ({
  decision: 'none',
  procedures: [{ code: '1.000000', name: text, score: 1 }],
  intent: null,
  intents: [],
  aspect: null,
})

async function run(...lines: string[]) {
  const answers: MatchLine[] = []
  for await (const answer of matchFile(lines, match)) answers.push(answer)
  return answers
}

describe('matchFile', () => {
  it('answers each line under its id, in order', async () => {
    const answers = await run('{"id":"a","text":"một"}', '{"id":2,"text":""}')
    expect(answers).toEqual([
      { id: 'a', ...match('một') },
      { id: 2, ...match('') },
    ])
  })

  it.each([
    ['{"id":"a"', 'line 1: not JSON'],
    ['[1]', 'line 1: not an object with id and text'],
    ['null', 'line 1: not an object with id and text'],
    ['"text"', 'line 1: not an object with id and text'],
    ['{"text":"x"}', 'line 1: no id'],
    ['{"id":"a"}', 'line 1: no text'],
    ['{"id":"a","text":5}', 'line 1: no text'],
    ['{"id":{},"text":"x"}', 'line 1: no id'],
  ])('puts an error in the place of %s and goes on', async (line, error) => {
    expect(await run(line, '{"id":"b","text":"hai"}')).toEqual([{ error }, { id: 'b', ...match('hai') }])
  })

  it('passes over empty lines and a byte order mark, and counts them', async () => {
    expect(await run('\ufeff{"id":"a","text":"x"}', '', '  ', 'oops')).toEqual([
      { id: 'a', ...match('x') },
      { error: 'line 4: not JSON' },
    ])
  })

  it('takes lines as they come', async () => {
    async function* stream() {
      yield '{"id":"a","text":"x"}'
      throw new Error('the disk went away')
    }
    const answers = matchFile(stream(), match)
    expect((await answers.next()).value).toMatchObject({ id: 'a' })
    await expect(answers.next()).rejects.toThrow('the disk went away')
  })
})
