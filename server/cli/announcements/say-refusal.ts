import type { Refusal } from '../../../knowledge/announcements/announcement.ts'

type Values = Readonly<Record<string, string | number>>

const state: Record<string, string> = {
  draft: 'it is a draft that was changed since it was submitted, or not submitted: announcements submit',
  stopped: 'it is stopped, which is final',
}

const sentences: Record<Refusal['why'], (values: Values) => string> = {
  not_found: () => 'no announcement has this id: announcements list shows them',
  no_role: ({ role }) =>
    role === undefined
      ? '--by names no official in office: officials list shows them'
      : `--by is ${role}: communicators and approvers write, heads for their own groups, only approvers approve`,
  other_unit: ({ unit }) =>
    `--by is of ${unit ?? 'another unit'}, which does not cover the audience: an official of that unit, or of all, can`,
  own: () => '--by wrote or changed it: another approver has to approve it',
  state: ({ state: now, submitted }) =>
    now === 'draft' && submitted === 'yes'
      ? 'it waits for an approver: announcements approve'
      : (state[now ?? ''] ?? `it is ${now}, so this cannot be done with it`),
  changed: ({ version }) =>
    `it was changed since: it is at version ${version} now, look at it again (announcements show)`,
  urgent_unconfirmed: ({ category }) =>
    `it is urgent (${category}) and would go out at any hour: confirm that with approve --urgent`,
  urgent_category: ({ categories }) => `urgent must be one of ${categories}`,
  past: ({ no }) =>
    no
      ? 'at must be ISO 8601 with an offset, such as 2026-11-22T08:00:00+07:00'
      : 'at is in the past: give a time that is still to come, or none to send at once',
  empty: ({ field }) => `${field} is missing or empty`,
  too_long: ({ field, most }) => `${field} is longer than ${most} characters`,
  bad_topic: ({ topics }) => `topic must be one of ${topics}`,
  bad_audience: ({ what, which, more }) => {
    const named = typeof which === 'number' ? `at place ${which} one` : `"${which}",`
    const rest = more === undefined ? '' : `, and ${more} more`
    return `audience.${what} names ${named} that is not known or not served here${rest}`
  },
  unchanged: () => 'it says just what the announcement that it corrects says: change it first',
  nobody: () => 'nobody would get it at this moment: choose another audience or topic, or wait for followers',
  bad_link: () => 'link.url must be a whole https address without a name or password in it',
  bad_event: () =>
    'event.startsAt and endsAt must be ISO 8601 with an offset, and the end after the beginning',
  poll_in_chats: () => 'a poll cannot go to chats: leave out poll, or audience.chats',
  bad_poll: ({ least, most }) => `poll.options must be ${least} to ${most}, each another one`,
  bad_expiry: () => 'expiresAt must be ISO 8601 with an offset, and after it goes out',
  file_missing: () => 'an attachment is empty, or cannot be had: attach it again',
  file_too_large: ({ most }) => `an attachment is larger than ${most} bytes`,
  file_type: ({ types }) => `an attachment is, by its content, none of ${types}`,
  too_many_files: ({ most }) => `there are more than ${most} attachments`,
  file_not_here_yet: () => 'an attachment is still being fetched from its channel: try again in a minute',
  unit_gone: ({ unit }) => `its audience names ${unit || 'a part'} that is not served here any more: edit it`,
}

/** Why an act was refused and what to do, for whoever has the shell. */
export function sayRefusal({ why, values = {} }: Refusal): string {
  return sentences[why](values)
}
