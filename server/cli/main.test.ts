import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'

it('ends quietly when nobody reads on, as before `| head`', { timeout: 180_000 }, async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'head-'))
  const command = spawn(
    process.execPath,
    [join(import.meta.dirname, 'main.ts'), 'procedures', 'check', '--json'],
    { env: { ...process.env, DATA_DIR: dataDir }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const said = text(command.stderr)
  const ended = once(command, 'close')
  // Before it has said anything: then its first words meet a closed pipe, however many fit into one.
  command.stdout.destroy()
  expect(await ended).toEqual([0, null])
  expect(await said).toBe('')
})
