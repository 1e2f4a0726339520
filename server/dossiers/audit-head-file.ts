import { join } from 'node:path'
import { createHeadFile, type HeadFile } from '../../office/audit/create-head-file.ts'
import { auditKey } from './audit-key.ts'

/** Where the end of the log of who looked is kept beside the database: `DATA_DIR/audit-head`. */
export function auditHeadFile(dataDir: string, secret: Buffer): HeadFile {
  return createHeadFile(join(dataDir, 'audit-head'), auditKey(secret))
}
