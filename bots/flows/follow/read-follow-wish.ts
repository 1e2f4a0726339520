import { fold } from '../../../knowledge/matching/fold.ts'
import { findTopics } from './find-topics.ts'
import type { FollowWorld } from './follow-world.ts'

/** What somebody wants of the ward's news, in their own words. */
export type FollowWish =
  /**
   * @property group a neighbourhood group, as it was called
   * @property only of these topics and of no others
   * @property again names no news ("đăng ký lại"), so it is meant only where that is offered
   */
  | { kind: 'follow'; unit?: string; topics?: readonly string[]; group?: string; only?: true; again?: true }
  | { kind: 'show' }
  /**
   * @property maybe dossiers may be meant, where no news is followed ("dừng thông báo")
   * @property unsure names no news either ("đừng gửi nữa")
   */
  | { kind: 'stop'; topic?: string; maybe?: true; unsure?: true }

/** A wish is said shortly; in longer texts the words stand for something else. */
const longest = 100

/** The link of a ward, typed or copied: `theodoi-hoan-kiem`, "/theodoi hoan-kiem", its page's address. */
const link = /^(?:https?:\/\/\S+\/l\/|\/)?theodoi(?:@\w+)?(?:[-_\s]+([a-z0-9]+(?:[-_ ][a-z0-9]+)*))?\/?$/

const pronouns = 'em|toi|minh|bac|anh|chi|chau|con|ba|ong|co|chu|di|me'
const before = `da|vang|u|ok|oi|a|chao|xin|thoi|cho|muon|can|hay|lam on|nho|phien qua|phien|please|i|want|to|${pronouns}`
const after = `(?: (?:nua|di|a|oi|nhe|nha|voi|giup|cho|luon|dau|thoi|lai|phien qua|please|anymore|${pronouns}))*`
const news = '(?:cac )?(?:tin tuc|tin nhan|tin|thong bao)'
const about = '(?:ve |cua |chu de |viec |tai |o )*'
const rest = `${news}(?: ${about}(.+?))??${after}$`
const doing = '(?: (?:dung|dung lai|gui|nhan|dang ky|theo doi|xem))*'
const begins = `^(?:(?:${before}) )*`

const stopping = new RegExp(`${begins}(?:dung|ngung|thoi|huy|bo|tat)${doing} ${rest}`)
/** "Không nhận thông báo" alone answers a question; it is a wish with "muốn", "cần" or "nữa". */
const refusing = new RegExp(`${begins}khong (?:muon |can )?(?:gui|nhan|theo doi|xem) ${rest}`)
const meant = /\b(?:muon|can|nua)\b/
/** "Đừng gửi nữa", "không nhận nữa": of what is left open. */
const stoppingUnsaid = new RegExp(
  `${begins}(?:dung|ngung|khong|thoi)(?: (?:muon|can|phai|co))?(?: (?:gui|nhan))+(?: (?:cho|${pronouns}))* nua${after}$`,
)
const stoppingInEnglish = inEnglish(
  '(?:stop|cancel|mute|unfollow|unsubscribe from|no more)(?: sending| getting)?(?: me)?',
  '(?:about|on)',
)
const beginning = new RegExp(
  `${begins}(?:dang ky(?: nhan)?|nhan|theo doi)(?: them| lai)? (?:thong tin|${news})(?: ${about}(.+?))??${after}$`,
)
const onlySome = new RegExp(`^(?:(?:${before}) )*?chi (?:(?:muon|can|xin) )*(?:dang ky|nhan|theo doi) `)
const beginningAgain = new RegExp(`${begins}(?:dang ky|nhan|theo doi|gui)(?: lai)+${after}$`)
const beginningInEnglish = inEnglish(
  '(?:follow|subscribe to|register for|sign up for|get)',
  '(?:about|on|of|from)',
)
const showing = new RegExp(
  `^(?:(?:${before}|xem|biet|hoi) )*(?:(?:dang (?:dang ky )?(?:nhan|theo doi)|duoc nhan) (?:nhung |cac )?(?:tin|thong bao) (?:gi|nao)|tin dang nhan|what news (?:do i get|am i getting))${after}$`,
)

