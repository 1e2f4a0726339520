import { hanoiDay } from '../../knowledge/calendar/hanoi-day.ts'
import { listFiles, loadInForce } from '../load-in-force.ts'
import type { CommandContext } from './command-context.ts'

/** `knowledge reload`: checks the ward's own files and has every running server read them at once. */
export async function reloadKnowledge(context: CommandContext): Promise<void> {
  const { config, clock, print } = context
  const files = await listFiles(config.knowledgeDir)
  const { problems } = await loadInForce(config, hanoiDay(clock.now()))
  await context.withDatabase(({ pool }) => pool.query("select pg_notify('knowledge', '')"))
  print(
    { files, problems },
    [
      ...problems.map((problem) => `not used  ${problem}`),
      `${files.length} files in ${config.knowledgeDir}, ${problems.length} not used (their last good copies stay in force)`,
    ].join('\n'),
  )
  if (problems.length) process.exitCode = 1
}
