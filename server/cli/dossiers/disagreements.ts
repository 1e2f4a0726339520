import { listDisagreements } from '../../../knowledge/dossiers/register/list-disagreements.ts'
import { settleDisagreement } from '../../../knowledge/dossiers/register/settle-disagreement.ts'
import { inTransaction } from '../../database/in-transaction.ts'
import { AppError } from '../../errors.ts'
import type { CommandContext } from '../command-context.ts'
import { openDesk } from './open-desk.ts'

const mostShown = 500

/** `dossiers disagreements`: what sources say against each other, oldest first. */
export async function showDisagreements(context: CommandContext): Promise<void> {
  const { print, withDatabase } = context
  const disagreements = await withDatabase(async ({ pool, secret }) => {
    const desk = await openDesk(context, { sql: pool, secret }, undefined)
    await desk.record('dossier.disagreements_listed')
    return listDisagreements(pool, { most: mostShown })
  })
  const lines = disagreements.map(
    ({ id, code, field, ours, ours_source, theirs, theirs_source }) =>
      `${id}  ${code}  ${field}: ${ours} (${ours_source}), but ${theirs} (${theirs_source})`,
  )
  const how = 'The first is what holds. Leave it so: dossiers settle ID. Else: dossiers set CODE … --correct'
  print({ disagreements }, lines.length > 0 ? [...lines, how].join('\n') : 'no sources disagree')
}

/** `dossiers settle ID`: the register stays as it is, and the same said again is not brought up again. */
export async function settle(context: CommandContext, id: string): Promise<void> {
  const { print, withDatabase } = context
  const settled =
    /^\d{1,18}$/.test(id) &&
    (await withDatabase(({ pool, secret }) =>
      inTransaction(pool, async (sql) => {
        const desk = await openDesk(context, { sql, secret }, undefined)
        const code = await settleDisagreement(sql, id, desk.now)
        if (code !== undefined) await desk.record('dossier.settled', code)
        return code !== undefined
      }),
    ))
  if (!settled) throw new AppError('not_found', `no disagreement ${id} is open: see "dossiers disagreements"`)
  print({ id, state: 'settled' }, `disagreement ${id} is settled`)
}