/** "đúng" and "dùng" are no "dừng". */
const otherWords = /(?<!\p{L})(?:đúng|dùng|đứng)(?!\p{L})/iu
/** Nor is "nhắn tin" to be told something. */
const writing = /(?<!\p{L})nhắn(?!\p{L})/iu
/** Somebody who is called "chị" leaves nothing out. */
const person = /(?<!\p{L})chị(?!\p{L})/iu
/** A neighbourhood group by its kind and name. */
const grouped = /^(?:rieng )?(?:cua )?((?:to|tdp|thon|xom|khu|cum|lang|ap) \S.*|(?:to|tdp|khu|cum)\d.*)$/
const whole = /^(?:phuong|xa|phuong xa|phuong,? xa|the ward|ward)(?: (?:minh|ta|nha))?$/
/** Said of what may as well be dossiers'. */
const ambiguous = /thong bao|notifications/

/** @returns undefined for what is no such wish, or one of something that cannot be followed here */
export function readFollowWish(text: string, world: FollowWorld): FollowWish | undefined {
  if (text.length > longest) return undefined
  const said = fold(text)
    .replace(/[.,!?;]+(?=\s|$)/g, '')
    .trim()
  const linked = link.exec(said)
  if (linked) return readLink(linked[1], world)
  if (!otherWords.test(text.normalize('NFC'))) {
    const stop = readStop(said, world)
    if (stop) return stop
  }
  if (showing.test(said)) return { kind: 'show' }
  return writing.test(text.normalize('NFC')) ? undefined : readBegin(said, text, world)
}

function readBegin(said: string, text: string, world: FollowWorld): FollowWish | undefined {
  if (beginningAgain.test(said)) return { kind: 'follow', again: true }
  const english = beginningInEnglish.exec(said)
  const begin = beginning.exec(said)
  if (!begin && !english) return undefined
  const what = begin?.[1] ?? english?.[1] ?? english?.[2]
  if (what === undefined || whole.test(what)) return ambiguous.test(said) ? undefined : { kind: 'follow' }
  const topics = findTopics(what, world)
  // Without diacritics only what ends in "thôi" is surely a "chỉ".
  const only = onlySome.test(said) && !person.test(text.normalize('NFC')) && /chỉ|thôi|thoi/i.test(text)
  if (topics) return { kind: 'follow', topics, ...(only ? { only: true } : {}) }
  const unit = world.findUnit(what)
  if (unit !== undefined) return { kind: 'follow', unit }
  const group = grouped.exec(what)?.[1]
  return group === undefined ? undefined : { kind: 'follow', group }
}

function readLink(slug: string | undefined, world: FollowWorld): FollowWish {
  const unit = slug?.replaceAll(/[_ ]/g, '-')
  return { kind: 'follow', ...(unit !== undefined && world.isUnit(unit) ? { unit } : {}) }
}

function readStop(said: string, world: FollowWorld): FollowWish | undefined {
  const refused = meant.test(said) ? refusing.exec(said) : null
  const stop = stopping.exec(said) ?? refused ?? stoppingInEnglish.exec(said)
  if (!stop) return stoppingUnsaid.test(said) ? { kind: 'stop', unsure: true } : undefined
  const what = stop[1] ?? stop[2]
  if (what === undefined || whole.test(what))
    return { kind: 'stop', ...(ambiguous.test(said) ? { maybe: true } : {}) }
  const [topic, other] = findTopics(what, world) ?? []
  return topic === undefined || other !== undefined ? undefined : { kind: 'stop', topic }
}

/** "Stop health news", "get news about power": what it is about stands before the word or after it. */
function inEnglish(verb: string, about: string): RegExp {
  const said = '(?:news|announcements?|notifications|updates)'
  return new RegExp(
    `^(?:please )?${verb}(?: the)?(?: (.+?))?? ${said}(?: ${about} (?:the )?(.+?))?(?: please)?$`,
  )
}
