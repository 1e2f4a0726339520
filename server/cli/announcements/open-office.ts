import { createSecretKey } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { Pool } from 'pg'
import { createAnnouncementSayings } from '../../../bots/flows/announcements/create-announcement-sayings.ts'
import { loadTexts } from '../../../bots/texts/load-texts.ts'
import { loadAnnouncementFacts } from '../../../knowledge/announcements/facts/load-announcement-facts.ts'
import { loadUnits } from '../../../knowledge/units/load-units.ts'
import type { Office } from '../../../office/announcements/office.ts'
import { tellOfAct } from '../../../office/announcements/tell-of-act.ts'
import { servesUnit } from '../../announcements/serves-unit.ts'
import { inTransaction } from '../../database/in-transaction.ts'
import { deriveKey } from '../../secret.ts'
import type { CommandContext } from '../command-context.ts'

const textFolder = fileURLToPath(new URL('../../../bots/texts', import.meta.url))

/** What commands act upon announcements with. */
export interface OpenOffice extends Omit<Office, 'sql'> {
  pool: Pool
  /** Runs an act, and whatever belongs to it, in one transaction. */
  act<T>(work: (office: Office) => Promise<T>): Promise<T>
  /** Tells other officials of an act, in its transaction. */
  tell(office: Office, done: Parameters<typeof tellOfAct>[1]): Promise<void>
}

export async function openOffice(
  { clock, config }: Pick<CommandContext, 'clock' | 'config'>,
  { pool, secret }: { pool: Pool; secret: Buffer },
): Promise<OpenOffice> {
  const { facts } = await loadAnnouncementFacts(config.knowledgeDir)
  const sayings = async () => {
    const [{ texts }, units] = await Promise.all([
      loadTexts(textFolder, config.knowledgeDir),
      loadUnits(new Set(config.units)),
    ])
    // Officials are told with buttons, not with files.
    return createAnnouncementSayings({ texts, units, facts, fileLink: () => undefined })
  }
  const tapKey = createSecretKey(deriveKey(secret, 'taps'))
  const office = {
    now: clock.now().toString(),
    facts,
    isUnit: servesUnit(config),
    served: config.units,
  }
  return {
    ...office,
    pool,
    act: (work) => inTransaction(pool, (sql) => work({ ...office, sql })),
    tell: (inAct, done) => tellOfAct(inAct, done, { sayings, tapKey }),
  }
}
