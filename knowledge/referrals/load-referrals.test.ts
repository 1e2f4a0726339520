import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadReferrals } from './load-referrals.ts'

async function withOwn(text: string) {
  const folder = await mkdtemp(join(tmpdir(), 'referrals-'))
  await writeFile(join(folder, 'referrals.yaml'), text)
  return loadReferrals(folder)
}

describe('loadReferrals', () => {
  it('says each wording for one business only', async () => {
    const { referrals } = await loadReferrals()
    const said = referrals.flatMap(({ says }) => says)
    expect(said.filter((one, at) => said.indexOf(one) < at)).toEqual([])
  })

  it('speaks plainly and short, in NFC, without marks that shout', async () => {
    const { referrals } = await loadReferrals()
    for (const { id, answer } of referrals) {
      for (const text of [answer.vi, answer.en]) {
        expect(text, id).toMatch(/^\p{L}.*\.$/u)
        expect(text, id).not.toMatch(/!/)
        expect(text.normalize('NFC')).toBe(text)
        expect(text.split('. ').length, id).toBeLessThanOrEqual(3)
      }
    }
  })

  it('is sure of no telephone number but the well-known ones', async () => {
    const { referrals } = await loadReferrals()
    const doubtful = referrals.filter(
      ({ answer, verified }) => verified && /\d{4} ?\d{4}/.test(`${answer.vi} ${answer.en}`),
    )
    expect(doubtful.map(({ id }) => id)).toEqual([])
  })

  it("lays the operator's own over them, entry by entry", async () => {
    const { referrals, problem } = await withOwn('water:\n  answer:\n    vi: Gọi nhà máy nước.\n')
    expect(problem).toBeUndefined()
    const water = referrals.find(({ id }) => id === 'water')
    expect(water?.answer.vi).toBe('Gọi nhà máy nước.')
    expect(water?.says.length).toBeGreaterThan(3)
  })

  it('names what nobody has verified, and the file that says so', async () => {
    const before = (await loadReferrals()).doubts
    expect(before.length).toBeGreaterThan(0)
    const own = await withOwn('water:\n  verified: false\n')
    expect(own.doubts.filter(({ file }) => !file.includes('/data/'))).toEqual([
      {
        kind: 'referrals',
        file: expect.stringMatching(/referrals\.yaml$/),
        line: 2,
        what: 'water: not verified',
      },
    ])
    expect(own.doubts).toHaveLength(before.length + 1)
  })

  it.each([
    ['tax:\n  says: ["thuế .."]\n', 'referrals.yaml:2: tax.says.0: a wording begins and ends with a word'],
    ['tax:\n  colour: red\n', 'referrals.yaml:2: tax.colour: no such field'],
    ['new_one:\n  says: [a]\n', 'referrals.yaml:1: new_one'],
  ])('sets a bad file aside, naming the line: %j', async (text, message) => {
    const { referrals, problem } = await withOwn(text)
    expect(problem).toContain(message)
    expect(referrals.length).toBeGreaterThan(25)
  })
})
