import type { DossierStatus } from '../dossier.ts'
import type { Standing } from './judge-status.ts'
import type { StoredDossier } from './stored-dossier.ts'

/**
 * When there was a result, and when it was handed over: whichever is the earliest that was heard of. What was said
 * before an official's correction counts no more.
 * @param at since when it has this status, an ISO instant
 */
export function judgeEnds(
  { statusBy, finishedAt, returnedAt }: Pick<StoredDossier, 'statusBy' | 'finishedAt' | 'returnedAt'>,
  status: DossierStatus,
  { standing, corrects, at }: { standing: Standing; corrects: boolean; at: string },
): Partial<Pick<StoredDossier, 'finishedAt' | 'returnedAt'>> {
  // A correction takes back an end that was none.
  if (corrects)
    return { finishedAt: status < 9 ? null : (finishedAt ?? at), returnedAt: status < 10 ? null : at }
  const counts = standing === 'newer' || (standing === 'late' && statusBy !== 'corrected')
  if (!counts || status < 9) return {}
  const earlier = (known: string | null) => (known !== null && known < at ? known : at)
  return { finishedAt: earlier(finishedAt), ...(status === 10 && { returnedAt: earlier(returnedAt) }) }
}
