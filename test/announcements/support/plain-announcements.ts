import type { AnnouncementSayings } from '../../../bots/flows/announcements/announcement-sayings.ts'
import { text } from '../../faults/support/scripted-turn.ts'

/** "title: text", in English "en title: text", with the options of its poll; and "halted title" and the like. */
export const plainAnnouncements: AnnouncementSayings = {
  announcement: ({ id, title, text: words, poll }, { lang }) => ({
    ...text(`${lang === 'en' ? 'en ' : ''}${title}: ${words}`),
    ...(poll ? { choices: poll.options.map((label, at) => ({ label, ref: `v.${id}.${at}` })) } : {}),
  }),
  digest: (contents) => text(`digest ${contents.map(({ title }) => title).join(', ')}`),
  withdrawn: ({ title }) => text(`withdrawn ${title}`),
  toOfficial: ({ title }, news) =>
    text(
      `${news.kind} ${title}${news.kind === 'ended' ? ` ${news.counts.sent}/${news.counts.total}` : ''}${
        news.kind === 'halted' ? ` ${news.failed}/${news.tried}` : ''
      }`,
    ),
}
