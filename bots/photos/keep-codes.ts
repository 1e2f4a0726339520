import { findDossierCodes } from '../../knowledge/dossiers/codes/find-dossier-codes.ts'
import { readSlipCode } from '../flows/dossier/read-slip-code.ts'

const most = 5

/**
 * What of a photo's codes is handled like something typed: dossier codes and those of slips, and nothing else of what
 * a code says. That of an identity card holds a whole person, and it is not to be stored because somebody sent it.
 */
export function keepCodes(texts: readonly string[]): string[] {
  const codes = texts.flatMap((text) => {
    const slip = readSlipCode(text)
    return [...(slip && slip !== 'broken' ? [slip.code] : []), ...findDossierCodes(text)]
  })
  return [...new Set(codes)].slice(0, most)
}
