import { z } from 'zod'
import { procedureFile } from './schema.ts'

/**
 * The JSON Schema of a procedure file, as editors read it: it describes what is written down, so that
 * fields with a default may be left out.
 */
export function procedureJsonSchema(): string {
  const schema = z.toJSONSchema(procedureFile, { io: 'input', target: 'draft-7' })
  return `${JSON.stringify({ title: 'A procedure of Một Cửa', ...schema }, null, 2)}\n`
}
