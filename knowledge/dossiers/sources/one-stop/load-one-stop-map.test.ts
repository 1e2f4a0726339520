import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { loadOneStopMap } from './load-one-stop-map.ts'

const folder = await mkdtemp(join(tmpdir(), 'one-stop-'))
afterAll(() => rm(folder, { recursive: true }))
const own = (text: string) => writeFile(join(folder, 'one-stop.yaml'), text)

it('lays what an operator says over what is built in', async () => {
  await own(
    'statuses: {"20": 5}\nunits: {H26.15.3: hoan-kiem}\nfeeds: {dossiers: {fields: {code: [so_ho_so]}}}\n',
  )
  const { map, problem } = await loadOneStopMap(folder)
  expect(problem).toBeUndefined()
  expect(map.statuses).toMatchObject({ '4': 4, '20': 5 })
  expect(map.units).toEqual({ 'H26.15.3': 'hoan-kiem' })
  expect(map.feeds.dossiers.fields).toMatchObject({ code: ['so_ho_so'], applicant: ['ChuHoSo'] })
})

it.each([
  'statuses: {"20": 11}',
  'feeds: {dossiers: {fields: {code: null}}}',
  'feeds: {dossiers: {fields: {ten: [Ten]}}}',
  'feeds: {progress: {path: "https://elsewhere.example"}}',
  'dates: [đ/M/yyyy]',
  'units: [',
])('goes on with what is built in when it says nonsense: %s', async (text) => {
  await own(text)
  const { map, problem } = await loadOneStopMap(folder)
  expect(problem).toContain('one-stop.yaml:1')
  expect(map.feeds.dossiers.path).toBe('DongBoHoSoMC')
})
