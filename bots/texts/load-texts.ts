import { join } from 'node:path'
import { z } from 'zod'
import { loadFacts } from '../../knowledge/files/load-facts.ts'
import type { Lang } from '../dialogue/event.ts'
import type { Command, TextValues } from '../dialogue/flow.ts'

const anyHole = /\{[^{}]*\}/g
const catalogueFile = z.record(z.string(), z.string().min(1))
const commandNames = [
  'back',
  'restart',
  'stop',
  'leave',
  'follow_news',
  'stop_news',
  'resume',
  'help',
  'repeat',
  'change',
  'vietnamese',
  'english',
  'language',
  'human',
  'my_data',
  'my_dossiers',
  'join',
  'keep_apart',
  'not_me',
] as const satisfies readonly Command[]
const commandFile = z.strictObject(
  Object.fromEntries(commandNames.map((name) => [name, z.array(z.string().min(1)).min(1)])) as Record<
    Command,
    z.ZodArray<z.ZodString>
  >,
)

export interface Texts {
  /** A text with its placeholders filled; a key that does not exist is a defect and throws. */
  text(key: string, lang: Lang, values?: TextValues): string
  both(key: string): Record<Lang, string>
  commands: Record<Command, string[]>
  keys: readonly string[]
}

/**
 * Reads what the assistant says in both languages and the words it always understands.
 * @param ownFolder the operator's folder of facts: `texts/vi.yaml`, `en.yaml` and `commands.yaml` in it are laid over
 * @returns the texts, and for each own file that was set aside one line that says why
 * @throws AppError `bad_data` naming file and line of what is wrong, or is in one language only
 */
export async function loadTexts(
  folder: string,
  ownFolder?: string,
): Promise<{ texts: Texts; problems: string[] }> {
  const own = (name: string) =>
    ownFolder === undefined ? undefined : { folder: join(ownFolder, 'texts'), name }
  const { facts: builtInVi } = await loadFacts(catalogueFile, join(folder, 'vi.yaml'))
  const { facts: builtInEn } = await loadFacts(translationOf(builtInVi), join(folder, 'en.yaml'))
  const [ownVi, ownEn, ownCommands] = await Promise.all([
    loadFacts(rewordingOf(builtInVi), join(folder, 'vi.yaml'), own('vi.yaml')),
    loadFacts(rewordingOf(builtInEn), join(folder, 'en.yaml'), own('en.yaml')),
    loadFacts(commandFile, join(folder, 'commands.yaml'), own('commands.yaml')),
  ])
  const [vi, en, commands] = [ownVi.facts, ownEn.facts, ownCommands.facts]
  const problems = [ownVi, ownEn, ownCommands].flatMap(({ problem }) => problem ?? [])
  const catalogue: Record<Lang, ReadonlyMap<string, string>> = {
    vi: new Map(Object.entries(vi)),
    en: new Map(Object.entries(en)),
  }
  const text = (key: string, lang: Lang, values?: TextValues) => {
    const said = catalogue[lang].get(key)
    if (said === undefined) throw new Error(`there is no text ${key}`)
    return values ? fill(said, values, key) : said
  }
  const texts: Texts = {
    text,
    both: (key) => ({ vi: text(key, 'vi'), en: text(key, 'en') }),
    commands: commands as Record<Command, string[]>,
    keys: Object.keys(vi),
  }
  return { texts, problems }
}

function fill(said: string, values: TextValues, key: string): string {
  return said.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`text ${key} wants {${name}}`)
    return String(value)
  })
}

/** The same keys as the Vietnamese file, each with the same placeholders. */
function translationOf(vi: Record<string, string>) {
  return catalogueFile.check(({ value, issues }) => {
    for (const key of new Set([...Object.keys(vi), ...Object.keys(value)])) {
      if (holes(vi[key]) === holes(value[key])) continue
      const message = 'differs from vi.yaml in its placeholders, or is in one of the files only'
      issues.push({ code: 'custom', input: value, path: [key], message })
    }
  })
}

/** A text said in an operator's own words: one that there is, with no other placeholders than it has. */
function rewordingOf(builtIn: Record<string, string>) {
  return catalogueFile.check(({ value, issues }) => {
    for (const [key, said] of Object.entries(value)) {
      const message = builtIn[key] === undefined ? 'there is no such text' : strangeHole(said, builtIn[key])
      if (message) issues.push({ code: 'custom', input: value, path: [key], message })
    }
    for (const key of Object.keys(builtIn)) {
      if (value[key] !== undefined) continue
      issues.push({ code: 'custom', input: value, path: [key], message: 'a text cannot be removed' })
    }
  })
}

/** Whatever stands in braces counts: `{tên}` would be read out to people as it is. */
function strangeHole(said: string, builtIn: string): string | undefined {
  const known = new Set(builtIn.match(anyHole))
  const strange = said.match(anyHole)?.find((hole) => !known.has(hole))
  if (strange === undefined) return undefined
  return `${strange} is no placeholder of this text, which takes ${[...known].join(', ') || 'none'}`
}

function holes(text: string | undefined): string | null {
  return text === undefined ? null : [...text.matchAll(/\{\w+\}/g)].map(String).sort().join()
}
