import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '../../server/database/connect.ts'
import { startEmbedded } from '../../server/database/embedded/start-embedded.ts'
import { migrate } from '../../server/database/migrate.ts'
import { createLog } from '../../server/log.ts'
import { pushUnderKills } from '../faults/support/push-under-kills.ts'
import type { Measurement } from './measurement.ts'

const changes = 10_000
const kills = 10
/** Many times what a channel is given in a second otherwise, so that much is under way at each kill. */
const most = 200

/** Changes of dossiers, told to as many people while the process that tells them is killed, again and again. */
export async function benchDossierPushes(): Promise<Measurement> {
  const log = createLog('error', 'stderr')
  const dataDir = await mkdtemp(join(tmpdir(), 'mot-cua-pushes-'))
  await chmod(dataDir, 0o711)
  const embedded = await startEmbedded({ dataDir, log })
  const { connection } = embedded
  const { db, pool, close } = connect(connection, log, { max: 2 })
  try {
    await migrate(connection, db, log)
    const began = performance.now()
    const { lost, twice, unknown, givenUp, inFlight } = await pushUnderKills({
      connection,
      pool,
      changes,
      kills,
      most,
    })
    const seconds = Math.round((performance.now() - began) / 1000)
    return {
      name: `${changes} changes of dossiers pushed, kill −9 ${kills} times`,
      unit: 'lost, told twice',
      bar: '0 lost, 0 twice; unknown outcomes ≤ in flight',
      peerName: 'none',
      pairs: [{ ours: lost }, { ours: twice }],
      notes: [
        `${unknown} sends of unknown outcome, ${inFlight} were in flight; ${givenUp} unknown twice and not tried again`,
        `${seconds} s at ${most} a second, starts included`,
      ],
    }
  } finally {
    await close()
    await embedded.release()
    await rm(dataDir, { recursive: true })
  }
}
