import type { Temporal } from 'temporal-polyfill'
import { hanoiDay } from '../../knowledge/calendar/hanoi-day.ts'
import { checkProcedures } from '../../knowledge/procedures/check-procedures.ts'
import { builtInProcedures, readProcedureSources } from '../../knowledge/procedures/read-sources.ts'
import { loadServicePoints } from '../../knowledge/units/load-service-points.ts'
import type { Config } from '../config.ts'
import { loadKnowledge } from '../load-knowledge.ts'
import type { CommandContext } from './command-context.ts'

/** `procedures check`: fails when a file would keep the assistant from starting, or one of the ward's own is not used. */
export async function checkData({ config, clock, print }: CommandContext): Promise<void> {
  const check = checkProcedures(await readProcedureSources(builtInProcedures), hanoiDay(clock.now()))
  const warnings = [...check.warnings, ...(await doubtHotline(config.knowledgeDir))]
  // A built-in procedure that is wrong is named above already.
  const unused = check.errors.length ? [] : await findUnused(config, hanoiDay(clock.now()))
  const errors = [...check.errors, ...unused]
  const { count } = check
  print(
    { ...check, warnings, errors },
    [
      ...warnings.map((line) => `warning  ${line}`),
      ...errors.map((line) => `error    ${line}`),
      `${count} procedures, ${errors.length} errors, ${warnings.length} warnings`,
    ].join('\n'),
  )
  if (errors.length) process.exitCode = 1
}

/** Files in `KNOWLEDGE_DIR` that the server would set aside, or the built-in one that keeps it from starting. */
async function findUnused({ units, knowledgeDir }: Config, today: Temporal.PlainDate): Promise<string[]> {
  const loading = loadKnowledge({ served: units, today, ownFolder: knowledgeDir })
  return loading.then(
    ({ problems }) => problems,
    (error: Error) => [error.message],
  )
}

/** The number that every citizen may be sent to. */
async function doubtHotline(knowledgeDir: string): Promise<string[]> {
  const { points } = await loadServicePoints(knowledgeDir)
  const doubt = `service-points.yaml: hotline: nobody has confirmed that ${points.hotline} is answered; call it, then set verified: true`
  return points.hotlineVerified ? [] : [doubt]
}
