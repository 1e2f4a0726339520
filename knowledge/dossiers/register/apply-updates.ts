import type { KeyObject } from 'node:crypto'
import type { Pool } from 'pg'
import { inTransaction } from '../../../server/database/in-transaction.ts'
import type { Sql } from '../../../server/database/sql.ts'
import type { DossierUpdate } from '../dossier.ts'
import type { DossierFacts } from '../facts/dossier-facts.ts'
import { type Found, findStored } from './find-stored.ts'
import { fingerprintOf } from './fingerprint.ts'
import { hashContact } from './hash-contact.ts'
import { type Disagreement, type Judgement, judgeUpdate } from './judge-update.ts'
import { planPushes } from './plan-pushes.ts'
import { type DossierWrite, writeDossiers } from './write-dossiers.ts'

export interface ApplyOptions {
  /** Who says it: `file`, the connector's name, an official's id. */
  source: string
  /** For the hashes of phones and proofs. */
  key: KeyObject
  facts: DossierFacts
  /** ISO instant by the injected clock. */
  now: string
  /** An official's own correction: it holds, backwards too. */
  correct?: true
  /** Count what would be done, and do nothing. */
  dryRun?: true
}

/** How many updates did what; together all that were given. */
export interface Applied {
  inserted: number
  updated: number
  unchanged: number
}

/** An update with what it is known again by. */
interface Said {
  update: DossierUpdate
  fingerprint: string
}

// A subquery and not a join: row by row through the index, also where the planner would rather read the table.
const findNew = `
  select v.code from unnest($1::text[], $2::text[]) as v(code, fingerprint)
  where (select d.fingerprint from dossier d where d.code = v.code) is distinct from v.fingerprint`

/**
 * Whoever writes to the register does so in turn, a batch at a time: two that insert the same dossiers in another
 * order would wait for each other in a circle.
 */
const takeTurn = 'select pg_advisory_xact_lock(1836020609)'

/**
 * Takes what a source says into the register, all of it in one transaction. What it said before, word for word, is
 * passed over without a lock or a write, so it can be said any number of times; of one code the last counts.
 * @param updates some thousand at most
 */
export async function applyUpdates(
  pool: Pool,
  updates: readonly DossierUpdate[],
  options: ApplyOptions,
): Promise<Applied> {
  const { key, source, correct, dryRun } = options
  const byCode = new Map<string, Said>()
  for (const update of updates)
    byCode.set(update.code, { update, fingerprint: fingerprintOf(key, source, update) })
  const fresh = correct ? byCode : await leaveOutKnown(pool, byCode)
  const nothing = { inserted: 0, updated: 0, unchanged: updates.length }
  if (fresh.size === 0) return nothing
  const decided = dryRun
    ? decide(await findStored(pool, [...fresh.keys()], { lock: false }), fresh, options)
    : await inTransaction(pool, (sql) => apply(sql, fresh, options))
  const inserted = decided.filter(({ id }) => id === null).length
  const updated = decided.filter(({ id, changed }) => id !== null && changed).length
  return { inserted, updated, unchanged: updates.length - inserted - updated }
}

async function leaveOutKnown(sql: Sql, byCode: ReadonlyMap<string, Said>): Promise<Map<string, Said>> {
  const fingerprints = [...byCode.values()].map(({ fingerprint }) => fingerprint)
  const { rows } = await sql.query<{ code: string }>({
    text: findNew,
    values: [[...byCode.keys()], fingerprints],
  })
  const codes = new Set(rows.map(({ code }) => code))
  return new Map([...byCode].filter(([code]) => codes.has(code)))
}

async function apply(
  sql: Sql,
  fresh: ReadonlyMap<string, Said>,
  options: ApplyOptions,
): Promise<readonly Decided[]> {
  const [, found] = await Promise.all([
    sql.query({ text: takeTurn }),
    findStored(sql, [...fresh.keys()], { lock: true }),
  ])
  const decided = decide(found, fresh, options)
  const added = await writeDossiers(sql, decided, options)
  const news = decided.filter((one) => one.news).flatMap(({ id, code }) => id ?? added.get(code) ?? [])
  if (news.length > 0) await planPushes(sql, news, { now: options.now, rules: options.facts.rules })
  return decided
}

interface Decided extends DossierWrite {
  news: boolean
}

/** What comes of each update; those that another process has just brought in are left out. */
function decide(
  found: ReadonlyMap<string, Found>,
  fresh: ReadonlyMap<string, Said>,
  options: ApplyOptions,
): Decided[] {
  return [...fresh.values()].flatMap(({ update, fingerprint }) => {
    const known = found.get(update.code)
    if (!options.correct && known?.fingerprint === fingerprint) return []
    const judgement = judgeUpdate(known?.stored, update, options)
    const hashes = hashContact(options.key, known?.hashes, update, judgement.replaces)
    const next = { ...known?.stored, ...judgement.change } as DossierWrite['next']
    const rehashed =
      hashes.phone_hash !== (known?.hashes.phone_hash ?? null) ||
      hashes.proof_hash !== (known?.hashes.proof_hash ?? null)
    return {
      id: known?.id ?? null,
      code: update.code,
      fingerprint,
      next,
      hashes,
      changed: rehashed || Object.keys(judgement.change).length > 0,
      past: judgement.past,
      disagreements: judgement.disagreements,
      agreed: agreedFields(update, next, judgement),
      news: judgement.news,
    }
  })
}

/** Of what sources may disagree about, what this one says as the register now has it. */
function agreedFields(
  update: DossierUpdate,
  next: DossierWrite['next'],
  { disagreements }: Judgement,
): Disagreement['field'][] {
  const same: Disagreement['field'][] = []
  if (update.status === next.status) same.push('status')
  if (update.dueAt !== undefined && update.dueAt === next.dueAt) same.push('due_at')
  return same.filter((field) => disagreements.every((one) => one.field !== field))
}
