import { accessSync, constants, type Stats, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** Whom PostgreSQL runs as. It refuses to run as root. */
export interface Account {
  uid: number
  gid: number
}

/** "nobody" of every Linux and most others; it needs no account made on the machine. */
const nobody: Account = { uid: 65534, gid: 65534 }

/**
 * Whom to run PostgreSQL as: null is whoever we are. For root it is the owner of the data, so that a folder
 * once started by a plain user stays theirs, else nobody.
 */
export function chooseAccount(cluster: string): Account | null {
  if (process.getuid?.() !== 0) return null
  const stats = statSync(cluster, { throwIfNoEntry: false })
  return stats && stats.uid !== 0 ? { uid: stats.uid, gid: stats.gid } : nobody
}

/** Whether the account may enter the folder and every one above it. Access lists are not looked at. */
export function canEnter(folder: string, account: Account | null): boolean {
  if (account === null) return canAccess(folder)
  for (let path = folder; ; path = dirname(path)) {
    if (!may(statSync(path), account, 'x')) return false
    if (path === dirname(path)) return true
  }
}

export function canRead(file: string, account: Account | null): boolean {
  if (account === null) return canAccess(file)
  return may(statSync(file), account, 'r')
}

function canAccess(path: string): boolean {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}

function may(stats: Stats, account: Account, what: 'r' | 'x'): boolean {
  const bit = what === 'r' ? 4 : 1
  const shift = stats.uid === account.uid ? 6 : stats.gid === account.gid ? 3 : 0
  return (stats.mode & (bit << shift)) !== 0
}
