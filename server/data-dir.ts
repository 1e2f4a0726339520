import { access, constants, mkdir, realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AppError } from './errors.ts'

/**
 * Makes sure of `DATA_DIR`.
 * @returns its real path
 * @throws AppError when it cannot be made or written
 */
export async function prepareDataDir(dataDir: string): Promise<string> {
  try {
    // Root's folder must let PostgreSQL's account through; what lies in it is closed file by file.
    await mkdir(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
    return await realpath(dataDir)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    const reason =
      code === 'ENOSPC' ? 'the disk is full' : `${code}: set DATA_DIR to a folder this account may write`
    throw new AppError('bad_setting', `DATA_DIR ${resolve(dataDir)} cannot be used: ${reason}`, { cause })
  }
}
