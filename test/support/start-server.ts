import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { HealthReport } from '../../server/health.ts'
import { borrowServices } from './borrow-services.ts'
import { freePort } from './free-port.ts'

export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
}

export interface Ran extends Ended {
  stdout: string
  stderr: string
}

export interface RunningServer {
  process: ChildProcess
  address: string
  /** From the spawn to the first good answer of `/healthz`, ms. */
  readyMs: number
  health(): Promise<HealthReport>
  /** Sends the signal, SIGTERM unless told, and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Ended>
}

export interface Installation {
  /** Where its data lies, and whatever a test puts beside it. */
  folder: string
  /** What its settings say at the moment. */
  readonly dataDir: string
  port: number
  settings: NodeJS.ProcessEnv
  /**
   * Runs `server/main.ts` until `/healthz` answers 200; without the role `http`, until its log says that it is
   * ready.
   * @throws when it ends before, with what it said
   */
  start(env?: NodeJS.ProcessEnv): Promise<RunningServer>
  /** Runs `server/main.ts` that is expected to end by itself. */
  startInVain(env?: NodeJS.ProcessEnv): Promise<Ran>
  /** Runs a command of operators. */
  cli(args: readonly string[], options?: { input?: string; env?: NodeJS.ProcessEnv }): Promise<Ran>
  /** All that its servers have written on stdout and stderr, and its commands on stderr. */
  output(): string
  /** Ends what still runs and removes everything. */
  remove(): Promise<void>
}

interface Options {
  /** The embedded PostgreSQL also when the run is told to use another. */
  embedded?: boolean
  /** The checkout that is run; this one unless told. */
  checkout?: string
  /** Whom its processes run as, where we are root. */
  account?: { uid: number; gid: number }
}

const here = resolve(import.meta.dirname, '../..')

/**
 * An installation of its own, as `npm start` runs it: real processes, its own data and port. `TEST_DATABASE_URL`
 * and `REDIS_URL` of the run are passed on, as a database and a Redis database of its own.
 */
export async function createInstallation(
  env: NodeJS.ProcessEnv = {},
  { embedded = false, checkout = here, account }: Options = {},
): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), 'mot-cua-installation-'))
  // PostgreSQL runs under another account when we are root.
  await chmod(folder, 0o711)
  if (account) await chown(folder, account.uid, account.gid)
  const services = await borrowServices({ embedded })
  const port = await freePort()
  const settings: NodeJS.ProcessEnv = {
    ...machine(),
    DATA_DIR: join(folder, 'data'),
    PORT: String(port),
    UNITS: 'hoan-kiem',
    ...services.env,
    ...env,
  }
  const said: string[] = []
  const running = new Set<ChildProcess>()

  function run(file: string, args: readonly string[], more: NodeJS.ProcessEnv = {}) {
    // Elsewhere than in the checkout, whose .env is a developer's own.
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(checkout, file), ...args],
      { cwd: folder, env: { ...settings, ...more }, stdio: ['pipe', 'pipe', 'pipe'], ...account },
    )
    const gone = once(child, 'close').then(([code, signal]): Ended => {
      running.delete(child)
      return { code, signal }
    })
    running.add(child)
    const texts = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      texts.stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      texts.stderr += text
      said.push(text)
    })
    return { child, gone, texts }
  }

  function runServer(more: NodeJS.ProcessEnv = {}) {
    const server = run('server/main.ts', [], more)
    server.child.stdout.on('data', (text: string) => said.push(text))
    return server
  }

  return {
    folder,
    get dataDir() {
      return settings.DATA_DIR ?? ''
    },
    port,
    settings,
    async start(more) {
      const began = performance.now()
      const { child, gone, texts } = runServer(more)
      const { PORT, ROLES = 'http' } = { ...settings, ...more }
      const address = `http://127.0.0.1:${PORT}`
      const isReady = () =>
        ROLES.includes('http') ? isHealthy(address) : texts.stdout.includes('"msg":"ready"')
      while (!(await isReady())) {
        if (!running.has(child)) throw new Error(`the server ended: ${texts.stderr || texts.stdout}`)
        await pause(5)
      }
      return {
        process: child,
        address,
        readyMs: performance.now() - began,
        health: async () => (await (await fetch(`${address}/healthz`)).json()) as HealthReport,
        stop(signal = 'SIGTERM') {
          child.kill(signal)
          return gone
        },
      }
    },
    async startInVain(more) {
      const { gone, texts } = runServer(more)
      return { ...(await gone), ...texts }
    },
    async cli(args, { input, env: more } = {}) {
      const { child, gone, texts } = run('server/cli/main.ts', args, more)
      child.stdin.end(input ?? '')
      return { ...(await gone), ...texts }
    },
    output: () => said.join(''),
    async remove() {
      await Promise.all(
        [...running].map(async (child) => {
          child.kill('SIGKILL')
          await once(child, 'close')
        }),
      )
      await endCluster(settings.DATA_DIR ?? '')
      await services.giveBack()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What any account has in its environment; nothing of the developer's settings or of the test runner's. */
function machine(): NodeJS.ProcessEnv {
  const compiled = process.env.TEST_COMPILE_CACHE
  const names = ['PATH', 'HOME', 'USER', 'LANG', 'TMPDIR', 'SystemRoot', 'TEMP']
  const kept = names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))
  return { ...Object.fromEntries(kept), ...(compiled ? { NODE_COMPILE_CACHE: compiled } : {}) }
}

async function isHealthy(address: string): Promise<boolean> {
  try {
    const answer = await fetch(`${address}/healthz`)
    await answer.arrayBuffer()
    return answer.status === 200
  } catch {
    return false
  }
}

/** A server that was killed leaves its PostgreSQL running, for the next start to take over. */
async function endCluster(dataDir: string): Promise<void> {
  const file = join(dataDir, 'postgres/postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n', 1)[0])
  const signal = (name: NodeJS.Signals | 0) => {
    try {
      return process.kill(pid, name)
    } catch {
      return false
    }
  }
  if (signal('SIGQUIT')) while (signal(0)) await pause(10)
}
