import { hanoiDay } from '../../knowledge/calendar/hanoi-day.ts'
import { checkProcedures } from '../../knowledge/procedures/check-procedures.ts'
import { builtInProcedures, readProcedureSources } from '../../knowledge/procedures/load-procedures.ts'
import type { CommandContext } from './command-context.ts'

/** `procedures check`: fails when a file would keep the assistant from starting. */
export async function checkData({ clock, print }: CommandContext): Promise<void> {
  const check = checkProcedures(await readProcedureSources(builtInProcedures), hanoiDay(clock.now()))
  const { count, errors, warnings } = check
  print(
    check,
    [
      ...warnings.map((line) => `warning  ${line}`),
      ...errors.map((line) => `error    ${line}`),
      `${count} procedures, ${errors.length} errors, ${warnings.length} warnings`,
    ].join('\n'),
  )
  if (errors.length) process.exitCode = 1
}
