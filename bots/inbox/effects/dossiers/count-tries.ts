import { Temporal } from 'temporal-polyfill'
import { hashCode } from '../../../../knowledge/dossiers/access/dossier-hashes.ts'
import type { DossierAnswer } from '../../../dialogue/event.ts'
import { lockPeople } from '../lock-people.ts'
import { whoOf } from '../who-of.ts'
import type { DossierScope } from './dossier-scope.ts'
import { judgeTries, type Tries, triesOverall } from './judge-tries.ts'

const inMs = 'extract(epoch from at)::float8 * 1000'

// By the injected clock; what another clock has put into the future is not counted, but for what another process wrote
// while this turn waited for its lock: that is counted, though it is a moment ahead. The limits themselves keep these
// lists short. All by everybody together are found by an index that only the same expression of the time can use. A
// code that is picked by the number of its button comes without a way in: then it is the one last come by.
const counted = `kind = 'dossier' and at < $4::timestamptz + interval '1 minute'
  and at > $4::timestamptz - interval '2 days'`

const read = `
  with own as materialized (
    select id, at, via, what, open from code_try
    where ${counted} and who = any($1::text[])
  ), way as materialized (
    select coalesce($3, (select via from own where via is not null order by at desc, id desc limit 1)) as via
  )
  select way.via,
    array(select ${inMs} from own order by at desc) as own,
    array(select ${inMs} from code_try where ${counted} and what = $2 order by at desc) as "ofCode",
    array(select ${inMs} from code_try where ${counted} and via = way.via order by at desc) as "byWay",
    (select count(*)::int from (
      select from code_try
      where kind = 'dossier' and at at time zone 'UTC' <= $4::timestamptz at time zone 'UTC'
        and at at time zone 'UTC' > ($4::timestamptz - interval '1 hour') at time zone 'UTC'
      limit ${triesOverall}) recent) as overall,
    (select id::text from own
      where what = $2 and open and at > $4::timestamptz - interval '1 day' order by at desc, own.id desc limit 1) as open
  from way`

const note = `
  insert into code_try (kind, who, via, what, open, at) values ('dossier', $1, $2, $3, $4, $5::timestamptz)`

const none = { via: null, own: [], ofCode: [], byWay: [], overall: 0, open: null }

/** How often this code was tried, and codes by this person; and what one more try comes to. */
export interface CountedTries {
  /** Set while no further try is taken. */
  wait: Extract<DossierAnswer, { kind: 'dossier_wait' }> | undefined
  /** A try of this code that no digits were given for yet: the first ones belong to it. */
  open: boolean
  /** The code was written. */
  noteCode(): Promise<void>
  /** Wrong digits were given for it. */
  noteDigits(): Promise<void>
  /** It was opened after all. */
  takeBack(): Promise<void>
}

/**
 * Counts the tries of a code, real or not alike. One transaction at a time does, until its end, so that no two slip
 * under a limit at once; and under the lock that people are joined by, since a person's tries are those of all who are
 * joined, and since one lock alone cannot be waited for in a circle.
 */
export async function countTries(scope: DossierScope, code: string): Promise<CountedTries> {
  const { sql, conversation, asker, limitKey, tryKey, now, dossiers } = scope
  await lockPeople(sql)
  const whos = asker.places.map((place) => whoOf(tryKey, place))
  const what = hashCode(dossiers.key, code)
  const { rows } = await sql.query<Tries & { via: string | null; open: string | null }>({
    name: 'read dossier tries',
    text: read,
    values: [whos, what, limitKey ?? null, now],
  })
  const tries = rows[0] ?? none
  const at = Temporal.Instant.from(now).epochMilliseconds
  const wait = judgeTries(tries, at)

  async function noteTry(open: boolean): Promise<void> {
    const values = [whoOf(tryKey, conversation), tries.via, what, open, now]
    await sql.query({ name: 'note dossier try', text: note, values })
    if (isGuessing(tries, at)) dossiers.guessed()
  }

  return {
    open: tries.open !== null,
    wait: wait && {
      kind: 'dossier_wait',
      until: Temporal.Instant.fromEpochMilliseconds(wait.until).toString(),
      for: wait.for,
    },
    noteCode: () => noteTry(true),
    async noteDigits() {
      if (tries.open === null) return noteTry(false)
      await sql.query({ text: 'update code_try set open = false where id = $1', values: [tries.open] })
    },
    async takeBack() {
      await sql.query({
        text: `delete from code_try where kind = 'dossier' and who = any($1::text[]) and what = $2`,
        values: [whos, what],
      })
    },
  }
}

/** Whether one more try brings about a day's wait, or fills what everybody together may try. */
function isGuessing({ own, ofCode, byWay, overall }: Tries, at: number): boolean {
  const after = { own: [at, ...own], ofCode: [at, ...ofCode], byWay: [at, ...byWay], overall: overall + 1 }
  const ofCodeAlone = { ...after, own: [], byWay: [] }
  const longest = [after, ofCodeAlone].map((tries) => judgeTries(tries, at)?.for)
  return longest.includes('day') || after.overall >= triesOverall
}
