import type { FastifyPluginAsync } from 'fastify'
import type { DossierUpdate } from '../../knowledge/dossiers/dossier.ts'
import { applyUpdates } from '../../knowledge/dossiers/register/apply-updates.ts'
import { sealAudit } from '../../office/audit/seal-audit.ts'
import { interval } from '../../workers/interval.ts'
import { repeat } from '../../workers/repeat.ts'
import { dossierPush } from '../http/dossier-push/dossier-push.ts'
import type { Site } from '../site.ts'
import { auditHeadFile } from './audit-head-file.ts'
import { auditKey } from './audit-key.ts'
import { dossierKey } from './dossier-key.ts'
import { openOneStop } from './open-one-stop.ts'
import { tellDisagreements } from './tell-disagreements.ts'
import { updateReading } from './update-reading.ts'
import { watchImports } from './watch-imports.ts'

/** What is done about dossiers beside conversations and pushes. */
export interface DossierWork {
  /** Where systems that send post to. */
  routes: readonly FastifyPluginAsync[]
  start(): void
  /** Waits for what is being committed. */
  stop(): Promise<void>
}

/** So long an entry of the audit log waits at most to be put into the chain. */
const sealMs = 10_000
const tellMs = 60_000

/** The sources that come by themselves, and the log of who looked: by the process with the role for it. */
export async function openDossierWork(site: Site): Promise<DossierWork> {
  const { config, open, clock, log, knowledge, alerts, health } = site
  const facts = () => knowledge.current().parts.dossiers
  const reading = await updateReading(facts, config.units)
  const apply = (updates: readonly DossierUpdate[], asOf: string) =>
    applyUpdates(open.pool, updates, {
      source: 'push',
      key: dossierKey(open.secret),
      facts: facts(),
      now: clock.now().toString(),
      asOf,
    })
  const works = config.roles.has('workers')
  const { oneStop, dossiersPushSecret: secret } = config
  const asked =
    works && oneStop
      ? await openOneStop({
          ...{ oneStop, knowledgeDir: config.knowledgeDir, open, facts, reading, clock, log, alerts },
          health: (state) => health.set('one_stop', state),
        })
      : undefined
  const running: { stop(): Promise<void> }[] = []
  return {
    routes: secret ? [dossierPush({ secret, reading, apply, clock }) as FastifyPluginAsync] : [],
    start() {
      asked?.start()
      if (!works) return
      const head = auditHeadFile(config.dataDir, open.secret)
      const seal = () => sealAudit(open.pool, auditKey(open.secret), head)
      const tell = () => tellDisagreements(open.pool, alerts)
      running.push(
        watchImports(site),
        repeat({ what: 'sealing the audit log', ms: sealMs, run: seal, every: interval, log }),
        repeat({ what: 'looking for disagreements', ms: tellMs, run: tell, every: interval, log }),
      )
    },
    async stop() {
      await Promise.all([asked?.stop(), ...running.map(({ stop }) => stop())])
    },
  }
}
