import { CommanderError } from 'commander'
import { createProgram } from './create-program.ts'
import { reportFailure } from './report-failure.ts'

try {
  await createProgram().parseAsync()
} catch (error) {
  // Help was asked for and given.
  const done = error instanceof CommanderError && error.exitCode === 0
  process.exitCode = done ? 0 : reportFailure(error)
}
