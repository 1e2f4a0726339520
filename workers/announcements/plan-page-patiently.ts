import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from 'pg'
import { type Planning, planPage } from './plan-page.ts'

/** A conversation is being erased, or has just been: the page is to be planned anew. */
const inEachOthersWay = ['55P03', '40P01', '23503']
const pauseMs = 20
const mostTries = 500

export interface PatientPlanning extends Planning {
  /** Once it is aborted, a page that is in somebody's way is left for later. */
  ending?: AbortSignal
}

/**
 * Plans the next page of an announcement's recipients, once no erasure is in its way any more.
 * @returns as `planPage`
 */
export async function planPagePatiently(
  pool: Pool,
  id: string,
  { ending, ...planning }: PatientPlanning,
): ReturnType<typeof planPage> {
  for (let tries = 1; ; tries++)
    try {
      return await planPage(pool, id, planning)
    } catch (error) {
      if (tries === mostTries || !isInTheWay(error)) throw error
      if (ending?.aborted) return 'later'
      await pause(pauseMs)
    }
}

function isInTheWay(error: unknown): boolean {
  return error instanceof Error && 'code' in error && inEachOthersWay.some((code) => code === error.code)
}
