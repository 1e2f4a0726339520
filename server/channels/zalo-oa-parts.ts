import { join } from 'node:path'
import type { ZaloOaOptions } from '../../bots/channels/zalo-oa/create-zalo-oa.ts'
import type { Clock } from '../clock.ts'
import type { Config, ZaloOaConfig } from '../config.ts'
import type { Log } from '../log.ts'
import type { OpenDatabase } from '../open-database.ts'
import { deriveKey } from '../secret.ts'

interface Given {
  config: Config
  account: ZaloOaConfig
  open: Pick<OpenDatabase, 'pool' | 'secret'>
  clock: Clock
  log: Log
}

/** What the Official Account needs of this installation, the same for the server and for a command that sends. */
export function zaloOaParts({ config, account, open, clock, log }: Given) {
  return {
    ...account,
    templatesFile: join(config.knowledgeDir, 'zalo-templates.yaml'),
    unsavedFile: join(config.dataDir, 'zalo-oa', 'unsaved'),
    pool: open.pool,
    key: deriveKey(open.secret, 'zalo oa tokens'),
    clock,
    log,
  } satisfies Partial<ZaloOaOptions>
}
