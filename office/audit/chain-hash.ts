import { createHmac, type KeyObject } from 'node:crypto'
import type { AuditRow } from './audit-row.ts'

/**
 * What stands beside an entry in the log: it depends on the entry, its place and everything before it, and whoever lacks
 * the key can make none.
 * @param previous the hash of the entry before, '' of the first
 * @param seq its place, from 1
 */
export function chainHash(key: KeyObject, previous: string, seq: number, row: AuditRow): string {
  const { id, at, actor, action, subject, detail } = row
  const canonical = JSON.stringify([previous, seq, id, at, actor, action, subject, inOrder(detail)])
  return createHmac('sha256', key).update(`entry\0${canonical}`).digest('base64url')
}

/** The same value with the keys of its objects in one order, whichever the database gives them in. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([name, one]) => [name, inOrder(one)])
}
