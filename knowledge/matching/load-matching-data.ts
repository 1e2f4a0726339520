import { join } from 'node:path'
import { z } from 'zod'
import { loadFacts } from '../files/load-facts.ts'
import { type Aspect, aspects, type FeedbackKind, type Intent } from './match.ts'
import { type Abbreviations, readWord } from './read-words.ts'
import { compileWording, type Wording } from './wording.ts'

/** The numbers to call, the first to be said first. */
export type EmergencyNumber = '113' | '114' | '115'

export interface Concept {
  id: string
  /** Wordings that name it, that only suggest it ("mới sinh con"), or that are a sign of what is meant by others. */
  wordings: readonly { wording: Wording; role: 'says' | 'hint' | 'sign' }[]
  /** Where one of these stands over a wording, the wording means something else. */
  unless: readonly Wording[]
  /** Sets procedures of one kind apart ("lại", "nước ngoài"): one without it is not what was asked for. */
  qualifier: boolean
}

export interface IntentWordings {
  intent: Intent
  /**
   * `always`: whatever else is said. `over_procedures`: also beside a procedure. `unless_named`: when no procedure
   * is named, at most hinted at. `alone`: when nothing else is asked.
   */
  wins: 'always' | 'over_procedures' | 'unless_named' | 'alone'
  wordings: readonly { wording: Wording; call?: EmergencyNumber; kind?: FeedbackKind }[]
  /** Where one of these stands over a wording, the wording means something else. */
  unless: readonly Wording[]
  /** Where one of these stands anywhere in the text, the intent is not meant. */
  neverBeside: readonly Wording[]
}

export interface AspectWordings {
  aspect: Aspect
  wordings: readonly Wording[]
}

export interface MatchingData {
  abbreviations: Abbreviations
  concepts: readonly Concept[]
  intents: readonly IntentWordings[]
  aspects: readonly AspectWordings[]
  /** Words that carry no matter ("em", "cho", "là"): folded, and folded with their diacritics after a colon. */
  functionWords: ReadonlySet<string>
  /** Words that nearly every question to an office holds: "giấy", "làm", "nộp". */
  officeWords: ReadonlySet<string>
}

const wording = z.string().transform((written, context) => {
  try {
    return compileWording(written)
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) })
    return z.NEVER
  }
})
const wordings = z.array(wording)
const words = z.string().transform((list) => list.trim().split(/\s+/))

/** The words in full, then the ways they are shortened. */
const abbreviationsFile = z.record(z.string().min(1), z.string().regex(/\S/, 'at least one short form'))

const conceptsFile = z.record(
  z.string().regex(/^[a-z][a-z0-9_]*$/),
  z.strictObject({
    says: wordings.default([]),
    hints: wordings.default([]),
    signs: wordings.default([]),
    unless: wordings.default([]),
    qualifier: z.boolean().default(false),
  }),
)

const intents = [
  'emergency',
  'human',
  'dossier_status',
  'feedback',
  'meeting',
  'greeting',
  'thanks',
  'goodbye',
  'who_are_you',
  'hours',
  'place',
  'erase_data',
  'my_papers',
  'remind_me',
  'list_procedures',
  'change_ward',
  'resume_code',
  'insult',
] as const

const intentsFile = z.strictObject({
  intents: z.record(
    z.enum(intents),
    z.strictObject({
      wins: z.enum(['always', 'over_procedures', 'unless_named', 'alone']),
      says: wordings.default([]),
      call: z.strictObject({ '113': wordings, '114': wordings, '115': wordings }).optional(),
      kinds: z
        .strictObject({ rules: wordings, scene: wordings, complaint: wordings, denunciation: wordings })
        .optional(),
      unless: wordings.default([]),
      never_beside: wordings.default([]),
    }),
  ),
  aspects: z.record(z.enum(aspects), wordings),
})

const commonWordsFile = z.strictObject({ function: z.array(words), office: z.array(words) })

/** The files as they lie in `knowledge/matching/data`; an operator may lay their own over each. */
export const matchingFiles = [
  'abbreviations.yaml',
  'synonyms.yaml',
  'intents.yaml',
  'common-words.yaml',
] as const

/**
 * Reads the wordings that matching works with.
 * @param own the operator's folder whose files of the same names are laid over the built-in ones
 * @returns the data, and a line for each file of the operator's that was set aside
 * @throws AppError `bad_data`, naming file and line, for a built-in file that is wrong
 */
export async function loadMatchingData(own?: string): Promise<{ data: MatchingData; problems: string[] }> {
  const problems: string[] = []
  const load = async <T>(name: (typeof matchingFiles)[number], schema: z.ZodType<T>): Promise<T> => {
    const builtIn = join(import.meta.dirname, 'data', name)
    const { facts, problem } = await loadFacts(schema, builtIn, own ? { folder: own, name } : undefined)
    if (problem) problems.push(problem)
    return facts
  }
  const abbreviations = await load('abbreviations.yaml', abbreviationsFile)
  const concepts = await load('synonyms.yaml', conceptsFile)
  const said = await load('intents.yaml', intentsFile)
  const common = await load('common-words.yaml', commonWordsFile)
  return {
    problems,
    data: {
      abbreviations: new Map(
        Object.entries(abbreviations).flatMap(([long, shorts]) =>
          shorts
            .trim()
            .split(/\s+/)
            .map((short) => [short, long] as const),
        ),
      ),
      concepts: Object.entries(concepts).map(([id, { says, hints, signs, unless, qualifier }]) => ({
        id,
        wordings: [
          ...says.map((one) => ({ wording: one, role: 'says' as const })),
          ...hints.map((one) => ({ wording: one, role: 'hint' as const })),
          ...signs.map((one) => ({ wording: one, role: 'sign' as const })),
        ],
        unless,
        qualifier,
      })),
      intents: intents.map((intent) => {
        const { wins, says, call, kinds, unless, never_beside } = said.intents[intent]
        const byKind = Object.entries(kinds ?? {}) as [FeedbackKind, Wording[]][]
        const calls = Object.entries(call ?? {}) as [EmergencyNumber, Wording[]][]
        return {
          intent,
          wins,
          wordings: [
            ...says.map((one) => ({ wording: one })),
            ...calls.flatMap(([number, list]) => list.map((one) => ({ wording: one, call: number }))),
            ...byKind.flatMap(([kind, list]) => list.map((one) => ({ wording: one, kind }))),
          ],
          unless,
          neverBeside: never_beside,
        }
      }),
      aspects: aspects.map((aspect) => ({ aspect, wordings: said.aspects[aspect] })),
      functionWords: keysOf(common.function.flat()),
      officeWords: keysOf(common.office.flat()),
    },
  }
}

/** Typed bare a word may be a common one; typed with diacritics only with the very same. */
function keysOf(list: readonly string[]): Set<string> {
  const keys = new Set<string>()
  for (const { word, accents } of list.map(readWord)) keys.add(word).add(`${word}:${accents}`)
  return keys
}
