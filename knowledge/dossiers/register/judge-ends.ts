import type { DossierUpdate } from '../dossier.ts'
import type { Standing } from './judge-status.ts'
import type { StoredDossier } from './stored-dossier.ts'

/**
 * When there was a result, and when it was handed over: whichever is the earliest that was heard of. What was said
 * before an official's correction counts no more.
 */
export function judgeEnds(
  { statusBy, finishedAt, returnedAt }: Pick<StoredDossier, 'statusBy' | 'finishedAt' | 'returnedAt'>,
  { status, statusAt }: Pick<DossierUpdate, 'status' | 'statusAt'>,
  { standing, corrects, now }: { standing: Standing; corrects: boolean; now: string },
): Partial<Pick<StoredDossier, 'finishedAt' | 'returnedAt'>> {
  // A correction takes back an end that was none.
  if (corrects)
    return { finishedAt: status < 9 ? null : (finishedAt ?? now), returnedAt: status < 10 ? null : now }
  const counts = standing === 'newer' || (standing === 'late' && statusBy !== 'corrected')
  if (!counts || status < 9) return {}
  const at = statusAt ?? now
  const earlier = (known: string | null) => (known !== null && known < at ? known : at)
  return { finishedAt: earlier(finishedAt), ...(status === 10 && { returnedAt: earlier(returnedAt) }) }
}
