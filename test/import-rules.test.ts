import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const config = createRequire(import.meta.url)('../.dependency-cruiser.cjs')
const root = dirname(import.meta.dirname)

/** A small copy of the folders. What each file imports, and the rules that have to object to it. */
const planted: Record<string, { imports: string; breaks: string[] }> = {
  'server/errors.ts': { imports: '', breaks: [] },
  'server/main.ts': { imports: "import '../bots/channels/telegram/telegram.ts'", breaks: [] },
  'server/http/server.ts': { imports: '', breaks: [] },
  'server/database/schema.ts': { imports: '', breaks: [] },
  'server/page.ts': { imports: "import '../web/page.tsx'", breaks: ['no-page-on-the-server'] },
  'server/restart.ts': { imports: "import './main.ts'", breaks: ['nobody-imports-main'] },
  'server/shaky.ts': { imports: "import '../test/emulator.ts'", breaks: ['no-test-code-in-the-product'] },
  'server/lost.ts': { imports: "import './not-there.ts'", breaks: ['resolves'] },
  'server/development.ts': { imports: "import 'fast-check'", breaks: ['declared-dependencies'] },
  'server/round.ts': { imports: "import './about.ts'", breaks: ['no-cycles'] },
  'server/about.ts': { imports: "import './round.ts'", breaks: ['no-cycles'] },
  'server/type-round.ts': { imports: "import type { A } from './type-about.ts'", breaks: ['no-cycles'] },
  'server/type-about.ts': { imports: "import { type A } from './type-round.ts'", breaks: ['no-cycles'] },
  'knowledge/match.ts': { imports: "import '../server/errors.ts'; import 'node:fs'", breaks: [] },
  'knowledge/chatty.ts': {
    imports: "import type { T } from '../bots/dialogue/turn.ts'",
    breaks: ['knowledge-stands-alone'],
  },
  'knowledge/stored.ts': {
    imports: "import type { D } from '../server/database/schema.ts'",
    breaks: ['knowledge-stands-alone'],
  },
  'knowledge/dossiers/kept.ts': {
    imports: "import type { D } from '../../server/database/schema.ts'",
    breaks: [],
  },
  'knowledge/dossiers/wired.ts': {
    imports: "import '../../server/http/server.ts'",
    breaks: ['dossiers-know-primitives-only', 'no-adapter-in-a-domain'],
  },
  'knowledge/match.test.ts': { imports: "import '../server/http/server.ts'", breaks: [] },
  'bots/dialogue/turn.ts': {
    imports: "import '../../knowledge/match.ts'; import 'temporal-polyfill'",
    breaks: [],
  },
  'bots/dialogue/reply.ts': { imports: '', breaks: [] },
  'bots/dialogue/reads-files.ts': { imports: "import 'node:fs'", breaks: ['dialogue-is-pure'] },
  'bots/dialogue/reads-later.ts': { imports: "await import('node:fs')", breaks: ['dialogue-is-pure'] },
  'bots/flows/queries.ts': { imports: "import 'kysely'", breaks: ['dialogue-is-pure'] },
  'bots/flows/types.ts': { imports: "import type { Pool } from 'pg'", breaks: ['dialogue-is-pure'] },
  'bots/flows/stores.ts': {
    imports: "import '../inbox/store.ts'",
    breaks: ['dialogue-knows-knowledge-only'],
  },
  'bots/flows/on-telegram.ts': {
    imports: "import '../channels/telegram/telegram.ts'",
    breaks: ['dialogue-knows-knowledge-only', 'no-channel-in-a-domain'],
  },
  'bots/inbox/store.ts': { imports: "import '../../server/database/schema.ts'; import 'kysely'", breaks: [] },
  'bots/inbox/serves.ts': {
    imports: "import '../../server/http/server.ts'",
    breaks: ['no-adapter-in-a-domain'],
  },
  'bots/inbox/starts.ts': {
    imports: "import type { M } from '../../server/main.ts'",
    breaks: ['no-adapter-in-a-domain', 'nobody-imports-main'],
  },
  'bots/outbox/sends.ts': {
    imports: "export * from '../channels/telegram/telegram.ts'",
    breaks: ['no-channel-in-a-domain'],
  },
  'bots/outbox/wakes.ts': {
    imports: "import '../../workers/queue/engine.ts'",
    breaks: ['bots-see-workers-by-their-entry'],
  },
  'bots/outbox/asks.ts': { imports: "import '../../workers/queue/create-queues.ts'", breaks: [] },
  'bots/channels/telegram/telegram.ts': { imports: "import '../../inbox/store.ts'", breaks: [] },
  'bots/channels/web/api.ts': { imports: '', breaks: [] },
  'bots/channels/web/copies.ts': { imports: "import '../telegram/telegram.ts'", breaks: ['channels-apart'] },
  'workers/queue/create-queues.ts': { imports: "import '../../bots/dialogue/reply.ts'", breaks: [] },
  'workers/queue/engine.ts': {
    imports: "import '../../server/http/server.ts'",
    breaks: ['no-adapter-in-a-domain'],
  },
  'workers/sends.ts': {
    imports: "import '../bots/channels/telegram/telegram.ts'",
    breaks: ['no-channel-in-a-domain'],
  },
  'meetings/plan.ts': {
    imports: "import '../bots/inbox/store.ts'",
    breaks: ['meetings-know-calendar-and-units'],
  },
  'web/page.tsx': {
    imports:
      "import type { A } from '../bots/channels/web/api.ts'\nimport type { R } from '../bots/dialogue/reply.ts'",
    breaks: [],
  },
  'web/heavy.tsx': {
    imports: "import { A } from '../bots/channels/web/api.ts'",
    breaks: ['web-takes-types-only'],
  },
  'web/curious.tsx': {
    imports: "import type { D } from '../server/database/schema.ts'",
    breaks: ['web-knows-the-api-only'],
  },
  'test/emulator.ts': { imports: "import '../server/main.ts'", breaks: [] },
}

let folder: string
let found: Map<string, string[]>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mc-rules-'))
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  await symlink(join(root, 'package.json'), join(folder, 'package.json'))
  for (const [path, { imports }] of Object.entries(planted)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), `${imports}\nexport const here = 1\n`)
  }
  const folders = [...new Set(Object.keys(planted).map((path) => path.split('/', 1).join()))]
  const { output } = await cruise(folders, {
    ...config.options,
    ruleSet: { forbidden: config.forbidden },
    validate: true,
    baseDir: folder,
  })
  if (typeof output === 'string') throw new Error('expected a result, not a text')
  found = new Map()
  for (const { from, rule, cycle } of output.summary.violations) {
    // A circle is told once, from wherever it was entered.
    for (const file of cycle?.map(({ name }) => name) ?? [from]) {
      found.set(file, [...new Set([...(found.get(file) ?? []), rule.name])].sort())
    }
  }
})

afterAll(() => rm(folder, { recursive: true }))

describe('the import rules', () => {
  it.each(Object.entries(planted))('judge %s', (path, { breaks }) => {
    expect(found.get(path) ?? []).toEqual(breaks)
  })

  it('have each a case that breaks them', () => {
    const proved = new Set(Object.values(planted).flatMap(({ breaks }) => breaks))
    expect([...proved].sort()).toEqual(config.forbidden.map((rule: { name: string }) => rule.name).sort())
  })
})
