import type { Pool } from 'pg'
import { inTransaction } from '../../../server/database/in-transaction.ts'
import type { Sql } from '../../../server/database/sql.ts'
import type { DossierUpdate } from '../dossier.ts'
import type { DossierFacts } from '../facts/dossier-facts.ts'
import { endFormerFollows } from './end-former-follows.ts'
import { type Found, findStored } from './find-stored.ts'
import type { ContactHashes } from './hash-contact.ts'
import { isEntered } from './is-entered.ts'
import { type Disagreement, type Judgement, judgeUpdate } from './judge-update.ts'
import { lookAgain } from './look-again.ts'
import { mergeContact } from './merge-contact.ts'
import { noteContactChanges } from './note-contact-changes.ts'
import { planPushes } from './plan-pushes.ts'
import { redoConflict } from './redo-conflict.ts'
import type { Said, Speaker } from './said.ts'
import { inMilliseconds } from './with-plain-times.ts'
import { type DossierWrite, writeDossiers } from './write-dossiers.ts'

export interface ApplyOptions extends Speaker {
  facts: DossierFacts
  /** ISO instant by the injected clock. */
  now: string
  /** When it was said, at the latest; ISO instant by the same clock. Without it, now. */
  asOf?: string
  /** It comes from a copy, such as a file: what it holds may be older than `asOf`. */
  copied?: true
  /** Count what would be done, and do nothing. */
  dryRun?: true
}

/** How many updates did what; together all that were given. */
export interface Applied {
  inserted: number
  updated: number
  unchanged: number
}

/** What is said, with all that can be worked out of it before anybody has to wait. */
export interface Prepared extends Said {
  contact: ContactHashes | undefined
}

/**
 * Takes updates into the register, all in one transaction but for those dossiers that another process enters at the
 * same moment: they are judged anew beside what that one wrote.
 * @param said one of a code, some thousand at most
 */
export async function applySaid(
  pool: Pool,
  said: readonly Prepared[],
  options: ApplyOptions,
): Promise<Applied> {
  if (said.length === 0) return { inserted: 0, updated: 0, unchanged: 0 }
  const decided = options.dryRun
    ? decide(await findStored(pool, codesOf(said), { lock: false }), said, options)
    : await redoConflict(() => inTransaction(pool, (sql) => apply(sql, said, options)))
  const beaten = new Set(decided.flatMap((one) => (one.beaten ? [one.code] : [])))
  const again = await applySaid(
    pool,
    said.filter(({ update }) => beaten.has(update.code)),
    options,
  )
  const inserted = again.inserted + decided.filter(({ id, beaten }) => id === null && !beaten).length
  const updated = again.updated + decided.filter(({ id, changed }) => id !== null && changed).length
  return { inserted, updated, unchanged: said.length - inserted - updated }
}

function codesOf(said: readonly Said[]): string[] {
  return said.map(({ update }) => update.code)
}

/**
 * Nobody waits in a circle: each locks the dossiers there are in the order of their codes, then enters the others in
 * that order, and what follows is of dossiers it alone holds.
 */
async function apply(
  sql: Sql,
  said: readonly Prepared[],
  options: ApplyOptions,
): Promise<readonly Decided[]> {
  const found = await findStored(sql, codesOf(said), { lock: true })
  const decided = decide(found, said, options)
  const added = await writeDossiers(sql, decided, options)
  const former = decided.flatMap(({ id, reproved }) => (id !== null && reproved ? [id] : []))
  await endFormerFollows(sql, former, options.now)
  const renumbered = decided.filter((one) => one.renumbered).map(({ code }) => code)
  await noteContactChanges(sql, renumbered, options)
  const news = decided.filter((one) => one.news).flatMap(({ id, code }) => id ?? added.get(code) ?? [])
  if (news.length > 0) await planPushes(sql, news, { now: options.now, rules: options.facts.rules })
  await lookAgain(
    sql,
    decided.flatMap(({ id, past, news }) => (id !== null && past && !news ? [id] : [])),
  )
  return decided.map((one) => (one.id === null && !added.has(one.code) ? { ...one, beaten: true } : one))
}

interface Decided extends DossierWrite {
  news: boolean
  /** A phone number, or digits, took the place of others: what those opened is open no more. */
  reproved: boolean
  renumbered: boolean
  /** Another process entered it first. */
  beaten?: true
}

/** What comes of each update; those that another process has just brought in are left out. */
function decide(
  found: ReadonlyMap<string, Found>,
  said: readonly Prepared[],
  options: ApplyOptions,
): Decided[] {
  // Once for all of them: it is compared with each one's own times.
  const { now, asOf } = options
  const rules = { ...options, now: inMilliseconds(now), ...(asOf && { asOf: inMilliseconds(asOf) }) }
  return said.flatMap(({ update, fingerprint, contact }) => {
    const known = found.get(update.code)
    if (!options.correct && known?.fingerprint === fingerprint) return []
    const judgement = judgeUpdate(known?.stored, update, rules)
    const { contact: hashes, denied } = mergeContact(known?.hashes, contact, {
      source: options.source,
      replaces: judgement.replaces,
      entered: isEntered(options),
    })
    const next = { ...known?.stored, ...judgement.change } as DossierWrite['next']
    const former = known?.hashes
    const replaced = (hash: 'phone_hash' | 'proof_hash') =>
      former !== undefined && former[hash] !== null && former[hash] !== hashes[hash]
    const rehashed =
      hashes.phone_hash !== (former?.phone_hash ?? null) || hashes.proof_hash !== (former?.proof_hash ?? null)
    return {
      id: known?.id ?? null,
      code: update.code,
      fingerprint: judgement.passing && known ? known.fingerprint : fingerprint,
      next,
      hashes,
      changed: rehashed || Object.keys(judgement.change).length > 0,
      past: judgement.past,
      disagreements: [...judgement.disagreements, ...(denied ? [contactDenied(hashes, contact)] : [])],
      agreed: [
        ...agreedFields(update, next, judgement),
        ...(contact && contact.phone_hash === hashes.phone_hash ? (['contact'] as const) : []),
      ],
      news: judgement.news,
      reproved: replaced('phone_hash') || replaced('proof_hash'),
      renumbered: replaced('phone_hash'),
    }
  })
}

/** Nobody learns more of two numbers than their last two digits. */
function contactDenied(ours: ContactHashes, theirs: ContactHashes | undefined): Disagreement {
  return { field: 'contact', ours: ours.phone_last2 ?? '', theirs: theirs?.phone_last2 ?? '' }
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
