import type { Flow, FlowChoice } from '../../dialogue/flow.ts'
import { readDeskRef } from './desk-refs.ts'
import type { PartWords } from './draft-part.ts'
import { askOfRef } from './press-desk-button.ts'

/**
 * What is asked about before it is done to an announcement; `urgent` is the second question.
 * @property version the one that was shown
 * @property about its title; of `urgent` the category's id
 */
export interface Sure {
  what: 'approve' | 'urgent' | 'stop' | 'correct' | 'recall'
  id: string
  version: number
  about: string
}

/** Loose ways of saying yes to each, besides those that mean yes to anything. */
const says: Record<Sure['what'], readonly string[]> = {
  approve: ['duyệt', 'duyệt đi', 'duyệt luôn', 'gửi đi', 'approve'],
  urgent: ['duyệt', 'xác nhận', 'gửi ngay', 'gửi đi', 'confirm'],
  stop: ['dừng', 'dừng hẳn', 'dừng đi', 'stop'],
  correct: ['đính chính', 'soạn đi', 'correct'],
  recall: ['thu hồi', 'thu hồi đi', 'recall'],
}

/** Of these, some mean to hear no more of anything where no question is open. */
const leaves = ['thôi', 'thôi không', 'khoan', 'khoan đã', 'để sau', 'cancel']

/**
 * What cannot be taken back is asked about once, so that a yes may be typed as well as pressed. Its buttons are those of
 * the desk, which say what they do also when this question is over.
 */
export function sureFlow(sure: Sure, { both, facts }: PartWords): Flow {
  const { what, id, about } = sure
  const category = facts.urgent.find((one) => one.id === about)?.name
  const yes = yesRef(sure)
  const back = `k.d.return.${id}`
  const choice = (named: Pick<FlowChoice, 'id' | 'ref' | 'means' | 'says'>, key: string): FlowChoice => ({
    ...named,
    label: both(key),
  })
  return {
    id: sureId(sure),
    version: '1',
    title: both('desk.sure.title'),
    left: (scope) => scope.text('desk.sure.no', { id }),
    steps: [
      {
        kind: 'choice',
        id: 'sure',
        uncounted: true,
        ask: (scope) =>
          scope.text(
            `desk.sure.${what}`,
            what === 'urgent' ? { id, category: category?.[scope.lang] ?? about } : { id, title: about },
          ),
        choices: [
          choice(
            { id: 'yes', ref: yes, means: 'yes', says: says[what] },
            what === 'urgent' ? 'choice.desk.urgent' : `choice.desk.${what}.sure`,
          ),
          ...(what === 'approve' || what === 'urgent'
            ? [choice({ id: 'return', ref: back }, 'choice.desk.return')]
            : []),
          choice({ id: 'no', means: 'no', says: leaves }, 'choice.desk.no'),
        ],
      },
      {
        kind: 'say',
        id: 'kept',
        when: ({ answers }) => answers.sure === 'no',
        say: (scope) => [{ blocks: [{ kind: 'text', text: scope.text('desk.sure.no', { id }) }] }],
      },
      {
        kind: 'do',
        id: 'act',
        when: ({ answers }) => answers.sure !== 'no',
        run({ answers }) {
          const read = readDeskRef(answers.sure === 'yes' ? yes : back)
          return read && read.kind !== 'sample' ? { ask: askOfRef(read) } : {}
        },
      },
    ],
  }
}

function yesRef({ what, id, version }: Sure): string {
  if (what === 'urgent') return `k.u.${id}.${version}`
  return what === 'approve' ? `k.y.approve.${id}.${version}` : `k.y.${what}.${id}`
}

/** Such a flow is known by what it asks, since no turn can look that up. */
export function sureId({ what, id, version, about }: Sure): string {
  return `sure:${what}:${id}:${version}:${about}`
}

/** @returns undefined for another flow's id, whatever stands in it */
export function readSureId(flow: string): Sure | undefined {
  const [, what, id, version, about] =
    /^sure:(approve|urgent|stop|correct|recall):(\d{1,18}):(\d{1,9}):(.*)$/s.exec(flow) ?? []
  if (what === undefined || id === undefined || about === undefined) return undefined
  return { what: what as Sure['what'], id, version: Number(version), about }
}
