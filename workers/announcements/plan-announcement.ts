import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from 'pg'
import { type Planning, planPage } from './plan-page.ts'

/** A conversation is being erased, or has just been: the page is to be planned anew. */
const inEachOthersWay = ['55P03', '40P01', '23503']
const pauseMs = 20
const mostTries = 500

/**
 * Plans who gets an announcement that was approved, to the end, in memory that does not grow with their number; goes on
 * where it was left, and beside others that do the same. One that is stopped, changed or planned already is left as it
 * is. When it is done, `announcements` is notified.
 * @throws when the database is away; what is planned until then stays
 */
export async function planAnnouncement(pool: Pool, id: string, planning: Planning): Promise<void> {
  let tries = 0
  for (let state = 'more'; state === 'more'; ) {
    try {
      state = await planPage(pool, id, planning)
      tries = 0
    } catch (error) {
      tries++
      if (tries === mostTries || !isInTheWay(error)) throw error
      await pause(pauseMs)
    }
  }
}

function isInTheWay(error: unknown): boolean {
  return error instanceof Error && 'code' in error && inEachOthersWay.some((code) => code === error.code)
}
