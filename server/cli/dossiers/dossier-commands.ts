import type { Command } from 'commander'
import { AppError } from '../../errors.ts'
import type { CommandContext } from '../command-context.ts'
import { exportAudit, verifyAudit } from './audit.ts'
import { settle, showDisagreements } from './disagreements.ts'
import { importDossiers } from './import-dossiers.ts'
import { reportDossiers } from './report-dossiers.ts'
import { type DossierFields, setDossier } from './set-dossier.ts'
import { showDossier } from './show-dossier.ts'
import { giveSlip, revokeSlip } from './slip.ts'

/** The register of dossiers, and the log of who looked into it. */
export function addDossierCommands(program: Command, context: () => Promise<CommandContext>): void {
  const dossiers = program.command('dossiers').description('the register of dossiers')
  dossiers
    .command('import')
    .description('take in a CSV or XLSX file; each row that cannot be taken is listed, the others are')
    .argument('<file>')
    .option('--dry-run', 'judge every row and write nothing')
    .action(async (file: string, { dryRun }: { dryRun?: true }) =>
      importDossiers(await context(), file, { dryRun: dryRun ?? false }),
    )
  dossiers
    .command('slip')
    .description('the access slip for the applicant: a QR and a code, good once, for 30 days')
    .argument('<code>', 'of the dossier')
    .option('--revoke', 'slips given out for it, and what was opened by one, are good no more')
    .option('--all', 'with --revoke: nobody follows it any more, however it was opened')
    .action(async (code: string, { revoke, all }: { revoke?: true; all?: true }) => {
      if (all && !revoke) throw new AppError('bad_usage', '--all goes with --revoke')
      return revoke
        ? revokeSlip(await context(), code, { all: all ?? false })
        : giveSlip(await context(), code)
    })
  dossiers
    .command('set')
    .description("an official's own entry; what is left out stays as it is")
    .argument('<code>')
    .requiredOption('--status <status>', '1 to 10, or its name')
    .option('--note <text>')
    .option('--due <day>', 'the day the result is due, ISO 8601 or dd/MM/yyyy')
    .option('--papers <list>', 'papers to supply, with ; between them')
    .option('--supply-by <day>', 'until when')
    .option('--fee <dong>', 'to be paid')
    .option('--result <text>', 'what and where the result is')
    .option('--apology <day>', 'when the letter of apology was written')
    .option('--procedure <code>')
    .option('--unit <slug>')
    .option('--applicant <name>')
    .option('--phone <number>')
    .option('--id-last4 <digits>', 'the last four of the identity number')
    .option('--by <official>', 'the id of the official who enters it')
    .option('--correct', 'what was entered before is wrong: this holds, backwards too')
    .action(async (code: string, fields: DossierFields) => setDossier(await context(), code, fields))
  dossiers
    .command('show')
    .description('what the register has of a dossier, with its history; goes on record')
    .argument('<code>')
    .option('--by <official>', 'the id of the official who looks; only dossiers of their unit')
    .action(async (code: string, fields: { by?: string }) => showDossier(await context(), code, fields))
  dossiers
    .command('disagreements')
    .description('what one source says and another denies, oldest first')
    .action(async () => showDisagreements(await context()))
  dossiers
    .command('settle')
    .description('a disagreement has been seen to')
    .argument('<id>', 'as "dossiers disagreements" shows it')
    .action(async (id: string) => settle(await context(), id))
  dossiers
    .command('report')
    .description('how many were handled in time, by unit, field and month of receipt')
    .requiredOption('--from <day>', 'ISO 8601 day or instant, or dd/MM/yyyy')
    .requiredOption('--to <day>', 'the same; a day counts whole')
    .option('--csv')
    .action(async (fields: { from: string; to: string; csv?: boolean }) =>
      reportDossiers(await context(), fields),
    )

  const audit = program.command('audit').description('the log of who looked at which dossier')
  audit
    .command('verify')
    .description('whether the log is whole: nothing changed, taken out or cut off')
    .option('--head <seq:hash>', 'an end of it that was noted before, as this command prints it')
    .action(async (fields: { head?: string }) => verifyAudit(await context(), fields))
  audit
    .command('export')
    .description('the log as JSON lines, or CSV, masked')
    .option('--from <time>', 'ISO 8601 day or instant')
    .option('--to <time>', 'ISO 8601 day or instant')
    .option('--dossier <code>', 'only of this dossier')
    .option('--csv')
    .action(async (fields: { from?: string; to?: string; dossier?: string; csv?: boolean }) =>
      exportAudit(await context(), fields),
    )
}
