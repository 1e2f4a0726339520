import { addGroup } from '../../office/groups/add-group.ts'
import { bindChat, makeBindingCode } from '../../office/groups/bind-chat.ts'
import { listGroupChats } from '../../office/groups/list-group-chats.ts'
import { listGroups } from '../../office/groups/list-groups.ts'
import { AppError } from '../errors.ts'
import { publicAddress } from '../public-address.ts'
import { chatCodes } from './chat-codes.ts'
import { checkUnit } from './check-unit.ts'
import type { CommandContext } from './command-context.ts'
import { readIdentity } from './read-identity.ts'

/** `groups add`: a neighbourhood group, and how its citizens join. */
export async function enterGroup(
  context: CommandContext,
  fields: { unit: string; name: string; head?: string },
): Promise<void> {
  const { clock, config, print, withDatabase } = context
  const unit = await checkUnit(context, fields.unit)
  const name = fields.name.trim()
  if (name === '') throw new AppError('bad_usage', '--name must not be empty')
  const added = await withDatabase(({ db, secret }) =>
    addGroup(
      db,
      { unit, name, ...(fields.head ? { head: fields.head } : {}) },
      { now: clock.now().toString(), joinCode: chatCodes(secret)('NH').code },
    ),
  )
  const url = `${publicAddress(config)}/l/${added.join_code}`
  print(
    { ...added, url },
    `${name} of ${unit} is entered, number ${added.id}.\nTo join: ${added.join_code}, ${url}`,
  )
}

export async function showGroups({ print, withDatabase }: CommandContext): Promise<void> {
  const groups = await withDatabase(({ db }) => listGroups(db))
  const lines = groups.map(({ id, unit, name, join_code }) => `${id}  ${unit}  ${name}  ${join_code}`)
  print({ groups }, lines.length > 0 ? lines.join('\n') : 'no neighbourhood group is entered')
}

/** `groups chats`: the group chats that can be bound. */
export async function showGroupChats({ print, withDatabase }: CommandContext): Promise<void> {
  const chats = await withDatabase(({ db }) => listGroupChats(db))
  const lines = chats.map(
    ({ chat, unit, group }) => `${chat}  ${[unit ?? 'not bound', group ?? ''].join('  ')}`,
  )
  print(
    { chats },
    lines.length > 0 ? lines.join('\n') : 'nobody has spoken to the assistant in a group chat yet',
  )
}

/** `groups bind`: binds a group chat at once, or gives the code that binds the one it is typed in. */
export async function bindGroupChat(
  context: CommandContext,
  fields: { unit: string; group?: string; chat?: string },
): Promise<void> {
  const { clock, print, withDatabase } = context
  const unit = await checkUnit(context, fields.unit)
  const binding = { unit, ...(fields.group ? { group: fields.group } : {}) }
  if (fields.chat) {
    const chat = readIdentity(fields.chat, '--chat')
    await withDatabase(({ db }) => bindChat(db, chat, binding, clock.now().toString()))
    print({ chat: fields.chat, ...binding }, `${fields.chat} is bound to ${unit}`)
    return
  }
  const code = await withDatabase(({ db, secret }) => makeBindingCode(db, binding, chatCodes(secret)))
  print({ ...binding, code }, `Within 24 hours, write this to the assistant in the group chat: ${code}`)
}
