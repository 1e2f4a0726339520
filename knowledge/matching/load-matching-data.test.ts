import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadMatchingData } from './load-matching-data.ts'

async function withOwn(name: string, text: string) {
  const folder = await mkdtemp(join(tmpdir(), 'matching-'))
  await writeFile(join(folder, name), text)
  return loadMatchingData(folder)
}

describe('loadMatchingData', () => {
  it('reads what ships with the assistant', async () => {
    const { data, problems } = await loadMatchingData()
    expect(problems).toEqual([])
    expect(data.intents.every(({ wordings }) => wordings.length > 0)).toBe(true)
    expect(data.aspects.every(({ wordings }) => wordings.length > 0)).toBe(true)
  })

  it('holds no wording that could never be found, shorthand being written out first', async () => {
    const { data } = await loadMatchingData()
    const wordings = [
      ...data.concepts.flatMap(({ wordings, unless }) => [
        ...wordings.map(({ wording }) => wording),
        ...unless,
      ]),
      ...data.intents.flatMap(({ wordings, unless, neverBeside }) => [
        ...wordings.map(({ wording }) => wording),
        ...unless,
        ...neverBeside,
      ]),
      ...data.aspects.flatMap((aspect) => aspect.wordings),
    ]
    const lost = wordings
      .flatMap(({ steps }) => steps)
      .filter(({ any }) => any.every(({ word }) => data.abbreviations.has(word)))
    expect(lost.map(({ any }) => any.map(({ word }) => word).join('|'))).toEqual([])
  })

  it.each([
    [
      'synonyms.yaml',
      'birth:\n  says: [khai sinh]\n\n  colour: red\n',
      'synonyms.yaml:4: birth.colour: no such field',
    ],
    ['synonyms.yaml', 'birth:\n  says:\n    - khai sinh\n    - ".. x"\n', 'synonyms.yaml:4: birth.says.1: '],
    ['intents.yaml', 'aspects:\n  papers: [cần gì]\n  colour: [đỏ]\n', 'intents.yaml:3: aspects.colour'],
    ['abbreviations.yaml', 'không: ""\n', 'abbreviations.yaml:1: không: '],
    ['common-words.yaml', 'function: em\n', 'common-words.yaml:1: function: '],
  ])('sets a bad %s of the operator aside, naming file and line', async (name, text, problem) => {
    const { data, problems } = await withOwn(name, text)
    expect(problems).toEqual([expect.stringContaining(problem)])
    expect(data.concepts.length).toBeGreaterThan(50)
  })

  it("lays the operator's wordings over the built-in ones", async () => {
    const { data, problems } = await withOwn('abbreviations.yaml', 'khai sinh: "ksinh"\n')
    expect(problems).toEqual([])
    expect(data.abbreviations.get('ksinh')).toBe('khai sinh')
    expect(data.abbreviations.get('hkd')).toBe('hộ kinh doanh')
  })
})
