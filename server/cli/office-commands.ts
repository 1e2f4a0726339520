import type { Command } from 'commander'
import { officialRoles } from '../database/schema.ts'
import type { CommandContext } from './command-context.ts'
import { bindGroupChat, enterGroup, showGroupChats, showGroups } from './groups.ts'
import { linkToPage } from './link.ts'
import {
  endOffice,
  enterOfficial,
  enterOfficials,
  giveCode,
  type OfficialFields,
  showOfficials,
} from './officials.ts'

/** Officials, neighbourhood groups, group chats, and an operator's pages. */
export function addOfficeCommands(program: Command, context: () => Promise<CommandContext>): void {
  const officials = program.command('officials').description('who holds an office here')
  officials
    .command('add')
    .description('enter an official; prints the code that makes a chat theirs, for 24 hours and once')
    .requiredOption('--name <name>')
    .requiredOption('--unit <slug>', 'such as hoan-kiem, or all for the city')
    .requiredOption('--role <role>', officialRoles.join(', '))
    .option('--phone <phone>')
    .option('--email <email>')
    .option('--deputy <official>', 'the id of who acts for them while they are away')
    .action(async (fields: OfficialFields) => enterOfficial(await context(), fields))
  officials
    .command('list')
    .description('everybody, and where they have linked a chat')
    .action(async () => showOfficials(await context()))
  officials
    .command('import')
    .description(
      'enter those of a CSV or XLSX file (name, unit, role, phone, email, deputy); prints codes of new ones',
    )
    .argument('<file>')
    .action(async (file: string) => enterOfficials(await context(), file))
  officials
    .command('leave')
    .description('an official leaves office: their access ends at once')
    .argument('<id>')
    .action(async (id: string) => endOffice(await context(), id))
  officials
    .command('code')
    .description('a fresh code that makes a chat theirs; those of before are void')
    .argument('<id>')
    .action(async (id: string) => giveCode(await context(), id))

  const groups = program.command('groups').description('neighbourhood groups and group chats')
  groups
    .command('add')
    .description('enter a neighbourhood group; prints how its citizens join')
    .requiredOption('--unit <slug>')
    .requiredOption('--name <name>', 'such as "Tổ dân phố 7"')
    .option('--head <official>', 'the id of the official who heads it')
    .action(async (fields: { unit: string; name: string; head?: string }) =>
      enterGroup(await context(), fields),
    )
  groups
    .command('list')
    .description('the neighbourhood groups')
    .action(async () => showGroups(await context()))
  groups
    .command('chats')
    .description('the group chats the assistant was spoken to in, and what they are bound to')
    .action(async () => showGroupChats(await context()))
  groups
    .command('bind')
    .description('bind a group chat; without --chat, prints a code that binds the chat it is written in')
    .requiredOption('--unit <slug>')
    .option('--group <id>', "one of the unit's neighbourhood groups")
    .option('--chat <channel:id>', 'as "groups chats" shows it')
    .action(async (fields: { unit: string; group?: string; chat?: string }) =>
      bindGroupChat(await context(), fields),
    )

  program
    .command('link')
    .description("an operator's way to a page of the server: one hour, one use")
    .argument('<page>', 'zalo-oa, zalo-login or queues')
    .action(async (page: string) => linkToPage(await context(), page))
}
