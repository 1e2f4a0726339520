import { plainCodeText } from './plain-code-text.ts'

/** Identifier, day, number; the identifier begins with the province since 2025 and ended with it before. */
const newForm = /^[A-Y]\d{2}(?:\.\d{1,4}){0,5}-(?:\d{6}|20\d{6})-\d{4,8}$/
const oldForm = /^(?:\d{2,3}\.){1,5}[A-Y]\d{2}-\d{6}-\d{4,6}$/

/** The same forms with O, I and L where only a digit can be; what is not in brackets stays. */
const newLike = /^([A-Y])([\dOIL]{2}(?:\.[\dOIL]{1,4}){0,5}-[\dOIL]{6}(?:[\dOIL]{2})?-[\dOIL]{4,8})$/
const oldLike = /^((?:[\dOIL]{2,3}\.){1,5})([A-Y])([\dOIL]{2}-[\dOIL]{6}-[\dOIL]{4,6})$/

/** Something else than dots and dashes between the parts; each part has to stand apart, so that no digit is guessed. */
const apart = /^[A-Y][\dOIL]{2}(?:[\s.,/_-]+[\dOIL]{1,4}){0,5}(?:[\s.,/_-]+[\dOIL]{4,8}){2}$/

/** The longest code has 46 characters; with a blank beside each it is still far from this. */
const longest = 200

/**
 * The dossier's code that a whole cell or word is, in its one form: upper case, no blanks, ASCII dashes.
 *
 * Blanks anywhere, any dash, lower case and full-width digits are read through, and so are O, I and L in a place that
 * can only hold a digit. Where all parts stand apart it may be by blanks, dots, commas, strokes or dashes alike. Nothing
 * else is guessed: what can be read in two ways is no code.
 */
export function readDossierCode(text: string): string | undefined {
  if (text.length > longest) return undefined
  const plain = plainCodeText(text).replace(/^[\s'"“”.,;:()]+|[\s'"“”.,;:()]+$/g, '')
  // Without any dash the blanks stand for them.
  const code = plain.includes('-')
    ? plain.replace(/\s+/g, '')
    : plain.replace(/\s*\.\s*/g, '.').replace(/\s+/g, '-')
  const readings = readingsOf(code)
  const all = readings.length ? readings : readingsOf(withOwnMarks(plain))
  return all.length === 1 ? all[0] : undefined
}

function readingsOf(code: string): string[] {
  const asNew = newLike.exec(code)
  const asOld = oldLike.exec(code)
  return [
    asNew && `${asNew[1]}${toDigits(asNew[2])}`,
    asOld && `${toDigits(asOld[1])}${asOld[2]}${toDigits(asOld[3])}`,
  ].filter((reading) => reading != null && (newForm.test(reading) || oldForm.test(reading))) as string[]
}

/** With dots and dashes where other marks are: the last two parts are the day and the number. */
function withOwnMarks(plain: string): string {
  if (!apart.test(plain)) return ''
  const parts = plain.split(/[\s.,/_-]+/)
  return [parts.slice(0, -2).join('.'), ...parts.slice(-2)].join('-')
}

function toDigits(like = ''): string {
  return like.replaceAll('O', '0').replace(/[IL]/g, '1')
}
