import type { Command } from 'commander'
import { exportAudit, verifyAudit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { importDossiers } from './dossiers-import.ts'
import { reportDossiers } from './dossiers-report.ts'
import { giveSlip, revokeSlip } from './dossiers-slip.ts'

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
    .action(async (code: string, { revoke }: { revoke?: true }) =>
      revoke ? revokeSlip(await context(), code) : giveSlip(await context(), code),
    )
  dossiers
    .command('report')
    .description('how many were handled in time, by unit, field and month of receipt')
    .requiredOption('--from <day>', 'ISO 8601 day or instant')
    .requiredOption('--to <day>', 'ISO 8601; a day counts whole')
    .option('--csv')
    .action(async (fields: { from: string; to: string; csv?: boolean }) =>
      reportDossiers(await context(), fields),
    )

  const audit = program.command('audit').description('the log of who looked at which dossier')
  audit
    .command('verify')
    .description('whether the log is whole: nothing changed, taken out or cut off')
    .action(async () => verifyAudit(await context()))
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
