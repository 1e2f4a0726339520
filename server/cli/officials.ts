import { addOfficial } from '../../office/officials/add-official.ts'
import { listOfficials } from '../../office/officials/list-officials.ts'
import { type OfficialRole, officialRoles } from '../database/schema.ts'
import { AppError } from '../errors.ts'
import { chatCodes } from './chat-codes.ts'
import { checkUnit } from './check-unit.ts'
import type { CommandContext } from './command-context.ts'

export interface OfficialFields {
  name: string
  unit: string
  role: string
  phone?: string
  email?: string
}

/** `officials add`: enters an official and gives the code that makes a chat theirs. */
export async function enterOfficial(context: CommandContext, fields: OfficialFields): Promise<void> {
  const { clock, print, withDatabase } = context
  const { name, phone, email } = fields
  const unit = await checkUnit(context, fields.unit, { orAll: true })
  const role = readRole(fields.role)
  if (name.trim() === '') throw new AppError('bad_usage', '--name must not be empty')
  const added = await withDatabase(({ db, secret }) =>
    addOfficial(
      db,
      { name: name.trim(), unit, role, ...(phone ? { phone } : {}), ...(email ? { email } : {}) },
      { now: clock.now().toString(), makeCode: chatCodes(secret) },
    ),
  )
  print(
    added,
    `${name} is entered as ${role} of ${unit}, number ${added.id}.\nWithin 24 hours, ${name} sends this code to the assistant, on Zalo, Telegram or the web chat: ${added.link_code}`,
  )
}

export async function showOfficials({ print, withDatabase }: CommandContext): Promise<void> {
  const officials = await withDatabase(({ db }) => listOfficials(db))
  const lines = officials.map(
    ({ id, name, unit, role, channels }) =>
      `${id}  ${name}  ${role}  ${unit}  ${channels.length > 0 ? channels.join(', ') : 'no chat linked'}`,
  )
  print({ officials }, lines.length > 0 ? lines.join('\n') : 'no official is entered')
}

function readRole(text: string): OfficialRole {
  const role = officialRoles.find((one) => one === text)
  if (!role) throw new AppError('bad_usage', `--role must be one of ${officialRoles.join(', ')}`)
  return role
}
