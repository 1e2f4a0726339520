import { type Document, LineCounter, parseDocument } from 'yaml'
import { mergeFacts } from '../files/merge-facts.ts'
import { tellIssues } from '../files/tell-mistakes.ts'
import { entryKeys, locate } from './locate.ts'
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
  /**
   * Where that is written: here, or in the file that this one corrects.
   * @param data what the path leads through, when that is not this file's
   */
  placeOf(path: Path, data?: unknown): { file: string; line: number }
}

/** A person edits these by hand; more than this is a mistake, and would only stall the check. */
const longest = 200_000
/** So many mistakes of one file are looked up: finding the line of each takes a walk through the file. */
const mostTold = 20

/**
 * Parses one file and holds it against the schema; never throws for what is in the text.
 * @param corrected what a file of this code corrects, if it is one of an operator's
 */
export function readProcedure(
  { name, text }: ProcedureSource,
  corrected?: (code: string) => ReadProcedure | undefined,
): ReadProcedure {
  if (text.length > longest) return unreadable(name, `longer than ${longest} characters`)
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const lineAt = (offset: number) => lines.linePos(offset).line || 1
  const written = document.errors.length > 0 ? undefined : toData(document)
  if (written === unfolds) return unreadable(name, 'its aliases (*name) lead nowhere or unfold without end')
  const base = corrected?.(codeOf(written))
  const raw = corrected ? mergeFacts(base?.raw, written, entryKeys) : written
  const lineOf = (path: Path) => lineAt(locate(document, raw, path).offset)
  const placeOf = (path: Path, data = raw) => {
    const place = locate(document, data, path)
    return place.written || !base ? { file: name, line: lineAt(place.offset) } : base.placeOf(path, data)
  }
  const places = { lineOf, placeOf }
  if (document.errors.length > 0) {
    const errors = document.errors.slice(0, mostTold).map((error) => ({
      line: lineAt(error.pos[0]),
      what: firstLine(error.message),
    }))
    return { name, errors, ...places }
  }
  const result = procedureFile.safeParse(raw)
  if (result.success) return { name, data: result.data, raw, errors: [], ...places }
  const errors = tellIssues(result.error)
    .slice(0, mostTold)
    .map(({ path, what }) => ({
      line: lineOf(path),
      what: `${path.map(String).join('.') || 'the file'}: ${what}`,
    }))
  return { name, errors, ...places }
}

/** Stands for data that cannot be had. */
const unfolds = Symbol('aliases')

function unreadable(name: string, what: string): ReadProcedure {
  return { name, errors: [{ line: 1, what }], lineOf: () => 1, placeOf: () => ({ file: name, line: 1 }) }
}

function toData(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch {
    // Aliases without an anchor, or nested so that they explode.
    return unfolds
  }
}

function codeOf(written: unknown): string {
  const code = typeof written === 'object' && written !== null && 'code' in written ? written.code : ''
  return typeof code === 'string' ? code : ''
}

function firstLine(message: string) {
  return message.split('\n', 1)[0] ?? message
}
