import { setFlagsFromString } from 'node:v8'
import { loadDossierFacts } from '../../../knowledge/dossiers/facts/load-dossier-facts.ts'
import { importFile } from '../../../knowledge/dossiers/files/import-file.ts'
import type { ImportReport } from '../../../knowledge/dossiers/files/import-report.ts'
import { loadProcedures } from '../../../knowledge/procedures/load-procedures.ts'
import { builtInProcedures } from '../../../knowledge/procedures/read-sources.ts'
import { loadUnits } from '../../../knowledge/units/load-units.ts'
import { importOptions } from '../../dossiers/import-options.ts'
import { pathOf } from '../back-up.ts'
import type { CommandContext } from '../command-context.ts'
import { sayRemarks } from '../say-remarks.ts'

/** Takes the dossiers of a CSV or XLSX file into the register. @throws AppError when it cannot be read at all */
export async function importDossiers(
  { clock, config, print, withDatabase }: CommandContext,
  file: string,
  { dryRun }: { dryRun: boolean },
): Promise<void> {
  // Objects of an import live for a batch. V8 would take some hundred megabytes to collect them in fewer goes.
  setFlagsFromString('--semi-space-growth-factor=1')
  const [{ facts }, units, { catalogue }] = await Promise.all([
    loadDossierFacts(config.knowledgeDir),
    loadUnits(new Set(config.units)),
    loadProcedures(builtInProcedures, config.knowledgeDir),
  ])
  const report = await withDatabase((open) => {
    const known = { facts, units, catalogue }
    const options = importOptions(open, known, { now: clock.now(), served: config.units })
    return importFile(pathOf(file), { ...options, dryRun })
  })
  print(report, sayReport(report, dryRun))
}

function sayReport(report: ImportReport, dryRun: boolean): string {
  const { read, inserted, updated, unchanged, rejected, warnings, notListed } = report
  const counted = `${inserted} inserted, ${updated} updated, ${unchanged} unchanged`
  return [
    `${dryRun ? 'nothing was written: of ' : ''}${read} rows read, ${counted}, ${rejected.length + (notListed?.rejected ?? 0)} rejected`,
    ...sayRemarks('rejected', rejected, notListed?.rejected),
    ...sayRemarks('warning', warnings, notListed?.warnings),
  ].join('\n')
}
