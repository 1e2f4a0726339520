import { setTimeout as delay } from 'node:timers/promises'
import { systemClock } from '../../server/clock.ts'
import { codeOf, fillRegister } from './fill-register.ts'
import type { Measurement } from './measurement.ts'
import { startRegister } from './start-register.ts'

const dossiers = 1_000_000
const perSecond = 100
const seconds = 20
const warmUpSeconds = 10
const runs = 3
const followers = 1000
const bare = 'select * from dossier where id = $1'

/** How long whoever follows a dossier waits for its status, a hundred asking a second, a million being in the register. */
export async function benchDossierStatus(): Promise<Measurement> {
  const register = await startRegister(systemClock())
  const { pool } = register
  try {
    await fillRegister(pool, dossiers)
    for (let n = 0; n < followers; n++) await register.say(`follower ${n}`, 'xin chào')
    await pool.query(
      `insert into dossier_follow (conversation_id, dossier_id, proved_by, tells, followed_at)
       select c.id, 1 + (n * 997 + k * 101) % ${dossiers}, 'slip', 'no', now()
       from conversation c, (select substring(chat from '\\d+')::int as n, id from conversation) o,
         generate_series(0, 2) k
       where o.id = c.id`,
    )
    await pool.query('analyze')
    const asked = (n: number) => {
      const follower = (n * 7) % followers
      return register.say(`follower ${follower}`, codeOf(1 + ((follower * 997) % dossiers)))
    }
    const read = async (n: number) => {
      const from = performance.now()
      await pool.query({ name: 'bare', text: bare, values: [1 + ((n * 997) % dossiers)] })
      return performance.now() - from
    }
    await atRate(asked, warmUpSeconds)
    const measured = []
    const notes = []
    for (let run = 0; run < runs; run++) {
      const ours = await atRate(asked, seconds)
      const peer = await atRate(read, seconds)
      measured.push({ ours: at(ours, 0.99), peer: at(peer, 0.99) })
      notes.push(
        `p50/p99/max ${[0.5, 0.99, 1].map((share) => at(ours, share).toFixed(1)).join('/')} ms, bare select ` +
          `${[0.5, 0.99, 1].map((share) => at(peer, share).toFixed(1)).join('/')} ms`,
      )
    }
    return {
      name: `status reply, ${dossiers / 1_000_000} million dossiers, ${perSecond} a second`,
      unit: 'ms, p99',
      bar: 'p99 < 50 ms',
      peerName: 'a bare select by primary key',
      pairs: measured,
      notes,
    }
  } finally {
    await register.close()
  }
}

/** Begins one every so often, whether the last has ended or not. @returns how long each took, in ms, sorted */
async function atRate(one: (n: number) => Promise<number>, forSeconds: number): Promise<number[]> {
  const all: Promise<number>[] = []
  const began = performance.now()
  for (let n = 0; n < perSecond * forSeconds; n++) {
    const wait = began + (n * 1000) / perSecond - performance.now()
    if (wait > 0) await delay(wait)
    all.push(one(n))
  }
  return (await Promise.all(all)).toSorted((a, b) => a - b)
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
