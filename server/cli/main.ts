import { CommanderError } from 'commander'
import { createProgram } from './create-program.ts'
import { reportFailure } from './report-failure.ts'

// Whoever read along (`| head`) has seen enough. The command still ends what it began, so that no PostgreSQL stays.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

try {
  await createProgram().parseAsync()
} catch (error) {
  // Help was asked for and given.
  const done = error instanceof CommanderError && error.exitCode === 0
  process.exitCode = done ? 0 : reportFailure(error)
}
