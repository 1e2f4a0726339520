import { Command, CommanderError } from 'commander'
import { AppError } from '../errors.ts'
import { addAnnouncementCommands } from './announcements/announcement-commands.ts'
import { backupTo, restoreFrom } from './back-up.ts'
import { addChannelCommands } from './channel-commands.ts'
import { chat } from './chat.ts'
import { createCommandContext } from './command-context.ts'
import { addDossierCommands } from './dossiers/dossier-commands.ts'
import { listEvents, retryEvent } from './events.ts'
import { reloadKnowledge } from './knowledge-reload.ts'
import { matchText, matchTextFile } from './match.ts'
import { addOfficeCommands } from './office-commands.ts'
import { erase, exportData } from './privacy.ts'
import { checkData } from './procedures-check.ts'
import { beginProcedure } from './procedures-new.ts'
import { previewProcedure } from './procedures-preview.ts'

/** Every command; a wrong use ends with exit code 2 and one line that says what would be right. */
export function createProgram(): Command {
  const program = new Command('cli')
    .description('Một Cửa: commands for operators')
    .option('--json', 'print exactly one JSON document on stdout')
    .exitOverride(rethrow)
    .configureOutput({ writeErr: () => {} })
    .showHelpAfterError(false)
  const context = () => createCommandContext({ json: Boolean(program.opts().json) })

  program
    .command('chat')
    .description('talk to the assistant here; piped input is answered line by line')
    .option('--as <name>', 'as whom; conversations are kept by name', 'local')
    .action(async ({ as }: { as: string }) => chat(await context(), as))

  const procedures = program.command('procedures').description('what the assistant knows of procedures')
  procedures
    .command('check')
    .description('validate every data file and list what is unverified or past its check date')
    .option(
      '--own',
      'only what the ward has to see to: its own files, what it has to confirm, past check dates',
    )
    .action(async ({ own }: { own?: true }) => checkData(await context(), { own: own ?? false }))
  procedures
    .command('preview')
    .description('a guide as a citizen sees it: all of it, or played with answers')
    .argument('<code>', 'a code, or the path of a file that is not in force yet')
    .option('--answers <pairs...>', 'such as ket_hon=roi,channel=online')
    .option('--lang <lang>', 'vi or en', 'vi')
    .action(async (code: string, { answers, lang }: { answers?: string[]; lang: string }) => {
      if (lang !== 'vi' && lang !== 'en') throw usage('--lang is vi or en')
      return previewProcedure(await context(), code, { ...(answers ? { answers } : {}), lang })
    })
  procedures
    .command('new')
    .description('begin a file from a template with comments, in KNOWLEDGE_DIR/drafts')
    .argument('<code>', 'such as 1.001193, or local.ten-viec for one without a national code')
    .action(async (code: string) => beginProcedure(await context(), code))

  program
    .command('knowledge')
    .description("the ward's own facts in KNOWLEDGE_DIR")
    .command('reload')
    .description('check them and have running servers read them at once')
    .action(async () => reloadKnowledge(await context()))

  program
    .command('match')
    .description('what the assistant would do with a text, or with each line of a JSONL file')
    .argument('[text]')
    .option('--file <path>', 'lines of {"id", "text"}')
    .action(async (text: string | undefined, { file }: { file?: string }) => {
      if ((text === undefined) === (file === undefined)) throw usage('give either a text or --file')
      return file === undefined
        ? matchText(await context(), text ?? '')
        : matchTextFile(await context(), file)
    })

  const events = program.command('events').description('events that failed three times and were set aside')
  events
    .command('list')
    .description('what is set aside, oldest first')
    .action(async () => listEvents(await context()))
  events
    .command('retry')
    .description('run the turn of one of them again')
    .argument('<id>')
    .action(async (id: string) => retryEvent(await context(), id))

  const privacy = program.command('privacy').description("a person's data")
  for (const [name, run, said] of [
    ['export', exportData, 'print everything that is stored about a person'],
    ['erase', erase, 'delete everything that is stored about a person'],
  ] as const) {
    privacy
      .command(name)
      .description(said)
      .requiredOption('--identity <channel:id>', 'such as telegram:12345 or terminal:local')
      .action(async ({ identity }: { identity: string }) => run(await context(), identity))
  }

  addChannelCommands(program, context)
  addOfficeCommands(program, context)
  addDossierCommands(program, context)
  addAnnouncementCommands(program, context)

  program
    .command('backup')
    .description('all data in one file; SECRET_KEY (by default DATA_DIR/secret) is needed to use it')
    .argument('<file>')
    .action(async (file: string) => backupTo(await context(), file))
  program
    .command('restore')
    .description('put the data of a backup into an empty database; what was erased since stays erased')
    .argument('<file>')
    .option('--force', 'replace what the database holds')
    .action(async (file: string, { force }: { force?: boolean }) => restoreFrom(await context(), file, force))

  for (const command of everyCommand(program)) {
    command.exitOverride(rethrow).configureOutput({ writeErr: () => {} })
    // `--json` may stand at the end, where people put it.
    if (command !== program && command.commands.length === 0) {
      command.option('--json', 'print exactly one JSON document on stdout')
      command.on('option:json', () => program.setOptionValue('json', true))
    }
  }
  return program
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)]
}

function rethrow(error: CommanderError): never {
  if (error.exitCode === 0) throw new CommanderError(0, error.code, '')
  if (error.code === 'commander.help') throw usage('a command is missing')
  throw usage(error.message.replace(/^error: /, ''))
}

function usage(why: string): AppError {
  return new AppError('bad_usage', `${why} (npm run -s cli -- help shows every command)`)
}
