import { randomInt } from 'node:crypto'
import type { Pool } from 'pg'
import { Temporal } from 'temporal-polyfill'
import { compareSamples } from './compare-samples.ts'
import { codeOf, fillRegister } from './fill-register.ts'
import type { Measurement } from './measurement.ts'
import { startRegister } from './start-register.ts'

const kinds = ['existing', 'foreign', 'invented'] as const
type Kind = (typeof kinds)[number]
const pairs: readonly (readonly [Kind, Kind])[] = [
  ['existing', 'invented'],
  ['foreign', 'invented'],
  ['existing', 'foreign'],
]

const tries = 2000
const dossiers = 100_000
/** Each is used every ten hours of the register's clock, so that none has to wait. */
const chats = 600
const stepSeconds = 60

/**
 * How long a stranger waits for the answer to a code that is in the register, to one that somebody else follows, and to
 * an invented one; and then to wrong digits for it. In random order, by the whole way from the event to the send.
 */
export async function benchDossierTiming(): Promise<Measurement> {
  const clock = { at: Temporal.Instant.from('2026-11-20T02:00:00Z') }
  const register = await startRegister({ now: () => clock.at })
  try {
    await fillRegister(register.pool, dossiers)
    await register.pool.query('delete from dossier where id % 3 = 0')
    await register.pool.query(
      `with owner as (
         insert into conversation (channel, account, chat) values ('telegram', 'other', 'owner') returning id
       )
       insert into dossier_follow (conversation_id, dossier_id, proved_by, tells, followed_at)
       select owner.id, d.id, 'slip', 'no', now() from owner, dossier d where d.id % 3 = 2`,
    )
    await register.pool.query('vacuum analyze')
    for (let n = 0; n < chats; n++) await register.say(`stranger ${n}`, 'xin chào')
    const took = { code: emptySamples(), digits: emptySamples() }
    for (const [n, { kind, code }] of plan().entries()) {
      clock.at = clock.at.add({ seconds: stepSeconds })
      const chat = `stranger ${n % chats}`
      took.code[kind].push(await register.say(chat, code))
      took.digits[kind].push(await register.say(chat, '0000 0000'))
    }
    await checkAnswers(register.pool)
    const compared = Object.entries(took).flatMap(([what, samples]) =>
      pairs.map(([one, other]) => ({ what, one, other, p: compareSamples(samples[one], samples[other]) })),
    )
    return {
      name: `a stranger told codes apart by time, ${tries} tries each`,
      unit: 'p (Mann–Whitney)',
      bar: '> 0.01 of each pair',
      peerName: 'none',
      pairs: compared.map(({ p }) => ({ ours: p })),
      notes: [
        ...compared.map(({ what, one, other, p }) => `${what}: ${one} and ${other}, p = ${p.toFixed(3)}`),
        ...Object.entries(took).map(
          ([what, samples]) =>
            `${what}, median: ${kinds.map((kind) => `${kind} ${median(samples[kind]).toFixed(2)} ms`).join(', ')}`,
        ),
      ],
    }
  } finally {
    await register.close()
  }
}

/** Throws unless each code was answered as one that has to be proved, and all digits as wrong: nothing else was timed. */
async function checkAnswers(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ said: string; count: string }>(
    `select action || coalesce(' ' || (detail->>'by'), '') as said, count(*) from audit_entry group by 1`,
  )
  const counts = Object.fromEntries(rows.map(({ said, count }) => [said, Number(count)]))
  const each = tries * kinds.length
  if (counts['dossier.asked'] !== each || counts['dossier.refused digits'] !== each)
    throw new Error(`Not every code was answered as to be proved: ${JSON.stringify(counts)}`)
}

/** Every try with a code of its own, shuffled: nobody's waiting, and no cache, can favour a kind. */
function plan(): { kind: Kind; code: string }[] {
  const planned = Array.from({ length: tries }, (_, n) =>
    // The codes are alike but for whether there is a dossier: of every three, one has been taken out.
    kinds.map((kind, at) => ({ kind, code: codeOf(3 * n + at + 1) })),
  ).flat()
  for (let last = planned.length - 1; last > 0; last--) {
    const other = randomInt(last + 1)
    const [a, b] = [planned[last], planned[other]]
    if (a && b) [planned[last], planned[other]] = [b, a]
  }
  return planned
}

function emptySamples(): Record<Kind, number[]> {
  return { existing: [], foreign: [], invented: [] }
}

function median(sample: readonly number[]): number {
  return sample.toSorted((a, b) => a - b)[Math.floor(sample.length / 2)] ?? Number.NaN
}
