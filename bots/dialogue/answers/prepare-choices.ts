import { fold } from '../../../knowledge/matching/fold.ts'
import { looseMeaning, type Meaning } from './loose-meaning.ts'
import { type Content, readContents } from './polarity.ts'
import { type Token, tokenise } from './tokenise.ts'

/** One choice as it was shown, with what people may say for it. */
export interface AnswerChoice {
  /** As shown, in the person's language. */
  label: string
  says?: readonly string[]
  means?: 'yes' | 'no' | 'both' | 'neither' | 'unsure'
  /** Not counted when a number is typed. */
  wayOut?: true
}

/** Choices made ready to be compared, so that a question asked often is folded once. */
export interface PreparedChoices {
  readonly choices: readonly AnswerChoice[]
  /** Indexes in the order in which numbers count them. */
  readonly counted: readonly number[]
  /** Folded labels and other wordings; a wording that two choices share names neither alone. */
  readonly exact: ReadonlyMap<string, readonly Wording[]>
  readonly wordings: readonly Wording[]
  readonly byMeaning: ReadonlyMap<Meaning, readonly number[]>
}

export interface Wording {
  index: number
  text: string
  isLabel: boolean
  tokens: readonly Token[]
  contents: readonly Content[]
}

/** Prepares the choices of one question; the result may be kept as long as the question is the same. */
export function prepareChoices(choices: readonly AnswerChoice[]): PreparedChoices {
  const wordings = choices.flatMap((choice, index) =>
    [choice.label, ...(choice.says ?? [])].map((text, at) => prepareWording(text, index, at === 0)),
  )
  const exact = new Map<string, Wording[]>()
  for (const wording of wordings) {
    const key = bare(wording.text)
    if (key !== '') exact.set(key, [...(exact.get(key) ?? []), wording])
  }
  const counted = choices.flatMap((choice, index) => (choice.wayOut ? [] : [index]))
  return { choices, counted, exact, wordings, byMeaning: groupByMeaning(choices) }
}

function prepareWording(text: string, index: number, isLabel: boolean): Wording {
  const tokens = tokenise(text)
  return { index, text, isLabel, tokens, contents: readContents(tokens) }
}

/** Folded, without the punctuation and spaces around it. */
export function bare(text: string): string {
  return fold(text).replace(/^[\s.,;:!"'()[\]-]+|[\s.,;:!"'()[\]-]+$/g, '')
}

/** A label that is itself a loose answer ("Có", "Chưa rõ") stands for it unless another choice claims it. */
function groupByMeaning(choices: readonly AnswerChoice[]): Map<Meaning, number[]> {
  const found = new Map<Meaning, number[]>()
  const add = (means: Meaning, index: number) => found.set(means, [...(found.get(means) ?? []), index])
  for (const [index, choice] of choices.entries()) if (choice.means) add(choice.means, index)
  const claimed = new Set(found.keys())
  for (const [index, choice] of choices.entries()) {
    const means = choice.means ? null : looseMeaning(tokenise(choice.label))
    if (means && !claimed.has(means)) add(means, index)
  }
  return found
}
