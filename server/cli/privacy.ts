import { erasePerson } from '../../bots/inbox/erase-person.ts'
import { exportPerson } from '../../bots/inbox/export-person.ts'
import { recordErasure } from '../database/record-erasure.ts'
import { AppError } from '../errors.ts'
import type { CommandContext } from './command-context.ts'
import { readIdentity } from './read-identity.ts'

export async function exportData({ print, withDatabase }: CommandContext, identity: string): Promise<void> {
  const who = readIdentity(identity, '--identity')
  const data = await withDatabase(({ pool }) => exportPerson(pool, who))
  if (data.conversations.length === 0) throw nobody(identity)
  print(data, JSON.stringify(data, null, 2))
}

export async function erase(context: CommandContext, identity: string): Promise<void> {
  const { config, clock, print, withDatabase } = context
  const who = readIdentity(identity, '--identity')
  const erased = await withDatabase(({ pool, secret }) =>
    erasePerson(pool, who, {
      now: clock.now().toString(),
      recordErasure: (one, at) => recordErasure({ dataDir: config.dataDir, secret }, one, at),
    }),
  )
  if (erased === 0) throw nobody(identity)
  print({ identity, erased }, `${identity}: everything is erased`)
}

function nobody(identity: string): AppError {
  return new AppError('not_found', `nothing is stored about ${identity}: check the channel and the id`)
}
