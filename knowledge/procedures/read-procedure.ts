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

/**
 * Parses one file and holds it against the schema; never throws for what is in the text.
 * @param corrected what a file of this code corrects, if it is one of an operator's
 */
export function readProcedure(
  { name, text }: ProcedureSource,
  corrected?: (code: string) => ReadProcedure | undefined,
): ReadProcedure {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const lineAt = (offset: number) => lines.linePos(offset).line || 1
  const written = document.errors.length > 0 ? undefined : toData(document)
  const base = corrected?.(codeOf(written))
  const raw = corrected ? mergeFacts(base?.raw, written, entryKeys) : written
  const lineOf = (path: Path) => lineAt(locate(document, raw, path).offset)
  const placeOf = (path: Path, data = raw) => {
    const place = locate(document, data, path)
    return place.written || !base ? { file: name, line: lineAt(place.offset) } : base.placeOf(path, data)
  }
  const places = { lineOf, placeOf }
  if (document.errors.length > 0) {
    const errors = document.errors.map((error) => ({
      line: lineAt(error.pos[0]),
      what: firstLine(error.message),
    }))
    return { name, errors, ...places }
  }
  const result = procedureFile.safeParse(raw)
  if (result.success) return { name, data: result.data, raw, errors: [], ...places }
  const errors = tellIssues(result.error).map(({ path, what }) => ({
    line: lineOf(path),
    what: `${path.map(String).join('.') || 'the file'}: ${what}`,
  }))
  return { name, errors, ...places }
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

function firstLine(message: string) {
  return message.split('\n', 1)[0] ?? message
}
