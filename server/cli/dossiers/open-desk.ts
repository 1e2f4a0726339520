import type { KeyObject } from 'node:crypto'
import { deskRoles } from '../../../knowledge/dossiers/access/desk-roles.ts'
import { type DossierRow, dossierColumns } from '../../../knowledge/dossiers/access/dossier-columns.ts'
import { hashCode } from '../../../knowledge/dossiers/access/dossier-hashes.ts'
import { appendAudit } from '../../../office/audit/append-audit.ts'
import { type FoundOfficial, findOfficial } from '../../../office/officials/find-official.ts'
import type { Sql } from '../../database/sql.ts'
import { dossierKey } from '../../dossiers/dossier-key.ts'
import { AppError } from '../../errors.ts'
import type { CommandContext } from '../command-context.ts'

const findRow = `select ${dossierColumns} from dossier d where d.code = $1`

/** Somebody at the register: an official, or whoever has the shell. */
export interface DossierDesk {
  sql: Sql
  key: KeyObject
  /** ISO instant by the injected clock. */
  now: string
  official?: FoundOfficial
  /** Keeps on record what was done, or tried, with a dossier. */
  record(action: string, code?: string, detail?: object): Promise<void>
  find(code: string): Promise<DossierRow | undefined>
  /**
   * A dossier of another unit, or of none that is known, is not this official's.
   * @throws AppError, after the try was put on record
   */
  checkUnit(code: string, unit: string | null): Promise<void>
}

/**
 * @param by the id of the official for whom it is done; the operator without it
 * @throws AppError when there is no such official, or their role has nothing to do with dossiers
 */
export async function openDesk(
  { clock }: Pick<CommandContext, 'clock'>,
  { sql, secret }: { sql: Sql; secret: Buffer },
  by: string | undefined,
): Promise<DossierDesk> {
  const official = by === undefined ? undefined : await findOfficial(sql, by)
  if (by !== undefined && !official)
    throw new AppError('not_found', '--by names no official in office: officials list shows them')
  if (official && !deskRoles.includes(official.role))
    throw new AppError('forbidden', `--by is ${official.role}: dossiers are for ${deskRoles.join(', ')}`)
  const key = dossierKey(secret)
  const now = clock.now().toString()
  const actor = official ? `official:${official.id}` : 'operator'
  const record: DossierDesk['record'] = (action, code, detail) =>
    appendAudit(sql, {
      at: now,
      actor,
      action,
      ...(code === undefined ? {} : { subject: hashCode(key, code) }),
      ...(detail === undefined ? {} : { detail }),
    })
  return {
    sql,
    key,
    now,
    ...(official ? { official } : {}),
    record,
    async find(code) {
      const { rows } = await sql.query<DossierRow>({ text: findRow, values: [code] })
      return rows[0]
    },
    async checkUnit(code, unit) {
      if (!official || official.unit === 'all' || official.unit === unit) return
      await record('dossier.refused', code, { by: 'official', channel: 'command' })
      throw new AppError('forbidden', `--by is of ${official.unit}, and the dossier is not`)
    },
  }
}
