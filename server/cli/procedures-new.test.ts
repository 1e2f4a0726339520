import { mkdtemp, readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import { checkProcedures } from '../../knowledge/procedures/check-procedures.ts'
import { beginProcedure } from './procedures-new.ts'

it.each(['1.999999', 'local.muon-ban-ghe', `local.${'a'.repeat(30)}`])(
  'procedures new %s begins a file without a mistake',
  async (code) => {
    const knowledgeDir = await mkdtemp(join(tmpdir(), 'new-'))
    const printed: string[] = []
    await beginProcedure({ config: { knowledgeDir }, print: (_, said) => printed.push(said) }, code)
    const name = join(knowledgeDir, 'drafts', `${code}.yaml`)
    expect(printed.join('')).toContain(name)
    const source = { name, text: await readFile(name, 'utf8') }
    expect(checkProcedures([source], Temporal.PlainDate.from('2026-11-21')).errors).toEqual([])
  },
)

it.each(['', '1.99', 'local.', 'local.Mượn', '../1.999999', `local.${'a'.repeat(31)}`])(
  'refuses %j as a code, and writes nothing',
  async (code) => {
    const knowledgeDir = await mkdtemp(join(tmpdir(), 'new-'))
    await expect(beginProcedure({ config: { knowledgeDir }, print: () => {} }, code)).rejects.toThrow(
      'is no code',
    )
    expect(await readdir(knowledgeDir)).toEqual([])
  },
)
