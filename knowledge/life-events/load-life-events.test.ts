import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compileWording } from '../matching/wording.ts'
import { loadProcedures } from '../procedures/load-procedures.ts'
import { builtInProcedures } from '../procedures/read-sources.ts'
import { loadLifeEvents } from './load-life-events.ts'

const everything = () => true

async function own(text: string) {
  const folder = await mkdtemp(join(tmpdir(), 'events-'))
  await writeFile(join(folder, 'life-events.yaml'), text)
  return folder
}

describe('loadLifeEvents', () => {
  it('leads only to procedures that there are', async () => {
    const { catalogue } = await loadProcedures(builtInProcedures)
    const { events } = await loadLifeEvents((code) => catalogue.codes.includes(code))
    expect(events.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'sinh_con',
        'cuoi',
        'nguoi_than_mat',
        'chuyen_nha',
        'mo_cua_hang',
        'xay_sua_nha',
      ]),
    )
  })

  it('names no procedure twice within an event, and says each wording once in all', async () => {
    const { events } = await loadLifeEvents(everything)
    const said = events.flatMap(({ says }) => says)
    expect(said.filter((one, index) => said.indexOf(one) < index)).toEqual([])
    for (const { steps } of events) {
      const codes = steps.map(({ code }) => code)
      expect(new Set(codes).size).toBe(codes.length)
    }
    for (const wording of said) expect(() => compileWording(wording)).not.toThrow()
  })

  it('refuses an event that leads to a procedure nobody knows', async () => {
    await expect(loadLifeEvents((code) => code !== '1.000894')).rejects.toMatchObject({
      code: 'bad_data',
      message: expect.stringMatching(/life-events\.yaml:\d+: .*there is no procedure 1\.000894/),
    })
  })

  it("lays an operator's event beside the built-in ones, and sets a bad file aside", async () => {
    const step = (code: string) => `      - { code: "${code}", why: { vi: a, en: b } }\n`
    const event = (steps: string) =>
      `events:\n  hoc_nghe:\n    name: { vi: Học nghề, en: Training }\n    says: [học nghề]\n    steps:\n${steps}`
    const good = await loadLifeEvents(everything, await own(event(step('1.1') + step('1.2'))))
    expect(good.events.at(-1)).toMatchObject({ id: 'hoc_nghe', name: { vi: 'Học nghề' } })
    const bad = await loadLifeEvents(everything, await own(event(step('1.1'))))
    expect(bad.problem).toContain('life-events.yaml:5: events.hoc_nghe.steps: ')
    expect(bad.events.some(({ id }) => id === 'hoc_nghe')).toBe(false)
  })
})
