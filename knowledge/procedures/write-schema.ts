/** Writes `procedure.schema.json` anew: `node knowledge/procedures/write-schema.ts` after a change of `schema.ts`. */
import { writeFile } from 'node:fs/promises'
import { procedureJsonSchema } from './json-schema.ts'

await writeFile(new URL('./procedure.schema.json', import.meta.url), procedureJsonSchema())
