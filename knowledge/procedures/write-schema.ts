import { writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { procedureFile } from './schema.ts'

/** Where editors find it: the head of every procedure file points here. */
const published = new URL('./procedure.schema.json', import.meta.url)

/**
 * The JSON Schema of a procedure file, as editors read it: it describes what is written down, so that
 * fields with a default may be left out.
 */
export function procedureJsonSchema(): string {
  const schema = z.toJSONSchema(procedureFile, { io: 'input', target: 'draft-7' })
  return `${JSON.stringify({ title: 'A procedure of Một Cửa', ...schema }, null, 2)}\n`
}

// Run by hand after a change of schema.ts; `npm run format` then lays the file out.
if (import.meta.main) await writeFile(published, procedureJsonSchema())
