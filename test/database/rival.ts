import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, vi } from 'vitest'

/** The data folder's server as one that starts meets it when others always are a little quicker. */
export interface Rival {
  /** It is coming up already, unseen, and PostgreSQL lets no second one in. */
  beatNextStart(): Promise<void>
  /** It is up, and stops as one connects. */
  turnNextAway(): Promise<void>
  leave(): Promise<void>
}

export async function startRival(cluster: string): Promise<Rival> {
  const { uid, gid } = await stat(cluster)
  const child = spawn('sleep', ['600'], { cwd: cluster, uid, gid })
  const lockFile = join(cluster, 'postmaster.pid')
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => {
      server.emit('turned away')
      socket.end(refusal())
    })
  })
  server.listen(join(cluster, '.s.PGSQL.1'))
  await once(server, 'listening')

  async function write(lines: (string | number)[]): Promise<void> {
    await writeFile(`${lockFile}.new`, `${lines.join('\n')}\n`)
    await rename(`${lockFile}.new`, lockFile)
  }
  const countFailures = async () => (await readFile(`${cluster}.log`, 'utf8')).split('FATAL').length
  const half = [String(child.pid)]
  await write(half)
  let failures = await countFailures()
  return {
    async beatNextStart() {
      await vi.waitFor(async () => expect(await countFailures()).toBeGreaterThan(failures), 10_000)
      failures = await countFailures()
    },
    async turnNextAway() {
      const turned = once(server, 'turned away')
      await write([...half, cluster, 0, 1, '.', '', '', 'ready'])
      await turned
      await write(half)
    },
    async leave() {
      child.kill()
      server.close()
      await rm(lockFile, { force: true })
    },
  }
}

/** "The database system is shutting down", as PostgreSQL says it on the wire. */
function refusal(): Buffer {
  const fields = ['SFATAL', 'VFATAL', 'C57P03', 'Mthe database system is shutting down', '', ''].join('\0')
  const message = Buffer.alloc(5 + fields.length)
  message.write('E')
  message.writeInt32BE(4 + fields.length, 1)
  message.write(fields, 5)
  return message
}
