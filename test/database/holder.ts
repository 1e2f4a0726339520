import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'

const node = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url))
const script = fileURLToPath(new URL('./hold-embedded.ts', import.meta.url))

export interface Holder {
  connection: pg.ClientConfig
  /** Lets it end the use; its exit code. */
  release(): Promise<number | null>
  /** kill −9 */
  kill(): Promise<void>
}

/** Another process that uses the folder's server, as another account if given. */
export async function startHolder(
  dataDir: string,
  account: { uid: number; gid: number } | object = {},
): Promise<Holder> {
  const child = spawn(node, [script, dataDir], { stdio: ['pipe', 'pipe', 'pipe'], cwd: '/', ...account })
  const exit = once(child, 'exit') as Promise<[number | null]>
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  const line = await Promise.race([once(createInterface(child.stdout), 'line'), exit.then(() => null)])
  if (!line) throw new Error(said)
  return {
    connection: JSON.parse(String(line[0])),
    async release() {
      child.stdin.end()
      return (await exit)[0]
    },
    async kill() {
      child.kill('SIGKILL')
      await exit
    },
  }
}
