import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { buildCatalogue } from './catalogue.ts'
import { holds } from './holds.ts'
import { readProcedure } from './read-procedure.ts'
import { builtInProcedures, readProcedureSources } from './read-sources.ts'
import type { ProcedureFile, ProcedureVersion } from './schema.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)

const read = (await readProcedureSources(builtInProcedures)).map((source) => readProcedure(source))
const files = read.flatMap(({ data }) => data ?? [])
const linked = fileOf('3.000722')

function fileOf(code: string): ProcedureFile {
  const found = files.find((file) => file.code === code)
  if (!found) throw new Error(`no file ${code}`)
  return found
}

function inForce(from: string, until: string | null): ProcedureVersion {
  const [version] = linked.versions
  if (!version) throw new Error('no version')
  return { ...version, from, until }
}

describe('a catalogue', () => {
  const two = buildCatalogue([
    { ...linked, versions: [inForce('2026-01-01', '2026-08-31'), inForce('2026-09-01', null)] },
  ])

  it.each([
    ['2025-12-31', undefined],
    ['2026-01-01', '2026-01-01'],
    ['2026-08-31', '2026-01-01'],
    ['2026-09-01', '2026-09-01'],
    ['2030-01-01', '2026-09-01'],
  ])('gives on %s the version from %s', (on, from) => {
    expect(two.find('3.000722', day(on))?.version).toBe(from)
  })

  it('has nothing after the last day of the last version', () => {
    const ended = buildCatalogue([{ ...linked, versions: [inForce('2026-01-01', '2026-08-31')] }])
    expect(ended.find('3.000722', day('2026-09-01'))).toBeUndefined()
    expect(ended.all(day('2026-09-01'))).toEqual([])
    expect(ended.all(day('2026-08-31')).map(({ code }) => code)).toEqual(['3.000722'])
  })

  it('knows an old code by the one that took its place', () => {
    expect(two.current('2.000986')).toBe('3.000722')
    expect(two.current('3.000722')).toBe('3.000722')
    expect(two.current('2.000987')).toBeUndefined()
    expect(two.find('2.000986', day('2026-09-01'))?.code).toBe('3.000722')
    expect(two.codes).toEqual(['3.000722'])
  })

  it('gives the same object for the same version', () => {
    expect(two.find('3.000722', day('2026-09-01'))).toBe(two.find('2.000986', day('2027-01-01')))
  })

  it('leaves no paper open that hangs on a question which was skipped', () => {
    const birth = buildCatalogue(files).find('1.001193', day('2026-11-21'))
    const paper = birth?.papers.find(({ id }) => id === 'giay_chung_sinh')
    const of = (answers: Record<string, string>) => holds(paper?.when, answers, day('2026-11-21'))
    expect(of({ ket_hon: 'roi' })).toBeUndefined()
    expect(of({ ket_hon: 'roi', giay_chung_sinh: 'co' })).toBe(true)
    expect(of({ ket_hon: 'bo_roi' })).toBe(false)
    // What was answered before the person went back and changed an earlier answer counts no more.
    expect(of({ ket_hon: 'bo_roi', giay_chung_sinh: 'co' })).toBe(false)
  })
})
