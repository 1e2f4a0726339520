import { fold } from '../../../knowledge/matching/fold.ts'
import type { FollowWorld } from './follow-world.ts'

/** What somebody wants of the ward's news, in their own words. */
export type FollowWish =
  | { kind: 'follow'; unit?: string; topic?: string }
  /** @property maybe dossiers may be meant, where no news is followed ("dừng thông báo") */
  | { kind: 'stop'; topic?: string; maybe?: true }

/** A wish is said shortly; in longer texts the words stand for something else. */
const longest = 100

/** The link of a ward, typed or copied: `theodoi-hoan-kiem`, "/theodoi hoan-kiem", its page's address. */
const link = /^(?:https?:\/\/\S+\/l\/|\/)?theodoi(?:@\w+)?(?:[-_\s]+([a-z0-9]+(?:[-_ ][a-z0-9]+)*))?\/?$/

const before =
  'da|vang|u|ok|thoi|cho|em|toi|minh|bac|anh|chi|chau|con|muon|can|xin|hay|lam on|nho|please|i|want|to'
const after = '(?: (?:nua|di|a|nhe|nha|voi|giup|cho|em|toi|bac|minh|luon|please|anymore))*'
const news = '(?:cac )?(?:tin tuc|tin|thong bao)'
const about = '(?:ve |cua |chu de |viec |tai |o )*'
const rest = `${news}(?: ${about}(.+?))??${after}$`
const doing = '(?: (?:dung|dung lai|gui|nhan|dang ky|theo doi|xem))*'

const stopping = new RegExp(`^(?:(?:${before}) )*(?:dung|ngung|thoi|huy|bo|tat)${doing} ${rest}`)
/** "Không nhận thông báo" alone answers a question; it is a wish with "muốn", "cần" or "nữa". */
const refusing = new RegExp(`^(?:(?:${before}) )*khong (?:muon |can )?(?:gui|nhan|theo doi|xem) ${rest}`)
const meant = /\b(?:muon|can|nua)\b/
const stoppingInEnglish = inEnglish(
  '(?:stop|cancel|mute|unfollow|unsubscribe from|no more)(?: sending| getting)?(?: me)?',
  '(?:about|on)',
)
const beginning = new RegExp(
  `^(?:(?:${before}) )*(?:dang ky(?: nhan)?|nhan|theo doi)(?: them)? (?:thong tin|${news}) ${about}(.+?)${after}$`,
)
const beginningInEnglish = inEnglish('(?:follow|subscribe to|get)', '(?:about|on|of|from)')

/** "đúng" and "dùng" are no "dừng". */
const otherWords = /(?<!\p{L})(?:đúng|dùng|đứng)(?!\p{L})/iu
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
  const begin = beginning.exec(said) ?? beginningInEnglish.exec(said)
  const what = begin?.[1] ?? begin?.[2]
  if (what === undefined) return undefined
  const topic = findTopic(what, world)
  if (topic !== undefined) return { kind: 'follow', topic }
  const unit = world.findUnit(what)
  return unit === undefined ? undefined : { kind: 'follow', unit }
}

function readLink(slug: string | undefined, world: FollowWorld): FollowWish {
  const unit = slug?.replaceAll(/[_ ]/g, '-')
  return { kind: 'follow', ...(unit !== undefined && world.isUnit(unit) ? { unit } : {}) }
}

function readStop(said: string, world: FollowWorld): FollowWish | undefined {
  const refused = meant.test(said) ? refusing.exec(said) : null
  const stop = stopping.exec(said) ?? refused ?? stoppingInEnglish.exec(said)
  if (!stop) return undefined
  const what = stop[1] ?? stop[2]
  if (what === undefined || /^(?:phuong|xa|phuong xa|phuong,? xa|the ward|ward)$/.test(what))
    return { kind: 'stop', ...(ambiguous.test(said) ? { maybe: true } : {}) }
  const topic = findTopic(what, world)
  return topic === undefined ? undefined : { kind: 'stop', topic }
}

function findTopic(what: string, { topics }: FollowWorld): string | undefined {
  const named = topics.find(({ name, words }) =>
    [name.vi, name.en, ...words].some((word) => fold(word) === what),
  )
  return named?.id
}

/** "Stop health news", "get news about power": what it is about stands before the word or after it. */
function inEnglish(verb: string, about: string): RegExp {
  const said = '(?:news|announcements?|notifications|updates)'
  return new RegExp(
    `^(?:please )?${verb}(?: the)?(?: (.+?))?? ${said}(?: ${about} (?:the )?(.+?))?(?: please)?$`,
  )
}
