import { createUnitFinder } from '../../knowledge/dossiers/reading/create-unit-finder.ts'
import { fold } from '../../knowledge/matching/fold.ts'
import { loadUnits } from '../../knowledge/units/load-units.ts'
import { addOfficial } from '../../office/officials/add-official.ts'
import { importOfficials } from '../../office/officials/import-officials.ts'
import { leaveOffice } from '../../office/officials/leave-office.ts'
import { listOfficials } from '../../office/officials/list-officials.ts'
import { renewCode } from '../../office/officials/renew-code.ts'
import { inTransaction } from '../database/in-transaction.ts'
import { type OfficialRole, officialRoles } from '../database/schema.ts'
import { AppError } from '../errors.ts'
import { pathOf } from './back-up.ts'
import { chatCodes } from './chat-codes.ts'
import { checkUnit } from './check-unit.ts'
import type { CommandContext } from './command-context.ts'
import { sayRemarks } from './say-remarks.ts'

/** What sheets write for the city as a whole, folded. */
const city: ReadonlySet<string> = new Set(['all', 'thanh pho', 'toan thanh pho', 'thanh pho ha noi'])

export interface OfficialFields {
  name: string
  unit: string
  role: string
  phone?: string
  email?: string
  /** An official's id. */
  deputy?: string
}

/** `officials add`: enters an official and gives the code that makes a chat theirs. */
export async function enterOfficial(context: CommandContext, fields: OfficialFields): Promise<void> {
  const { clock, print, withDatabase } = context
  const { name, phone, email, deputy } = fields
  const unit = await checkUnit(context, fields.unit, { orAll: true })
  const role = readRole(fields.role)
  if (name.trim() === '') throw new AppError('bad_usage', '--name must not be empty')
  const official = {
    ...{ name: name.trim(), unit, role },
    ...(phone ? { phone } : {}),
    ...(email ? { email } : {}),
    ...(deputy ? { deputy } : {}),
  }
  const added = await withDatabase(({ pool, secret }) =>
    inTransaction(pool, (sql) =>
      addOfficial(sql, official, { now: clock.now().toString(), makeCode: chatCodes(secret) }),
    ),
  )
  print(
    added,
    `${name} is entered as ${role} of ${unit}, number ${added.id}.\n${sayCode(added.link_code, name)}`,
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

/** `officials import`: enters those of a sheet, and gives the codes of those who are new. */
export async function enterOfficials(context: CommandContext, file: string): Promise<void> {
  const { clock, config, print, withDatabase } = context
  const find = createUnitFinder(await loadUnits(new Set(config.units)))
  const report = await withDatabase(({ pool, secret }) =>
    importOfficials(pool, pathOf(file), {
      now: clock.now().toString(),
      makeCode: chatCodes(secret),
      unitOf: (text) => (city.has(fold(text)) ? 'all' : find(text)),
    }),
  )
  const { read, inserted, updated, unchanged, rejected, warnings, notListed, added } = report
  const said = [
    `${read} rows read, ${inserted} inserted, ${updated} updated, ${unchanged} unchanged, ${rejected.length + (notListed?.rejected ?? 0)} rejected`,
    ...sayRemarks('rejected', rejected, notListed?.rejected),
    ...sayRemarks('warning', warnings, notListed?.warnings),
    ...(added.length > 0 ? ['codes, for 24 hours and once, to be sent to the assistant by each:'] : []),
    ...added.map(({ id, name, role, unit, link_code }) => `${id}  ${name}  ${role}  ${unit}  ${link_code}`),
  ]
  print(report, said.join('\n'))
}

/** `officials leave`: ends an official's access at once. */
export async function endOffice({ clock, print, withDatabase }: CommandContext, id: string): Promise<void> {
  const left = await withDatabase(({ pool }) =>
    inTransaction(pool, (sql) => leaveOffice(sql, id, { now: clock.now().toString() })),
  )
  const { chats, groups, deputy } = left
  const headless = groups.filter(({ head }) => head === null).map((group) => group.id)
  const said = [
    `${id} is in office no more; ${chats} chats were theirs.`,
    ...(deputy === undefined ? [] : [`Their deputy is ${deputy}.`]),
    ...(headless.length > 0 ? [`Neighbourhood groups without a head now: ${headless.join(', ')}.`] : []),
  ]
  print(left, said.join('\n'))
}

/** `officials code`: a fresh code that makes a chat theirs. */
export async function giveCode({ clock, print, withDatabase }: CommandContext, id: string): Promise<void> {
  const link_code = await withDatabase(({ pool, secret }) =>
    inTransaction(pool, (sql) =>
      renewCode(sql, id, { now: clock.now().toString(), makeCode: chatCodes(secret) }),
    ),
  )
  print({ id, link_code }, sayCode(link_code, 'the official'))
}

function sayCode(code: string, whose: string): string {
  return `Within 24 hours, ${whose} sends this code to the assistant, on Zalo, Telegram or the web chat: ${code}`
}

function readRole(text: string): OfficialRole {
  const role = officialRoles.find((one) => one === text)
  if (!role) throw new AppError('bad_usage', `--role must be one of ${officialRoles.join(', ')}`)
  return role
}
