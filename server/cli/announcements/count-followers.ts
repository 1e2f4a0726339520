import { checkUnit } from '../check-unit.ts'
import type { CommandContext } from '../command-context.ts'

interface Counted {
  channel: string
  following: number
  stopped: number
}

const count = `
  select c.channel, count(*) filter (where f.stopped_at is null)::int as following,
    count(f.stopped_at)::int as stopped
  from follower f join conversation c on c.id = f.conversation_id
  where $1::text is null or $1 = any(f.units)
  group by c.channel order by c.channel`

const countTopics = `
  select topic, count(*)::int as following from follower f, unnest(f.topics) topic
  where f.stopped_at is null and ($1::text is null or $1 = any(f.units))
  group by topic order by topic`

/** `followers count`: how many conversations follow announcements, by channel and topic. */
export async function countFollowers(context: CommandContext, { unit }: { unit?: string }): Promise<void> {
  const of = unit === undefined ? null : await checkUnit(context, unit)
  const [channels, topics] = await context.withDatabase(({ pool }) =>
    Promise.all([
      pool.query<Counted>(count, [of]),
      pool.query<{ topic: string; following: number }>(countTopics, [of]),
    ]),
  )
  const sum = (what: 'following' | 'stopped') => channels.rows.reduce((total, row) => total + row[what], 0)
  const byChannel = Object.fromEntries(channels.rows.map((row) => [row.channel, row.following]))
  const byTopic = Object.fromEntries(topics.rows.map((row) => [row.topic, row.following]))
  const list = (counts: Record<string, number>) =>
    Object.entries(counts).map(([name, number]) => `  ${name}: ${number}`)
  context.print(
    {
      ...(of === null ? {} : { unit: of }),
      followers: sum('following'),
      stopped: sum('stopped'),
      byChannel,
      byTopic,
    },
    [
      `${sum('following')} conversations follow${of === null ? '' : ` ${of}`}, ${sum('stopped')} have stopped`,
      ...list(byChannel),
      ...list(byTopic),
    ].join('\n'),
  )
}
