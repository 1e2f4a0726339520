import { pushUnderKills } from '../faults/support/push-under-kills.ts'
import type { Measurement } from './measurement.ts'
import { onOwnDatabase } from './own-database.ts'

const changes = 10_000
const kills = 10
/** Many times what a channel is given in a second otherwise, so that much is under way at each kill. */
const most = 200

/** Changes of dossiers, told to as many people while the process that tells them is killed, again and again. */
export async function benchDossierPushes(): Promise<Measurement> {
  return onOwnDatabase(async ({ connection, pool }) => {
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
  })
}
