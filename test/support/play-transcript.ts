import { Temporal } from 'temporal-polyfill'
import { renderPlain } from '../../bots/channels/render-plain.ts'
import type { Ask, AskAnswer, Event } from '../../bots/dialogue/event.ts'
import type { Knowledge } from '../../bots/dialogue/flow.ts'
import { newState } from '../../bots/dialogue/new-state.ts'
import { readState } from '../../bots/dialogue/read-state.ts'
import type { Reply } from '../../bots/dialogue/reply.ts'
import type { State } from '../../bots/dialogue/state.ts'
import { turn } from '../../bots/dialogue/turn.ts'

/** The head of a transcript: what it is about and in which world it is played. */
export interface TranscriptHead {
  title: string[]
  now: Temporal.Instant
  units: string[]
  lang: 'vi' | 'en'
  group: boolean
}

/**
 * A transcript is text: comment lines (`# …`, of which `# now:`, `# units:`, `# lang:`, `# group` set the
 * scene), lines of the citizen (`> …`), and below each what the assistant answers. `> [label]` taps that
 * button of the newest message that has it, `> @photo` and the like send what is no text, `> @start 1.001193`
 * opens by a link, `> @follow` follows an Official Account, `> @contact own` and `> @contact other` share a phone
 * number, `> @receipt` sends a photo that can be read and `> @codes …` what it showed, `> @pdf name` sends a document,
 * `> @later P3D` lets time pass; `\n` in a text is a line's end. Below a line whose turn asks the database something
 * may stand `> @answers {…}`: what that answers, one for each time it asks. Without it the person is known nowhere else,
 * and no announcement asks anything.
 */
export function readHead(source: string): TranscriptHead {
  const comments = source.split('\n').filter((line) => line.startsWith('#'))
  const value = (name: string) =>
    comments
      .find((line) => line.startsWith(`# ${name}:`))
      ?.slice(name.length + 3)
      .trim()
  return {
    title: comments,
    now: Temporal.Instant.from(value('now') ?? '2026-11-19T10:00:00+07:00'),
    units: (value('units') ?? 'hoan-kiem').split(',').filter((slug) => slug && slug !== 'all'),
    lang: value('lang') === 'en' ? 'en' : 'vi',
    group: comments.includes('# group'),
  }
}

/** Plays the citizen's lines of a transcript and writes it anew with what the assistant answers now. */
export function playTranscript(source: string, head: TranscriptHead, knowledge: Knowledge): string {
  const shown: Reply[] = []
  const written = [...head.title]
  let now = head.now
  let state: State = newState(head.lang, head.group)
  const lines = source.split('\n').filter((one) => one.startsWith('>'))
  for (const [at, line] of lines.entries()) {
    const said = line.slice(1).trim()
    if (said.startsWith(answers)) continue
    written.push('', line)
    const later = /^@later (\S+)$/.exec(said)?.[1]
    if (later) {
      now = now.add(Temporal.Duration.from(later).round({ largestUnit: 'hours', relativeTo: '2026-01-01' }))
      continue
    }
    let result = turn(state, readEvent(said, shown), knowledge, now)
    for (let asked = 1; result.ask; ) {
      const { ask } = result
      const next = lines[at + asked]?.slice(1).trim()
      const given = next?.startsWith(answers) ? next.slice(answers.length) : undefined
      // Whether an announcement asks something is asked in passing: what stands there may answer the next question.
      const scripted = ask.kind === 'hear_poll' && !given?.includes('"open_polls"') ? undefined : given
      if (scripted !== undefined) asked++
      if (scripted !== undefined) written.push(`> ${answers}${scripted}`)
      const answer = scripted === undefined ? strangersAnswer(ask) : (JSON.parse(scripted) as AskAnswer)
      result = turn(state, { kind: 'answered', ask, answer }, knowledge, now)
    }
    // What is stored is JSON: a transcript must not pass by anything that storing would lose.
    state = readState(JSON.parse(JSON.stringify(result.state)), head.group)
    shown.push(...result.replies)
    for (const reply of result.replies) {
      const phone = reply.asksPhone
        ? `\n(phone: ${reply.asksPhone})`
        : reply.dropsPhoneButton
          ? '\n(no phone)'
          : ''
      written.push(indent(withPlainBlanks(renderPlain(reply)) + phone), '')
    }
    if (result.replies.length) written.pop()
    for (const effect of result.effects) {
      written.push(`  (${effect.kind}${effect.kind === 'remind' ? ` ${effect.at}` : ''})`)
    }
  }
  return `${written.join('\n')}\n`
}

