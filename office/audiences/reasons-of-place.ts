import type { Audience } from '../../knowledge/announcements/announcement.ts'
import type { AddValue, Reason } from './which.ts'

/** Why a conversation `c` is left out, whoever it is: the first reason is that the assistant was blocked there. */
export function reasonsOfPlace(
  { langs = [], channels = [] }: Audience,
  add: AddValue,
): readonly [Reason, ...Reason[]] {
  const spoken = `coalesce(c.state->>'lang', 'vi')`
  return [
    { why: 'blocked', when: 'c.blocked_at is not null' },
    ...(langs.length
      ? [{ why: 'language', when: `${spoken} <> all(${add(langs, 'text[]')})` } as const]
      : []),
    ...(channels.length
      ? [{ why: 'channel', when: `c.channel <> all(${add(channels, 'text[]')})` } as const]
      : []),
  ]
}
