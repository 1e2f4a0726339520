import type { Temporal } from 'temporal-polyfill'
import { checkProcedures } from '../../knowledge/procedures/check-procedures.ts'
import { builtInProcedures, readProcedureSources } from '../../knowledge/procedures/load-procedures.ts'
import type { Clock } from '../clock.ts'

/** `procedures check`: holds every data file against the schema and lists what is in doubt. */
export async function procedureCheck(clock: Clock) {
  const today: Temporal.PlainDate = clock.now().toZonedDateTimeISO('Asia/Ho_Chi_Minh').toPlainDate()
  const check = checkProcedures(await readProcedureSources(builtInProcedures), today)
  const said = [
    ...check.errors.map((line) => `error    ${line}`),
    ...check.warnings.map((line) => `warning  ${line}`),
    `${check.count} procedures, ${check.errors.length} errors, ${check.warnings.length} warnings`,
  ].join('\n')
  return { check, said }
}
