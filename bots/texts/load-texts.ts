import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { AppError } from '../../server/errors.ts'
import type { Lang } from '../dialogue/event.ts'
import type { Command, TextValues } from '../dialogue/flow.ts'

const catalogueFile = z.record(z.string(), z.string().min(1))
const commandNames = [
  'back',
  'restart',
  'stop',
  'resume',
  'help',
  'repeat',
  'change',
  'vietnamese',
  'english',
  'language',
  'human',
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
 * @throws AppError `bad_data` naming the file when a key or a placeholder is in one language only
 */
export async function loadTexts(folder: string): Promise<Texts> {
  const [vi, en, commands] = await Promise.all([
    readYaml(join(folder, 'vi.yaml'), catalogueFile),
    readYaml(join(folder, 'en.yaml'), catalogueFile),
    readYaml(join(folder, 'commands.yaml'), commandFile),
  ])
  const catalogue: Record<Lang, ReadonlyMap<string, string>> = {
    vi: new Map(Object.entries(vi)),
    en: new Map(Object.entries(en)),
  }
  refuseDifferences(vi, en)
  const text = (key: string, lang: Lang, values?: TextValues) => {
    const said = catalogue[lang].get(key)
    if (said === undefined) throw new Error(`there is no text ${key}`)
    return values ? fill(said, values, key) : said
  }
  return {
    text,
    both: (key) => ({ vi: text(key, 'vi'), en: text(key, 'en') }),
    commands: commands as Record<Command, string[]>,
    keys: Object.keys(vi),
  }
}

function fill(said: string, values: TextValues, key: string): string {
  return said.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`text ${key} wants {${name}}`)
    return String(value)
  })
}

async function readYaml<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  try {
    return schema.parse(parse(await readFile(file, 'utf8')))
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message
    throw new AppError('bad_data', `${file}: ${why.replaceAll('\n', '; ')}`, { cause })
  }
}

function refuseDifferences(vi: Record<string, string>, en: Record<string, string>): void {
  const holes = (text = '') =>
    [...text.matchAll(/\{\w+\}/g)]
      .map(([hole]) => hole)
      .sort()
      .join()
  for (const key of new Set([...Object.keys(vi), ...Object.keys(en)])) {
    if (holes(vi[key]) !== holes(en[key]) || !vi[key] || !en[key]) {
      throw new AppError(
        'bad_data',
        `bots/texts: "${key}" differs between vi.yaml and en.yaml in its placeholders or is missing in one`,
      )
    }
  }
}
