import { inTime } from './in-time.ts'

/** The parts that `GET /healthz` always names. */
const partNames = [
  'database',
  'queue',
  'knowledge',
  'telegram',
  'zalo_oa',
  'zalo_personal',
  'livekit',
  'model',
  'email',
  'one_stop',
] as const

export type PartName = (typeof partNames)[number]
export type PartStatus = 'ok' | 'degraded' | 'down' | 'off'

export interface PartState {
  status: PartStatus
  /** For an operator: what is wrong and what to do; holds nothing personal and no secret. */
  detail?: string
}

export interface HealthReport {
  status: 'ok' | 'degraded' | 'down'
  parts: Record<PartName, PartState>
}

export type Health = ReturnType<typeof createHealth>

/**
 * Where the parts say how they are. A part that never spoke is `off`. Only the database makes the whole
 * `down`; anything else that is not well makes it `degraded`.
 */
export function createHealth(options: { timeoutMs?: number } = {}) {
  const timeoutMs = options.timeoutMs ?? 2000
  const said = new Map<PartName, PartState>()
  const checks = new Map<PartName, () => Promise<PartState>>()
  let underWay: Promise<HealthReport> | null = null

  async function look(): Promise<HealthReport> {
    const entries = await Promise.all(
      partNames.map(async (name): Promise<[PartName, PartState]> => {
        const check = checks.get(name)
        return [name, check ? await ask(check, timeoutMs) : (said.get(name) ?? { status: 'off' })]
      }),
    )
    const parts = Object.fromEntries(entries) as Record<PartName, PartState>
    const well = entries.every(([, { status }]) => status === 'ok' || status === 'off')
    return { status: parts.database.status === 'down' ? 'down' : well ? 'ok' : 'degraded', parts }
  }

  return {
    /** The part says how it is, until it says otherwise. */
    set(part: PartName, state: PartState): void {
      said.set(part, state)
    },
    /** The part is asked at each report; an answer that fails or takes too long counts as `down`. */
    check(part: PartName, check: () => Promise<PartState>): void {
      checks.set(part, check)
    },
    /** Reports asked for at the same time share one look, so that probes cannot pile up on a slow database. */
    report(): Promise<HealthReport> {
      underWay ??= look().finally(() => {
        underWay = null
      })
      return underWay
    },
  }
}

async function ask(check: () => Promise<PartState>, timeoutMs: number): Promise<PartState> {
  const down = (detail: string): PartState => ({ status: 'down', detail })
  const asked = Promise.resolve()
    .then(check)
    .catch(() => down('the check failed'))
  return inTime(asked, timeoutMs).catch((late: Error) => down(late.message))
}
