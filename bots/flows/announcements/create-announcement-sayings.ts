import type { AnnouncementContent } from '../../../knowledge/announcements/announcement.ts'
import type { Lang } from '../../dialogue/event.ts'
import type { Block, Choice, Reply } from '../../dialogue/reply.ts'
import { sayUnit } from '../say-unit.ts'
import { capitalise } from '../say-values.ts'
import type { Addressee, AnnouncementSayings } from './announcement-sayings.ts'
import type { AnnouncementWords } from './announcement-words.ts'
import { sayContent, saySpeaker } from './say-content.ts'
import { tellOfficial } from './tell-official.ts'

/** Makes what announcements say, in the words of this installation. */
export function createAnnouncementSayings(words: AnnouncementWords): AnnouncementSayings {
  const { texts, units } = words
  const unitName = (slug: string, lang: Lang) =>
    slug === 'all' ? texts.text('unit.city', lang) : sayUnit(slug, lang, units)
  const speaker = (content: AnnouncementContent, lang: Lang) =>
    saySpeaker(content, lang, { ...words, unit: capitalise(unitName(content.unit, lang)) })
  return {
    announcement(content, to) {
      const { poll } = content
      return {
        blocks: [
          paragraph(speaker(content, to.lang)),
          ...sayContent(content, to, words),
          paragraph(texts.text('announce.stop', to.lang)),
          // The one question is the last that is said.
          ...(poll ? [paragraph(poll.question)] : []),
        ],
        ...(poll ? { choices: choicesOf(content) } : {}),
        ...filesOf([content], to),
      }
    },
    digest(contents, lang) {
      const to: Addressee = { lang, carries: () => false }
      const polls = contents.filter(({ poll }) => poll)
      const numbered = (content: AnnouncementContent, option: string) =>
        polls.length > 1
          ? texts.text('announce.digest.option', lang, { number: contents.indexOf(content) + 1, option })
          : option
      const choices = polls.flatMap((content) =>
        choicesOf(content).map(({ ref, label }) => ({ ref, label: numbered(content, label) })),
      )
      return {
        blocks: [
          paragraph(texts.text('announce.digest', lang, { count: contents.length })),
          ...contents.flatMap((content, at) => [
            paragraph(
              texts.text('announce.digest.head', lang, { number: at + 1, says: speaker(content, lang) }),
            ),
            ...sayContent(content, to, words),
            ...(content.poll ? [paragraph(content.poll.question)] : []),
          ]),
          paragraph(texts.text('announce.stop', lang)),
        ],
        ...(choices.length ? { choices } : {}),
      }
    },
    withdrawn: ({ title }, lang) => ({
      blocks: [paragraph(texts.text('announce.withdrawn', lang, { title }))],
    }),
    toOfficial: (content, news, lang) =>
      tellOfficial(content, news, {
        text: (key, values) => texts.text(key, lang, values),
        unit: unitName(content.unit, lang),
        lang,
      }),
  }
}

function choicesOf({ id, poll }: AnnouncementContent): Choice[] {
  return (poll?.options ?? []).map((label, at) => ({ label, ref: `v.${id}.${at}` }))
}

function filesOf(contents: readonly AnnouncementContent[], to: Addressee): Pick<Reply, 'files'> {
  const files = contents
    .flatMap((content) => content.files)
    .filter((file) => to.carries(file))
    .map(({ id, name, type, size }) => ({ id, name, type, size }))
  return files.length ? { files } : {}
}

function paragraph(text: string): Block {
  return { kind: 'text', text }
}
