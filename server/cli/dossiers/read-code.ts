import { readDossierCode } from '../../../knowledge/dossiers/codes/read-dossier-code.ts'
import { AppError } from '../../errors.ts'

/** The code of a dossier, as somebody typed it behind a command. @throws AppError for what is none */
export function readCode(typed: string): string {
  const code = readDossierCode(typed)
  if (code === undefined) throw new AppError('bad_usage', 'this is no dossier code: copy it from the receipt')
  return code
}
