import type { X509Certificate } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { Signature } from '../../knowledge/announcements/announcement.ts'

/** Larger ones are attached to no announcement. */
const mostBytes = 32 * 1024 * 1024
const limitMs = 15_000
const script = new URL('./signature-worker.ts', import.meta.url)

/**
 * The signatures in a PDF, in the order in which they lie in it, each with what could be checked: that what it signs is
 * unchanged, and that its certificate leads to one of the roots. That nobody has revoked a certificate is not checked:
 * no other host is asked. It never throws: what cannot be read is `unchecked`; a file without signatures has none.
 *
 * A PDF comes from anybody, so it is read in a thread of its own, with bounds of time and memory.
 * @param roots whom this installation trusts (`load-roots.ts`); without any, nothing is `valid`
 */
export async function readSignatures(
  bytes: Uint8Array,
  roots: readonly X509Certificate[],
): Promise<Signature[]> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (!file.includes('/ByteRange')) return []
  const unread: Signature[] = [{ signer: '', verdict: 'unchecked' }]
  if (file.length > mostBytes) return unread
  return new Promise((resolve) => {
    const thread = new Worker(script, {
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: 128 },
      workerData: { bytes, roots: roots.map(({ raw }) => raw) },
    })
    const finish = (signatures: Signature[]) => {
      clearTimeout(timer)
      resolve(signatures)
      void thread.terminate()
    }
    const timer = setTimeout(() => finish(unread), limitMs)
    thread.on('message', finish)
    thread.on('error', () => finish(unread))
    thread.on('exit', () => finish(unread))
  })
}
