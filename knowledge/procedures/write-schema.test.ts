import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { procedureJsonSchema } from './write-schema.ts'

it('the published JSON Schema is that of schema.ts; if not, run node knowledge/procedures/write-schema.ts', async () => {
  const published = await readFile(new URL('./procedure.schema.json', import.meta.url), 'utf8')
  expect(JSON.parse(published)).toEqual(JSON.parse(procedureJsonSchema()))
})
