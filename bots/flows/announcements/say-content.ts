import type {
  AnnouncementContent,
  AnnouncementFile,
  Signature,
} from '../../../knowledge/announcements/announcement.ts'
import type { Lang } from '../../dialogue/event.ts'
import type { Block } from '../../dialogue/reply.ts'
import type { Addressee } from './announcement-sayings.ts'
import type { AnnouncementWords } from './announcement-words.ts'
import { sayPeriod } from './say-moment.ts'

/** Who speaks, and how: as ever, urgently, or to correct what was said. @param unit as a sentence begins */
export function saySpeaker(
  { urgent, corrects }: Pick<AnnouncementContent, 'urgent' | 'corrects'>,
  lang: Lang,
  { unit, texts, facts }: Pick<AnnouncementWords, 'texts' | 'facts'> & { unit: string },
): string {
  if (urgent === undefined)
    return texts.text(corrects ? 'announce.corrects' : 'announce.says', lang, { unit })
  const category = facts.urgent.find(({ id }) => id === urgent)?.name[lang] ?? urgent
  return texts.text(corrects ? 'announce.urgent.corrects' : 'announce.urgent', lang, { unit, category })
}

/** The matter itself: title, text, when and where, links and files. */
export function sayContent(content: AnnouncementContent, to: Addressee, words: AnnouncementWords): Block[] {
  const { title, text, link } = content
  return [
    { kind: 'title', text: title },
    ...paragraphsOf(text),
    ...sayEvent(content, to.lang, words),
    ...(link ? [{ kind: 'link' as const, ...link }] : []),
    ...content.files.flatMap((file) => sayFile(file, content.unit, to, words)),
  ]
}

/** Blocks of their own, so that a long text is cut between them. */
function paragraphsOf(text: string): Block[] {
  return text
    .split(/\n\s*\n/)
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => ({ kind: 'text', text: one }))
}

function sayEvent({ id, unit, event }: AnnouncementContent, lang: Lang, words: AnnouncementWords): Block[] {
  if (!event) return []
  const { texts, eventLink } = words
  const when = sayPeriod(event, lang, (from, to) => texts.text('announce.when.hours', lang, { from, to }))
  const items = [
    { label: texts.text('announce.label.when', lang), value: when },
    ...(event.place ? [{ label: texts.text('announce.label.place', lang), value: event.place }] : []),
  ]
  const url = eventLink?.(unit, id)
  const calendar: Block[] = url ? [{ kind: 'link', label: texts.text('announce.calendar', lang), url }] : []
  return [{ kind: 'facts', items }, ...calendar]
}

function sayFile(
  file: AnnouncementFile,
  unit: string,
  to: Addressee,
  { texts, fileLink }: AnnouncementWords,
): Block[] {
  const { name, signatures = [] } = file
  const signed = signatures.map(
    (one): Block => ({
      kind: 'text',
      text: saySignature(one, name, (key, values) => texts.text(key, to.lang, values)),
    }),
  )
  if (to.carries(file)) return signed
  const url = fileLink(unit, file)
  const where: Block = url
    ? { kind: 'link', label: texts.text('announce.file', to.lang, { name }), url }
    : { kind: 'text', text: texts.text('announce.file.elsewhere', to.lang, { name }) }
  return [where, ...signed]
}

/** No more is claimed than was checked. */
function saySignature(
  { signer, verdict, partial }: Signature,
  name: string,
  text: (key: string, values?: Record<string, string>) => string,
): string {
  const said = text(`announce.signature.${verdict}`, verdict === 'unchecked' ? { name } : { name, signer })
  return partial ? `${said} ${text('announce.signature.partial')}` : said
}
