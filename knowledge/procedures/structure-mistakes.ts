import type { Path, PathRemark } from './remark.ts'
import type { ProcedureFile, ProcedureVersion, Question } from './schema.ts'

/** What the schema cannot say about one file: ids that repeat, references that lead nowhere, dates in disorder. */
export function* structureMistakes(file: ProcedureFile): Generator<PathRemark> {
  yield* versionMistakes(file)
  for (const [index, version] of file.versions.entries()) {
    const path = ['versions', index]
    yield* repeats(version.questions, [...path, 'questions'])
    yield* repeats(version.papers, [...path, 'papers'])
    for (const [at, question] of version.questions.entries()) {
      yield* questionMistakes(question, [...path, 'questions', at])
    }
    yield* channelMistakes(version, path)
    yield* referenceMistakes(file, version, path)
  }
}

function* versionMistakes({ versions }: ProcedureFile): Generator<PathRemark> {
  const ordered = [...versions.entries()].sort(([, a], [, b]) => a.from.localeCompare(b.from))
  for (const [place, [index, version]] of ordered.entries()) {
    const path = ['versions', index, 'until']
    const next = ordered[place + 1]?.[1]
    if (version.until !== null && version.until < version.from) yield { path, what: 'ends before it begins' }
    if (place > 0 && version.changes === undefined) {
      yield { path: ['versions', index, 'from'], what: 'a later version says in `changes` what is new' }
    }
    if (next && (version.until === null || version.until >= next.from)) {
      yield { path, what: `overlaps the version from ${next.from}` }
    }
  }
}

function* repeats(list: readonly { id: string }[], path: Path): Generator<PathRemark> {
  for (const [index, { id }] of list.entries()) {
    if (list.findIndex((other) => other.id === id) < index) {
      yield { path: [...path, index, 'id'], what: `the id "${id}" is used twice` }
    }
  }
}

function* questionMistakes(question: Question, path: Path): Generator<PathRemark> {
  if (question.kind === 'number' && question.min > question.max) {
    yield { path: [...path, 'max'], what: 'is below min' }
  }
  if (!('choices' in question)) return
  yield* repeats(question.choices, [...path, 'choices'])
  for (const lang of ['vi', 'en'] as const) {
    const starts = question.choices.map(({ label }) => label[lang].split(/[\s,]/, 1)[0]?.toLowerCase())
    for (const [index, start] of starts.entries()) {
      if (starts.indexOf(start) < index) {
        const what = `begins with the same word as another choice: "${start}"`
        yield { path: [...path, 'choices', index, 'label', lang], what }
      }
    }
  }
  for (const [index, choice] of question.choices.entries()) {
    if (choice.leads_to && choice.ends_with) {
      yield {
        path: [...path, 'choices', index, 'ends_with'],
        what: 'leads_to and ends_with exclude each other',
      }
    }
  }
}

/** The question with the reserved id `channel` comes last and offers only ways that the procedure has. */
function* channelMistakes({ questions, channels }: ProcedureVersion, path: Path): Generator<PathRemark> {
  const index = questions.findIndex(({ id }) => id === 'channel')
  const question = questions[index]
  if (!question) return
  const at = [...path, 'questions', index]
  if (index !== questions.length - 1) yield { path: at, what: 'the question "channel" comes last' }
  if (question.kind !== 'choice') return yield { path: at, what: '"channel" is a question of kind choice' }
  for (const [place, { id }] of question.choices.entries()) {
    if (id !== 'online' && id !== 'direct' && id !== 'post') {
      yield { path: [...at, 'choices', place, 'id'], what: '"channel" knows only online, direct and post' }
    } else if (channels[id] === false) {
      yield { path: [...at, 'choices', place, 'id'], what: `channels says that "${id}" is not possible` }
    }
  }
}

function* referenceMistakes(
  file: ProcedureFile,
  version: ProcedureVersion,
  path: Path,
): Generator<PathRemark> {
  for (const [index, { from, value, unit, from_text }] of version.deadlines.entries()) {
    const whole = [value === null, unit === null, from_text === undefined]
    if (new Set(whole).size > 1) {
      const what = 'value, unit and from_text belong together'
      yield { path: [...path, 'deadlines', index], what }
    }
    const known = version.questions.some(({ id, kind }) => id === from && kind === 'date')
    if (from !== null && !known) {
      yield { path: [...path, 'deadlines', index, 'from'], what: `there is no date question "${from}"` }
    }
  }
  for (const [index, { code }] of version.links.entries()) {
    const at = [...path, 'links', index, 'code']
    if (code === file.code) yield { path: at, what: 'a link to itself' }
    if (version.links.findIndex((other) => other.code === code) < index) {
      yield { path: at, what: `${code} is linked twice` }
    }
  }
}
