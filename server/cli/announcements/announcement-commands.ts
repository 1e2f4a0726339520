import type { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import { type ActCommand, actOnOne } from './act.ts'
import { countFollowers } from './count-followers.ts'
import { correctOne, createOne, editOne } from './create.ts'
import { listThem } from './list.ts'
import { showOne } from './show.ts'
import { showStatus } from './status.ts'

const byWhom = 'the id of the official in whose name it is done'
const ofFile = 'JSON: {title, text, topic, audience: {units, groups, chats, all}, at, urgent, attachments, …}'

const acts: readonly { act: ActCommand; said: string }[] = [
  { act: 'submit', said: 'hand a draft to those who may approve it' },
  { act: 'approve', said: 'let it go out, or wait for its time; never by who wrote it' },
  { act: 'return', said: 'give a draft back to its author' },
  { act: 'pause', said: 'nothing more of it goes out until it is resumed' },
  { act: 'resume', said: 'go on with whoever is left' },
  { act: 'stop', said: 'end it for good' },
  { act: 'recall', said: 'take it back from the chats it went to, where their channels can' },
]

/** Announcements, and those who follow them. */
export function addAnnouncementCommands(program: Command, context: () => Promise<CommandContext>): void {
  const announcements = program
    .command('announcements')
    .description('what the unit says to those who follow it')
  announcements
    .command('create')
    .description('write one, and hand it to those who may approve it')
    .requiredOption('--file <path>', ofFile)
    .requiredOption('--by <official>', byWhom)
    .action(async (given: { file: string; by: string }) => createOne(await context(), given))
  announcements
    .command('edit')
    .description('change one that has not begun to go out; what the file leaves out stays')
    .argument('<id>')
    .requiredOption('--file <path>', ofFile)
    .requiredOption('--by <official>', byWhom)
    .action(async (id: string, given: { file: string; by: string }) => editOne(await context(), id, given))
  for (const { act, said } of acts) {
    const command = announcements
      .command(act)
      .description(said)
      .argument('<id>')
      .requiredOption('--by <official>', byWhom)
      .action(async (id: string, given: { by: string; urgent?: true; version?: number; note?: string }) =>
        actOnOne(await context(), act, id, given),
      )
    if (act === 'approve')
      command
        .option('--urgent', 'confirm once more that it goes out at any hour')
        .option('--version <n>', 'only as it was then: the version that show told', Number)
    if (act === 'return') command.option('--note <text>', 'why')
  }
  announcements
    .command('correct')
    .description('stop a wrong one, and write what goes to exactly those who got it')
    .argument('<id>')
    .requiredOption('--file <path>', 'the same without an audience')
    .requiredOption('--by <official>', byWhom)
    .action(async (id: string, given: { file: string; by: string }) => correctOne(await context(), id, given))
  announcements
    .command('status')
    .description('how far it has come, in figures')
    .argument('<id>')
    .action(async (id: string) => showStatus(await context(), id))
  announcements
    .command('show')
    .description('what it says, to whom, and what was done with it')
    .argument('<id>')
    .action(async (id: string) => showOne(await context(), id))
  announcements
    .command('list')
    .description('the latest')
    .option('--unit <slug>', 'only those that this unit, or all, speaks')
    .option('--state <state>')
    .action(async (filter: { unit?: string; state?: string }) => listThem(await context(), filter))

  program
    .command('followers')
    .description('who follows announcements')
    .command('count')
    .description('how many, by channel and topic')
    .option('--unit <slug>')
    .action(async (filter: { unit?: string }) => countFollowers(await context(), filter))
}
