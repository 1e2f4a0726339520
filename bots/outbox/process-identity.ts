import type { Pool, PoolClient } from 'pg'
import { lockNumbers } from '../../server/database/lock-numbers.ts'
import type { Log } from '../../server/log.ts'

/** Under which number this process takes messages in hand. */
export interface ProcessIdentity {
  /** `null` while the connection that proves the process alive is lost: nothing new is taken then. */
  readonly current: string | null
  /** Every number it has had. */
  readonly all: readonly string[]
  /** Makes sure that the number is still held and nobody has settled its affairs; else another one is taken. */
  confirm(): Promise<void>
  /** Gives the number back. Only to be called when nothing is in hand under it, else others would not know. */
  retire(): Promise<void>
  /** Ends as a crash would: what is in hand is left to others, who will call it unknown. */
  abandon(): void
}

interface IdentityParts {
  pool: Pool
  log: Pick<Log, 'info' | 'warn'>
  /** Called when the process is back after its connection was lost. */
  onBack(): void
}

/**
 * Gives the process a number and holds an advisory lock on it for as long as a connection of its own lives, so
 * that others see a crash at once. After a lost connection it takes its old number back, if nobody has settled
 * its affairs meanwhile, else a new one.
 */
export async function takeIdentity({ pool, log, onBack }: IdentityParts): Promise<ProcessIdentity> {
  const all: string[] = []
  let client: PoolClient | undefined
  let current: string | null = null
  let ended = false

  async function take(): Promise<void> {
    const fresh = await pool.connect()
    try {
      const last = all.at(-1)
      const id = last !== undefined && (await lock(fresh, last)) ? last : await insert(fresh)
      if (ended) throw new Error('The process is ending')
      if (id !== last) all.push(id)
      fresh.once('error', () => lose(fresh))
      fresh.once('end', () => lose(fresh))
      client = fresh
      current = id
    } catch (error) {
      fresh.on('error', () => {})
      fresh.release(true)
      throw error
    }
  }

  function lose(lost: PoolClient): void {
    if (client !== lost) return
    client = undefined
    current = null
    lost.on('error', () => {})
    lost.release(true)
    if (ended) return
    log.warn({ process: all.at(-1) }, 'the connection that shows this process to be alive was lost')
    void takeAgain()
  }

  async function takeAgain(): Promise<void> {
    for (let wait = 50; !ended; wait = Math.min(1000, wait * 2)) {
      await new Promise((resolve) => setTimeout(resolve, wait))
      try {
        await take()
        log.info({ process: current }, 'this process is back')
        onBack()
        return
      } catch {
        // Until the database is back; its absence is reported by those who have work for it.
      }
    }
  }

  await take()
  return {
    get current() {
      return current
    },
    all,
    async confirm() {
      const held = client
      if (!held) return
      const mine = await held.query('select from process where id = $1', [current]).catch(() => undefined)
      if (mine?.rows.length !== 1) lose(held)
    },
    async retire() {
      ended = true
      const held = client
      client = undefined
      current = null
      if (!held) return
      // Should this fail, the row stays and somebody finds that there is nothing to settle.
      await held.query('delete from process where id = any($1::bigint[])', [all]).catch(() => {})
      held.on('error', () => {})
      held.release(true)
    },
    abandon() {
      ended = true
      current = null
      client?.on('error', () => {})
      client?.release(true)
      client = undefined
    },
  }
}

async function insert(client: PoolClient): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    'insert into process (started_at) values (now()) returning id::text',
  )
  const id = rows[0]?.id
  if (id !== undefined && (await lock(client, id))) return id
  throw new Error('A new process number was locked by somebody else')
}

/** @returns whether the number is held now and its row is still there (else its affairs have been settled) */
async function lock(client: PoolClient, id: string): Promise<boolean> {
  const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1, $2) as mine', [
    lockNumbers.process,
    Number(id),
  ])
  if (!rows[0]?.mine) return false
  const there = await client.query('select from process where id = $1', [id])
  return there.rows.length > 0
}
