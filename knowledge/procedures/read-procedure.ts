import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { mergeFacts } from '../files/merge-facts.ts'
import type { LineRemark, Path } from './remark.ts'
import { type ProcedureFile, procedureFile } from './schema.ts'

/** A procedure file as it lies on the disk. */
export interface ProcedureSource {
  /** How it is named in messages, e.g. its path from the folder that holds it. */
  name: string
  text: string
}

export interface ReadProcedure {
  name: string
  /** Absent when the text is no YAML or does not fit the schema; `errors` then says where. */
  data?: ProcedureFile
  /** What was held against the schema: what is written, laid over what it corrects. */
  raw?: unknown
  errors: LineRemark[]
  /** The line, from 1, of a place in the data; of the nearest thing around it that is written down. */
  lineOf(path: Path): number
}

/** Entries of these lists are named by another field than `id`. */
const entryKeys = { versions: 'from', links: 'code', former_names: 'name' }

/**
 * Parses one file and holds it against the schema; never throws for what is in the text.
 * @param builtIn what a file of this code corrects, if it is one of an operator's
 */
export function readProcedure(
  { name, text }: ProcedureSource,
  builtIn?: (code: string) => unknown,
): ReadProcedure {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const lineAt = (offset: number) => lines.linePos(offset).line || 1
  const lineOf = (path: Path) => lineAt(offsetOf(document, path))
  if (document.errors.length > 0) {
    const errors = document.errors.map((error) => ({
      line: lineAt(error.pos[0]),
      what: firstLine(error.message),
    }))
    return { name, errors, lineOf }
  }
  const written = toData(document)
  const raw = builtIn ? mergeFacts(builtIn(codeOf(written)), written, entryKeys) : written
  const result = procedureFile.safeParse(raw)
  if (result.success) return { name, data: result.data, raw, errors: [], lineOf }
  return { name, errors: result.error.issues.flatMap((issue) => remarksOf(issue, lineOf)), lineOf }
}

function toData(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch {
    // Aliases without an anchor, or nested so that they explode: the schema then says what is missing.
    return undefined
  }
}

function codeOf(written: unknown): string {
  const code = typeof written === 'object' && written !== null && 'code' in written ? written.code : ''
  return typeof code === 'string' ? code : ''
}

function remarksOf(issue: z.core.$ZodIssue, lineOf: (path: Path) => number): LineRemark[] {
  const at = (path: Path, message: string) => ({ line: lineOf(path), what: `${dotted(path)}: ${message}` })
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => at([...issue.path, key], 'no such field'))
  }
  return [at(issue.path, issue.message)]
}

function offsetOf(document: Document, path: Path): number {
  let offset = 0
  for (let length = 0; length <= path.length; length++) {
    const node = document.getIn(path.slice(0, length), true)
    if (!isNode(node)) break
    offset = keyOffset(document, path.slice(0, length)) ?? node.range?.[0] ?? offset
  }
  return offset
}

/** Where the key of an entry stands: for `papers:` with a list below it, its own line and not the list's. */
function keyOffset(document: Document, path: Path): number | undefined {
  const parent = path.length > 0 ? document.getIn(path.slice(0, -1), true) : undefined
  if (!isMap(parent)) return undefined
  const pair = parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1))
  return isScalar(pair?.key) ? pair.key.range?.[0] : undefined
}

function dotted(path: Path) {
  return path.length > 0 ? path.map(String).join('.') : 'the file'
}

function firstLine(message: string) {
  return message.split('\n', 1)[0] ?? message
}
