import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { writeOnce } from '../../write-once.ts'

/** Windows has no sockets that PostgreSQL and node share, so there it is TCP on loopback with a password. */
export const usesTcp = process.platform === 'win32'

/** Beside the data folder. */
export function passwordFile(cluster: string): string {
  return `${cluster}-password`
}

/** The embedded server's password, made once. */
export async function ensurePassword(cluster: string): Promise<string> {
  await writeOnce(passwordFile(cluster), randomBytes(24).toString('base64url'))
  return readFile(passwordFile(cluster), 'utf8')
}
