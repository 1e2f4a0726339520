import type { StoredDossier } from './stored-dossier.ts'

/** What was promised first stays on record; of what is heard late the earliest date was the promise. */
export function moveDue(
  { dueAt, promisedAt }: StoredDossier,
  said: string | undefined,
  { late, replaces }: { late: boolean; replaces: boolean },
): Partial<StoredDossier> {
  if (said === undefined) return {}
  const promised = promisedAt ?? dueAt ?? said
  if (dueAt === null) return { dueAt: said, promisedAt: promised }
  if (late) return { promisedAt: said < promised ? said : promised }
  return replaces ? { dueAt: said, promisedAt: promised } : {}
}
