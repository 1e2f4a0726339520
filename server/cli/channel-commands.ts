import type { Command } from 'commander'
import { listChannels, resumeChannel } from './channels.ts'
import type { CommandContext } from './command-context.ts'
import { pollGroup, remindGroup } from './zalo-board.ts'
import { logInByCode } from './zalo-login.ts'
import { tryTemplate } from './zalo-template.ts'

/** Channels, and what is Zalo's alone. */
export function addChannelCommands(program: Command, context: () => Promise<CommandContext>): void {
  const channels = program
    .command('channels')
    .description('the channels, and how the running server says they are')
    .action(async () => listChannels(await context()))
  channels
    .command('resume')
    .description('go on after another session took the account over, or its guard stopped it')
    .argument('<channel>', 'zalo-personal')
    .action(async (name: string) => resumeChannel(await context(), name))

  const zalo = program.command('zalo').description('the Zalo personal account, and templates of the OA')
  zalo
    .command('login')
    .description('show the QR code that logs the personal account in')
    .action(async () => logInByCode(await context()))
  zalo
    .command('remind')
    .description("put a reminder on a group's board")
    .argument('<group>', 'as "groups chats" shows it')
    .requiredOption('--at <time>', 'such as 2026-12-01T19:30:00+07:00')
    .requiredOption('--text <text>')
    .action(async (group: string, fields: { at: string; text: string }) =>
      remindGroup(await context(), group, fields),
    )
  zalo
    .command('poll')
    .description("put a poll on a group's board")
    .argument('<group>', 'as "groups chats" shows it')
    .requiredOption('--question <question>')
    .requiredOption('--option <option...>', 'two or more')
    .action(async (group: string, fields: { question: string; option: string[] }) =>
      pollGroup(await context(), group, fields),
    )
  zalo
    .command('try-template')
    .description('send a template of KNOWLEDGE_DIR/zalo-templates.yaml, as a citizen would get it')
    .argument('<name>', 'such as dossier_result')
    .option('--user <id>', "a follower, by Zalo's id")
    .option('--phone <number>', 'anybody with Zalo')
    .option('--value <pairs...>', 'such as dossier=G01.899.406-251121-0001')
    .action(async (name: string, fields: { user?: string; phone?: string; value?: string[] }) =>
      tryTemplate(await context(), name, fields),
    )
}
