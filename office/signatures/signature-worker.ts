import { X509Certificate } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import type { Signature } from '../../knowledge/announcements/announcement.ts'
import { findSignedParts, type SignedPart, type UnfitPart } from './find-signed-parts.ts'
import { verifySignature } from './verify-signature.ts'

/** A thread that reads the signatures of one PDF; see `readSignatures`, which starts it. */
const { bytes, roots } = workerData as { bytes: Uint8Array; roots: readonly Uint8Array[] }
const trusted = roots.map((raw) => new X509Certificate(raw))

const found: Signature[] = []
for (const part of findSignedParts(bytes)) found.push(...(await read(part)))
parentPort?.postMessage(found)

async function read(part: SignedPart | UnfitPart): Promise<Signature[]> {
  const unread: Signature = { signer: '', verdict: 'unchecked' }
  if (part === 'unfit') return [unread]
  try {
    const signature = await verifySignature(part, trusted)
    return signature ? [signature] : []
  } catch {
    return [part.partial ? { ...unread, partial: true } : unread]
  }
}
