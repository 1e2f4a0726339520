import type { Lang } from '../../../bots/dialogue/event.ts'
import type { Signature } from '../../../knowledge/announcements/announcement.ts'
import { boardTexts } from './board-texts.ts'
import { sayWhen } from './say-when.ts'

/** One signature in a PDF, with what could be checked of it and no more. */
export function saySignature({ signer, issuer, at, verdict, partial }: Signature, lang: Lang): string {
  const texts = boardTexts[lang].signature
  const whose =
    signer === '' ? texts.unnamed : verdict === 'valid' ? texts.of(signer, issuer) : texts.named(signer)
  const when = at === undefined ? '' : `, ${texts.at(sayWhen(at, lang))}`
  return `${whose}${when}: ${texts[verdict]}${partial ? `; ${texts.partial}` : ''}.`
}
