import { X509Certificate } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** All authorities of a country are a few dozen. */
const most = 200
const certificate = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g

/**
 * Whom this installation trusts to issue certificates for signatures: every certificate in `ca/*.pem` of the operator's
 * folder.
 * @param ownFolder the operator's folder of facts (`KNOWLEDGE_DIR`)
 * @returns none without such files; one line for each file that cannot be read
 */
export async function loadRoots(
  ownFolder: string | undefined,
): Promise<{ roots: X509Certificate[]; problems: string[] }> {
  const folder = ownFolder === undefined ? undefined : join(ownFolder, 'ca')
  const names = folder === undefined ? [] : await readdir(folder).catch(() => [])
  const roots: X509Certificate[] = []
  const problems: string[] = []
  for (const name of names.filter((one) => one.endsWith('.pem')).sort()) {
    try {
      const text = await readFile(join(folder ?? '', name), 'utf8')
      const found = (text.match(certificate) ?? []).map((pem) => new X509Certificate(pem))
      if (found.length === 0) problems.push(`${name} holds no certificate`)
      roots.push(...found)
    } catch {
      problems.push(`${name} cannot be read as certificates`)
    }
  }
  return { roots: roots.slice(0, most), problems }
}
