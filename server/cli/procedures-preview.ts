import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { stringify } from 'yaml'
import { renderPlain } from '../../bots/channels/render-plain.ts'
import type { Lang } from '../../bots/dialogue/event.ts'
import type { CaseScope } from '../../bots/flows/guide/case-scope.ts'
import { createGuideWorld } from '../../bots/flows/guide/create-guide-world.ts'
import { describeProcedure } from '../../bots/flows/guide/describe-procedure.ts'
import { playGuide } from '../../bots/flows/guide/play-guide.ts'
import { tellCase } from '../../bots/flows/guide/tell-case.ts'
import { writeSheet } from '../../bots/flows/guide/write-sheet.ts'
import { hanoiDay } from '../../knowledge/calendar/hanoi-day.ts'
import type { Condition, Procedure, Question } from '../../knowledge/procedures/schema.ts'
import { asWritten } from '../../knowledge/procedures/settle-conditions.ts'
import type { Config } from '../config.ts'
import { AppError } from '../errors.ts'
import { listFiles, loadInForce } from '../load-in-force.ts'
import type { LoadedKnowledge } from '../load-knowledge.ts'
import { pathOf } from './back-up.ts'
import type { CommandContext } from './command-context.ts'

type Context = Pick<CommandContext, 'clock' | 'print'> & {
  config: Pick<Config, 'units' | 'knowledgeDir' | 'dataDir'>
}

export interface PreviewOptions {
  /** `question=answer` pairs, choices by their ids. */
  answers?: readonly string[]
  lang: Lang
}

/**
 * `procedures preview`: a guide as a citizen sees it. With answers it is played to where they reach; without, all its
 * questions are shown and then everything that may be said at the end.
 * @param target a code, or the path of a file that is not in force yet
 */
export async function previewProcedure(
  context: Context,
  target: string,
  { answers = [], lang }: PreviewOptions,
): Promise<void> {
  const { config, clock, print } = context
  const now = clock.now()
  const file = target.endsWith('.yaml')
  const loaded = file ? await loadWith(context, target) : await loadInForce(config, hanoiDay(now))
  const code = file ? basename(target, '.yaml') : target
  const procedure = loaded.parts.catalogue.find(code, hanoiDay(now))
  if (!procedure) throw new AppError('not_found', `no procedure ${code} is in force: see procedures check`)
  const given = readAnswers(answers)
  const unit = config.units[0]
  const played = playGuide(procedure, given, loaded.knowledge, { lang, now, ...(unit ? { unit } : {}) })
  if (played.unknown.length) {
    throw new AppError('bad_usage', `${procedure.code} does not take the answer ${played.unknown.join(', ')}`)
  }
  const scope: CaseScope = {
    answers: {},
    lang,
    text: (key, values) => loaded.texts.text(key, lang, values),
    today: hanoiDay(now),
    unit,
  }
  const sheet = describeProcedure(procedure, scope, createGuideWorld(loaded.parts))
  const questions = procedure.questions.map((question) => sayQuestion(question, procedure, scope))
  const overview = [...questions, writeSheet(sheet)]
  const said = given.size ? played.replies.map((reply) => renderPlain(reply)) : overview
  print(
    { code: procedure.code, version: procedure.version, replies: played.replies, sheet },
    said.join('\n\n'),
  )
}

/** Pairs joined by commas are split where the next begins; any other comma belongs to an answer. */
export function readAnswers(pairs: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    pairs
      .flatMap((pair) => pair.split(/,(?=\s*\w+=)/))
      .map((pair) => {
        const [, question, answer] = /^\s*(\w+)=\s*(\S.*?)\s*$/s.exec(pair) ?? []
        if (!question || !answer)
          throw new AppError('bad_usage', `--answers takes question=answer, not "${pair}"`)
        return [question, answer]
      }),
  )
}

/** A question with everything an official has to look at: its ids too, since `--answers` wants them. */
function sayQuestion(question: Question, procedure: Procedure, scope: CaseScope): string {
  const { lang } = scope
  const when = question.when ? `  (${onlyWhen[lang]} ${sayWhen(question.when, procedure, scope)})` : ''
  const choices = 'choices' in question ? question.choices : []
  return [
    `${question.id}: ${question.ask[lang]}${when}`,
    ...(question.help ? [`  ? ${question.help[lang]}`] : []),
    ...choices.map(({ id, label, note, leads_to, ends_with }) => {
      const leads = leads_to ? ` → ${leads_to}` : ends_with ? ` → ${ends_with[lang]}` : ''
      return `  [${id}] ${label[lang]}${leads}${note ? `\n      ${note[lang]}` : ''}`
    }),
  ].join('\n')
}

const onlyWhen: Record<Lang, string> = { vi: 'chỉ hỏi khi', en: 'only asked when' }

/** In words; what has no simple ones, as the file puts it. */
function sayWhen(when: Condition, procedure: Procedure, scope: CaseScope): string {
  const told = tellCase(when, procedure, scope)
  if (!told) return stringify(asWritten(when), { collectionStyle: 'flow', lineWidth: 0 }).trim()
  return told.question ? `“${told.question}”: ${told.answer}` : told.answer
}

/** What would be known were this file among the ward's own, with the others as they are in force. */
async function loadWith({ config, clock }: Context, target: string): Promise<LoadedKnowledge> {
  const folder = await mkdtemp(join(tmpdir(), 'mot-cua-preview-'))
  try {
    for (const file of await listFiles(config.knowledgeDir)) {
      await cp(join(config.knowledgeDir, file), join(folder, file), { dereference: true })
    }
    await mkdir(join(folder, 'procedures'), { recursive: true })
    const placed = join(folder, 'procedures', basename(target))
    await cp(pathOf(target), placed, { dereference: true }).catch((cause) => {
      throw new AppError('not_found', `${target} cannot be read: check the path`, { cause })
    })
    const loaded = await loadInForce({ ...config, knowledgeDir: folder }, hanoiDay(clock.now()))
    const problem = loaded.problems.find((line) => line.startsWith(`${placed}:`))
    if (problem) throw new AppError('bad_data', problem.replaceAll(placed, target))
    return loaded
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
