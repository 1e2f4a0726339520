import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const root = resolve(import.meta.dirname, '../..')

export interface Running {
  process: ChildProcess
  address: string
  /** From the spawn to the first good answer of `/healthz`, ms. */
  readyMs: number
  /** SIGTERM, and waits for the end. */
  stop(): Promise<void>
}

/** An installation of its own in a folder of its own, as `npm start` runs it. */
export async function createInstallation(env: NodeJS.ProcessEnv = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'mot-cua-bench-'))
  const port = await freePort()
  const settings = {
    ...process.env,
    DATA_DIR: join(folder, 'data'),
    PORT: String(port),
    UNITS: 'hoan-kiem',
    LOG_LEVEL: 'error',
    ...env,
  }
  return {
    dataDir: settings.DATA_DIR,
    settings,
    async start(): Promise<Running> {
      const began = performance.now()
      const child = spawn(process.execPath, ['server/main.ts'], {
        cwd: root,
        env: settings,
        stdio: ['ignore', 'ignore', 'inherit'],
      })
      const address = `http://127.0.0.1:${port}`
      while (!(await isReady(address))) {
        if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
        await pause(5)
      }
      return {
        process: child,
        address,
        readyMs: performance.now() - began,
        async stop() {
          child.kill('SIGTERM')
          if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
        },
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

async function isReady(address: string): Promise<boolean> {
  try {
    const answer = await fetch(`${address}/healthz`)
    await answer.arrayBuffer()
    return answer.status === 200
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
