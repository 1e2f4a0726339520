import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Those of ours in the folder where people put files. */
export const ownFolders = ['working', 'done', 'failed'] as const

/** The folders a file goes through. */
export interface ImportFolders extends Record<(typeof ownFolders)[number], string> {
  /** Where people put files. */
  incoming: string
  /** What is being imported; after a crash, what was. */
  working: string
  done: string
  failed: string
}

/** Makes the folders in `DATA_DIR/import`, for us alone: what lies in them is personal. */
export async function makeImportFolders(dataDir: string): Promise<ImportFolders> {
  const incoming = join(dataDir, 'import')
  const inside = (name: (typeof ownFolders)[number]) => join(incoming, name)
  const folders = { incoming, working: inside('working'), done: inside('done'), failed: inside('failed') }
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true, mode: 0o700 })
  return folders
}
