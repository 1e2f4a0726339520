import { cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const checkout = resolve(import.meta.dirname, '../../..')
const parts = ['bots', 'knowledge', 'office', 'server', 'workers', 'web/dist', 'package.json']

/** What runs in a ward, copied; the packages are this checkout's. */
export async function copyCheckout(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'mot-cua-checkout-'))
  await Promise.all(parts.map((part) => cp(join(checkout, part), join(folder, part), { recursive: true })))
  await symlink(join(checkout, 'node_modules'), join(folder, 'node_modules'))
  return { folder, remove: () => rm(folder, { recursive: true }) }
}
