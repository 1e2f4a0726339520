import { hanoiDay } from '../../knowledge/calendar/hanoi-day.ts'
import { checkProcedures } from '../../knowledge/procedures/check-procedures.ts'
import { builtInProcedures, readProcedureSources } from '../../knowledge/procedures/load-procedures.ts'
import { loadServicePoints } from '../../knowledge/units/load-service-points.ts'
import type { CommandContext } from './command-context.ts'

/** `procedures check`: fails when a file would keep the assistant from starting. */
export async function checkData({ config, clock, print }: CommandContext): Promise<void> {
  const check = checkProcedures(await readProcedureSources(builtInProcedures), hanoiDay(clock.now()))
  const warnings = [...check.warnings, ...(await doubtHotline(config.knowledgeDir))]
  const { count, errors } = check
  print(
    { ...check, warnings },
    [
      ...warnings.map((line) => `warning  ${line}`),
      ...errors.map((line) => `error    ${line}`),
      `${count} procedures, ${errors.length} errors, ${warnings.length} warnings`,
    ].join('\n'),
  )
  if (errors.length) process.exitCode = 1
}

/** The number that every citizen may be sent to. */
async function doubtHotline(knowledgeDir: string): Promise<string[]> {
  const { points, problem } = await loadServicePoints(knowledgeDir)
  const doubt = `service-points.yaml: hotline: nobody has confirmed that ${points.hotline} is answered; call it, then set verified: true`
  return [...(problem === undefined ? [] : [problem]), ...(points.hotlineVerified ? [] : [doubt])]
}
