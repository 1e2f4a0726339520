import type { Signature } from '../../knowledge/announcements/announcement.ts'
import { loadRoots } from '../../office/signatures/load-roots.ts'
import { readSignatures } from '../../office/signatures/read-signatures.ts'
import type { Log } from '../log.ts'

/**
 * Reads the signatures of PDFs, trusting whom the operator trusts at that moment.
 * @param ownFolder `KNOWLEDGE_DIR`, with `ca/*.pem`
 */
export function signatureReader(
  ownFolder: string,
  log: Pick<Log, 'warn'>,
): (bytes: Uint8Array) => Promise<Signature[]> {
  return async (bytes) => {
    const { roots, problems } = await loadRoots(ownFolder)
    for (const problem of problems) log.warn({ problem }, 'a certificate of those trusted was set aside')
    return readSignatures(bytes, roots)
  }
}
