import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { createInstallation } from '../support/start-server.ts'
import type { Measurement } from './measurement.ts'

const idleMs = 30_000

/** How soon the server is ready, the very first time and later, and what it all takes when idle. */
export async function benchStart(): Promise<Measurement[]> {
  const installation = await createInstallation({ LOG_LEVEL: 'error' })
  const first = await installation.start()
  await first.stop()
  const later = []
  for (let run = 0; run < 3; run++) {
    const server = await installation.start()
    later.push(server.readyMs / 1000)
    await server.stop()
  }
  const server = await installation.start()
  await pause(idleMs)
  const megabytes = memoryOf(server.process.pid ?? 0, installation.dataDir)
  await server.stop()
  await installation.remove()
  const plain = (name: string, unit: string, bar: string, figures: number[]): Measurement => ({
    name,
    unit,
    bar,
    peerName: 'none',
    pairs: figures.map((ours) => ({ ours })),
    notes: [],
  })
  return [
    plain('ready, the very first time', 's', '< 5 s', [first.readyMs / 1000]),
    plain('ready, later', 's', '< 2.5 s', later),
    plain('idle memory of all processes', 'MB, PSS', '< 250 MB', [megabytes]),
  ]
}

/** Proportional set size of the server and of PostgreSQL's processes, which name the data folder or are theirs. */
function memoryOf(server: number, dataDir: string): number {
  const parents = new Map<number, number>()
  const roots = new Set([server])
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const pid = Number(entry)
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      parents.set(pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
      if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(dataDir)) roots.add(pid)
    } catch {
      // It has ended meanwhile.
    }
  }
  const belongs = (pid: number): boolean => roots.has(pid) || (pid > 1 && belongs(parents.get(pid) ?? 0))
  const all = [...parents.keys()].filter(belongs)
  const kilobytes = all.map((pid) =>
    Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0),
  )
  return kilobytes.reduce((total, one) => total + one, 0) / 1024
}
