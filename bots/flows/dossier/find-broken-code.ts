import { plainCodeText } from '../../../knowledge/dossiers/codes/plain-code-text.ts'

/** The part of a dossier's code that is missing, or has too few or too many digits; or its parts cannot be told apart. */
export type BrokenPart = 'office' | 'day' | 'number' | 'unclear'

const start = String.raw`(?<![\p{L}\p{N}.-])`
const end = String.raw`(?![\p{L}\p{N}]|\s?-\s?\p{N})`
const dash = String.raw`\s?-\s?`
/** With a dot in it, nothing but an office is written so; without one, flats and blocks are. */
const surely = String.raw`(?:(?:\d{2,3}\.){1,5}[A-Y]\d{2}|[A-Y]\d{2}(?:\.\d{1,4}){1,5})`
const perhaps = String.raw`[A-Y]\d{2}`
const day = String.raw`(?:20)?\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])`

/** All that a message is, or what follows the word for a code; as many digits as nothing else has that begins so. */
const said = String.raw`(?:^|(?<!\p{L})(?:MÃ|MA|HỒ SƠ|HO SO|HS|CODE|DOSSIER)(?: SỐ| SO)?(?: LÀ| LA)?)[\s:“"(]*`
const mark = String.raw`[\s.,/_-]{0,3}`

const forms: readonly (readonly [part: BrokenPart, form: string])[] = [
  ['number', `${start}(?:${surely}|${perhaps})${dash}${day}(?:\\s?-)?(?:\\s?(?:\\d{1,3}|\\d{9,12}))?${end}`],
  ['day', `${start}${surely}(?:${dash}\\d{1,12}){1,2}${end}`],
  ['day', `${start}${perhaps}${dash}\\d{4,9}${dash}\\d{3,9}${end}`],
  ['day', `^\\s*${surely}\\s*-?\\s*$`],
  ['office', `${start}\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])${dash}\\d{4,8}${end}`],
  ['unclear', `${said}[A-Y](?:${mark}\\d){12,40}`],
  ['unclear', `${said}\\d{2}(?:\\.\\d{1,4}){0,5}${dash}${day}${dash}\\d{4,8}${end}`],
]
const broken = forms.map(([part, form]) => [part, new RegExp(form, 'u')] as const)

/**
 * What is wrong with what looks like a dossier's code and is none; undefined where nothing looks like one.
 * @param text in which no code was found
 */
export function findBrokenCode(text: string): BrokenPart | undefined {
  const plain = plainCodeText(text)
  return broken.find(([, form]) => form.test(plain))?.[0]
}
