import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { loadFacts } from './load-facts.ts'
import { mergeFacts } from './merge-facts.ts'

const schema = z.strictObject({ name: z.string(), fees: z.array(z.strictObject({ vnd: z.number() })) })
const good = 'name: a\nfees:\n  - vnd: 1\n'

async function load(builtIn: string, own?: string) {
  const folder = await mkdtemp(join(tmpdir(), 'facts-'))
  await writeFile(join(folder, 'built-in.yaml'), builtIn)
  if (own !== undefined) await writeFile(join(folder, 'own.yaml'), own)
  return loadFacts(schema, join(folder, 'built-in.yaml'), { folder, name: 'own.yaml' })
}

describe('loadFacts', () => {
  it.each([
    ['a wrong type', 'name: a\nfees:\n  - vnd: 1\n  - vnd: much\n', 'built-in.yaml:4: fees.1.vnd: '],
    ['an unknown field', 'name: a\nfees: []\n\ncolour: red\n', 'built-in.yaml:4: colour: no such field'],
    ['a field that is missing', 'fees:\n  - {}\n', 'built-in.yaml:1: name: '],
    ['broken YAML', 'name: a\nfees: [\n', 'built-in.yaml:3: '],
    ['a key written twice', 'name: a\nname: b\nfees: []\n', 'built-in.yaml:2: '],
    ['nothing', '', 'the file: '],
    ['aliases that explode', `a: &a [x]\n${bomb()}`, 'its aliases'],
  ])('refuses a built-in file with %s, naming file and line', async (_, text, message) => {
    await expect(load(text)).rejects.toMatchObject({
      code: 'bad_data',
      message: expect.stringContaining(message),
    })
  })

  it("sets an operator's bad file aside and keeps the built-in facts", async () => {
    const { facts, problem } = await load(good, 'name: b\nfees:\n  - vnd: "free"\n')
    expect(facts).toEqual({ name: 'a', fees: [{ vnd: 1 }] })
    expect(problem).toContain('own.yaml:3: fees.0.vnd: ')
  })

  it.each(['', '# nothing yet\n'])('takes an empty file of the operator as no change: %j', async (text) => {
    const { facts, problem } = await load(good, text)
    expect({ facts, problem }).toEqual({ facts: { name: 'a', fees: [{ vnd: 1 }] }, problem: undefined })
  })

  it('tells where something is written, with an own file and without', async () => {
    const { placeOf } = await load(good, '# of the ward\nname: b\n')
    expect(placeOf(['name'])).toEqual({ file: expect.stringMatching(/own\.yaml$/), line: 2 })
    expect(placeOf(['fees'])).toEqual({ file: expect.stringMatching(/built-in\.yaml$/), line: 2 })
    const aside = await load(good, '# of the ward\nname: 1\n')
    expect(aside.placeOf(['name'])).toEqual({ file: expect.stringMatching(/built-in\.yaml$/), line: 1 })
  })

  it('takes what the operator names and leaves the rest', async () => {
    expect((await load(good, 'name: b\n')).facts).toEqual({ name: 'b', fees: [{ vnd: 1 }] })
  })

  it('says which field a removal leaves wanting', async () => {
    expect((await load(good, 'fees: []\nname: null\n')).problem).toContain('own.yaml:2: name: ')
  })

  it('says all that is wrong at once, each with its line, and says plainly what is missing', async () => {
    const { problem } = await load(good, 'fees:\n  - vnd: "free"\n  - {}\ncolour: red\nname: null\n')
    expect(problem).toMatch(
      /own\.yaml:5: name: is missing; line 2: fees\.0\.vnd: .*; line 3: fees\.1\.vnd: is missing; line 4: colour: no such field$/,
    )
  })

  it('stops at five mistakes and says how many are left', async () => {
    const { problem } = await load(good, `fees:\n${'  - vnd: x\n'.repeat(2000)}`)
    expect(problem).toMatch(/own\.yaml:2: fees\.0\.vnd: .*; line 6: fees\.4\.vnd: [^;]*; and 1995 more$/)
  })

  it('names a folder where a file is due', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'facts-'))
    await writeFile(join(folder, 'a.yaml'), good)
    const { problem } = await loadFacts(schema, join(folder, 'a.yaml'), { folder, name: '.' })
    expect(problem).toContain('cannot be read')
  })
})

describe('mergeFacts', () => {
  it('merges deeply, replaces lists, removes by null', () => {
    const builtIn = { a: { b: 1, c: 2 }, list: [1, 2], d: 'x' }
    expect(mergeFacts(builtIn, { a: { c: null, e: 3 }, list: [3], d: null })).toEqual({
      a: { b: 1, e: 3 },
      list: [3],
    })
  })

  it('merges lists of named entries by their names, and removes one that is null', () => {
    const builtIn = { papers: [{ id: 'a', copies: 1, note: 'x' }, { id: 'b' }], codes: [1] }
    const asList = { papers: [{ id: 'a', copies: 2 }, { id: 'c' }] }
    expect(mergeFacts(builtIn, asList)).toEqual({
      papers: [{ id: 'a', copies: 2, note: 'x' }, { id: 'b' }, { id: 'c' }],
      codes: [1],
    })
    expect(mergeFacts(builtIn, { papers: { b: null, a: { note: null }, d: { copies: 3 } } })).toEqual({
      papers: [
        { id: 'a', copies: 1 },
        { id: 'd', copies: 3 },
      ],
      codes: [1],
    })
  })

  it('replaces a list whose entries have no names, and one that an operator empties', () => {
    expect(mergeFacts({ fees: [{ vnd: 1 }] }, { fees: [{ vnd: 2 }] })).toEqual({ fees: [{ vnd: 2 }] })
    expect(mergeFacts({ papers: [{ id: 'a' }] }, { papers: [] })).toEqual({ papers: [] })
    expect(mergeFacts({ spans: [{ from: '08:00' }] }, { spans: [{ from: '09:00' }] })).toEqual({
      spans: [{ from: '09:00' }],
    })
  })

  it('removes by null also where nothing is built in', () => {
    expect(mergeFacts({ a: 1 }, { b: { c: null, d: 2 } })).toEqual({ a: 1, b: { d: 2 } })
  })

  it('takes no key for anything but a key', () => {
    const merged = mergeFacts({}, JSON.parse('{"__proto__": {"polluted": true}}')) as object
    expect('polluted' in {}).toBe(false)
    expect('polluted' in merged).toBe(false)
  })
})

/** Nine levels of nine aliases each: a billion entries when spelt out. */
function bomb() {
  const names = 'abcdefghi'.split('')
  return names
    .slice(1)
    .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${names[i]}`).join(', ')}]`)
    .join('\n')
}