const answers = '@answers '

/** What the database says of somebody who is on no other channel and has no code. */
function strangersAnswer(ask: Ask): AskAnswer {
  switch (ask.kind) {
    case 'redeem_code':
      return { kind: 'code_refused', reason: 'unknown' }
    case 'redeem_chat_code':
      return { kind: 'code_refused', reason: 'unknown', of: 'chat_code' }
    case 'answer_offer':
      return { kind: 'offer_over' }
    case 'joined_places':
      return { kind: 'joined_places', places: [] }
    case 'sides':
      return { kind: 'sides', to: ask.to, sides: [], reminders: 0, dossiers: 0 }
    case 'unlink':
      return { kind: 'unlinked', where: null }
    case 'dossier':
      return { kind: 'dossier_unproved', code: ask.code }
    case 'prove_dossier':
      return { kind: 'dossier_wrong', code: ask.code }
    case 'redeem_slip':
      return { kind: 'slip_refused', reason: 'unknown' }
    case 'my_dossiers':
      return { kind: 'my_dossiers', dossiers: [], phone: 'unproved' }
    case 'prove_phone':
      return { kind: 'my_dossiers', dossiers: [], phone: 'proved_now' }
    case 'followed_dossier':
    case 'set_telling':
    case 'unfollow':
      return { kind: 'follow_over' }
    case 'follow':
      return {
        kind: 'following',
        fresh: true,
        units: ask.unit ? [ask.unit] : [],
        groups: [],
        topics: ask.topics ?? ['chung'],
      }
    case 'follows':
    case 'find_group':
    case 'leave_group':
      return { kind: 'follows_nothing' }
    case 'stop_following':
      return ask.guide ? { kind: 'meant_guide' } : { kind: 'follows_nothing' }
    case 'join_group':
      return { kind: 'group_unknown', reason: 'unknown' }
    case 'answer_poll':
      return { kind: 'poll_over' }
    case 'hear_poll':
      return { kind: 'open_polls', options: [] }
    case 'desk':
    case 'desk_draft':
    case 'desk_act':
    case 'desk_show':
    case 'desk_preview':
      return { kind: 'no_desk' }
  }
}

/** What keeps the parts of a dossier's code on one line is not seen, and nobody types it. */
function withPlainBlanks(text: string): string {
  return text.replaceAll('\u2060\u00a0', ' ')
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n')
}

function readEvent(said: string, shown: readonly Reply[]): Event {
  const label = /^\[(.+)\]$/.exec(said)?.[1]
  if (label) {
    const choices = shown.toReversed().flatMap(({ choices }) => choices ?? [])
    const choice = choices.find((one) => withPlainBlanks(one.label).replace(/^[☐☑] /u, '') === label)
    if (!choice) throw new Error(`no button [${label}] was shown`)
    return { kind: 'tap', ref: choice.ref }
  }
  const command = /^@(\w+)(?: (.*))?$/.exec(said)
  if (!command) return { kind: 'text', text: said.replaceAll('\\n', '\n'), sinceTurn: true }
  const [, name = '', rest] = command
  if (name === 'start') return { kind: 'start', ...(rest ? { payload: rest } : {}) }
  if (name === 'follow') return { kind: 'start', follows: true }
  if (name === 'deleted') return { kind: 'deleted' }
  if (name === 'edited') return { kind: 'edited', text: rest ?? '' }
  if (name === 'forged') return { kind: 'tap', ref: rest ?? null }
  if (name === 'language') return { kind: 'language', lang: rest === 'en' ? 'en' : 'vi' }
  if (name === 'contact')
    return { kind: 'contact', phone: rest === 'own' ? { hash: 'h', last2: '78' } : null }
  if (name === 'codes') return { kind: 'photo_read', codes: rest ? [rest] : [] }
  if (name === 'receipt')
    return { kind: 'attachment', type: 'photo', image: 'image', ...(rest ? { caption: rest } : {}) }
  if (name === 'pdf')
    return {
      kind: 'attachment',
      type: 'file',
      file: { ref: 'file', name: rest ?? 'a.pdf', type: 'application/pdf' },
    }
  if (name === 'photo' || name === 'voice' || name === 'sticker' || name === 'location' || name === 'file') {
    return { kind: 'attachment', type: name, ...(rest ? { caption: rest } : {}) }
  }
  throw new Error(`a transcript knows no @${name}`)
}
