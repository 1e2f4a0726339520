import type { BigIntStats } from 'node:fs'

/** How a file looks from outside; another one of its name, or one that was written to, looks otherwise. */
export function lookOf({ ino, size, mtimeNs }: BigIntStats): string {
  return `${ino} ${size} ${mtimeNs}`
}
