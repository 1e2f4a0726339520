import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { hanoiDay } from '../../knowledge/calendar/hanoi-day.ts'
import { longestLine, matchFile } from '../../knowledge/matching/match-file.ts'
import { AppError } from '../errors.ts'
import { loadInForce } from '../load-in-force.ts'
import { pathOf } from './back-up.ts'
import type { CommandContext } from './command-context.ts'
import { readLines } from './read-lines.ts'

export async function matchText(context: CommandContext, text: string): Promise<void> {
  const result = (await load(context)).match(text)
  const { decision, procedures, intents, aspect } = result
  const said = [
    `decision: ${decision}${aspect ? `, asks for ${aspect}` : ''}`,
    ...procedures.map(({ code, name, score }) => `  ${score.toFixed(2)}  ${code}  ${name}`),
    ...(intents.length ? [`intents: ${intents.join(', ')}`] : []),
  ]
  context.print(result, said.join('\n'))
}

/** One JSON line a question, in the file's order. A broken line is answered in its place and fails the command. */
export async function matchTextFile(context: CommandContext, file: string): Promise<void> {
  const { match } = await load(context)
  const input = createReadStream(pathOf(file))
  const opened = new Promise<void>((resolve, reject) => {
    input.once('open', () => resolve())
    input.once('error', (cause) => reject(unreadable(file, cause)))
  })
  await opened
  // A folder opens and cannot be read.
  if ((await stat(pathOf(file))).isDirectory()) throw unreadable(file)
  for await (const line of matchFile(readLines(input, longestLine), match)) {
    process.stdout.write(`${JSON.stringify(line)}\n`)
    if ('error' in line) process.exitCode = 1
    if (process.stdout.errored) break
  }
}

function unreadable(file: string, cause?: unknown): AppError {
  return new AppError('not_found', `${file} cannot be read: check the path`, { cause })
}

function load({ config, clock }: CommandContext) {
  return loadInForce(config, hanoiDay(clock.now()))
}
