import type { Effect } from '../../../bots/dialogue/effect.ts'
import type { Event } from '../../../bots/dialogue/event.ts'
import type { Reply } from '../../../bots/dialogue/reply.ts'
import type { State } from '../../../bots/dialogue/state.ts'
import type { TurnResult } from '../../../bots/dialogue/turn-result.ts'
import type { LinkSayings } from '../../../bots/flows/link-sayings.ts'

const place = { flow: 'f', version: '1', step: 's', answers: { a: 'b' } }

/**
 * A turn that does what its text says, and counts itself in the state: "3: xin chào" answers the third event of
 * a conversation. Texts are `<command> <rest>`.
 */
export function scriptedTurn(state: State, event: Event): TurnResult {
  const runs = state.runs + 1
  const next: State = { ...state, runs }
  const say = (...replies: Reply[]): TurnResult => ({ state: next, replies, effects: [] })
  const act = (effect: Effect, ...replies: Reply[]): TurnResult => ({
    state: next,
    replies,
    effects: [effect],
  })
  if (event.kind === 'tap') return say(text(`${runs}: tap ${event.ref}`))
  if (event.kind === 'answered') return say(text(`${runs}: ${JSON.stringify(event.answer)}`))
  if (event.kind !== 'text') return say(text(`${runs}: ${event.kind}`))
  const [command = '', ...rest] = event.text.split(' ')
  switch (command) {
    case 'throw':
      throw new RangeError(`cannot stand ${event.text}`)
    case 'die':
      process.kill(process.pid, 'SIGKILL')
      return say()
    case 'bad':
      // The reminder's time is none, so the database refuses the whole transaction.
      return act({ kind: 'remind', at: 'never', about: 'x', text: 'x', lang: 'vi' })
    case 'two':
      return say(text(`${runs}: one`), text(`${runs}: two`))
    case 'choose':
      return say({ ...text(`${runs}: choose`), choices: [{ label: 'Có', ref: 'g1.a.yes' }] })
    case 'replace':
      return say({ ...text(`${runs}: replaced`), replacesTapped: true })
    case 'long':
      return say(text(`${rest.join(' ')} `.repeat(300).trim()))
    case 'erase':
      return act({ kind: 'erase' }, text('erased'))
    case 'remind':
      return act(
        { kind: 'remind', at: rest[0] ?? '', about: 'paper', text: rest[1] ?? '', lang: 'vi' },
        text(`${runs}: ok`),
      )
    case 'cancel':
      return act({ kind: 'cancel_reminders' }, text(`${runs}: cancelled`))
    case 'code':
      return act({ kind: 'issue_code', place, lang: 'vi' }, text(`${runs}: here`))
    case 'redeem':
      return { ...say(), ask: { kind: 'redeem_code', code: rest[0] ?? '' } }
    case 'unlock':
      return { ...say(), ask: { kind: 'redeem_code', code: rest[0] ?? '' }, secret: true }
    case 'secret':
      return { ...say(text(`${runs}: hidden`)), secret: true }
    case 'silent':
      return say()
    default:
      return say(text(`${runs}: ${event.text}`))
  }
}

/** What the other side of a link hears: what happened, and from where; a question's number comes with it. */
export const scriptedLink: LinkSayings = {
  offer: (_lang, { offer, where }) => asking(`offer ${where}`, offer),
  confirm: (_lang, { offer, where }) => asking(`confirm ${where}`, offer),
  joined: (_lang, where) => text(`joined ${where}`),
  unlinked: (_lang, where) => text(`unlinked ${where}`),
}

function asking(words: string, offer: string): Reply {
  return { ...text(words), choices: [{ label: 'Có', ref: `o.yes.${offer}` }] }
}

export function text(words: string): Reply {
  return { blocks: [{ kind: 'text', text: words }] }
}

/** The words of a reply. */
export function wordsOf(reply: Reply): string {
  return reply.blocks.map((block) => (block.kind === 'text' ? block.text : '')).join('\n')
}
