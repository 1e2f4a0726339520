import { listSetAside, retrySetAside } from '../../bots/inbox/list-set-aside.ts'
import { AppError } from '../errors.ts'
import type { CommandContext } from './command-context.ts'

export async function listEvents({ print, withDatabase }: CommandContext): Promise<void> {
  const events = await withDatabase(({ pool }) => listSetAside(pool))
  const lines = events.map(
    ({ id, channel, receivedAt, failure }) => `${id}  ${channel}  ${receivedAt}  ${failure}`,
  )
  print({ events }, lines.length ? lines.join('\n') : 'no event is set aside')
}

export async function retryEvent({ print, withDatabase }: CommandContext, id: string): Promise<void> {
  const found = /^\d{1,18}$/.test(id) && (await withDatabase(({ pool }) => retrySetAside(pool, id)))
  if (!found) throw new AppError('not_found', `event ${id} is not set aside: see "events list"`)
  print({ id, status: 'new' }, `event ${id} will be tried again`)
}
