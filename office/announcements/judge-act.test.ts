import { describe, expect, it } from 'vitest'
import type { Reach } from '../../bots/dialogue/event.ts'
import type { AnnouncementAct, AnnouncementState } from '../../knowledge/announcements/announcement.ts'
import type { ActingOfficial } from './acting-official.ts'
import { judgeAct, type Standing } from './judge-act.ts'

const reach: Reach = {
  all: false,
  units: ['hoan-kiem'],
  groups: [{ id: '7', name: 'Tổ 7' }],
  chats: [{ id: 'telegram:-1', name: 'Tổ 7' }],
}
const official = (role: ActingOfficial['role'], more: Partial<ActingOfficial> = {}): ActingOfficial => ({
  id: '2',
  name: 'Minh',
  unit: 'hoan-kiem',
  role,
  reach,
  ...more,
})
const standing = (more: Partial<Standing> = {}): Standing => ({
  state: 'draft',
  pause: null,
  unit: 'hoan-kiem',
  writers: ['1'],
  audience: { units: ['hoan-kiem'], groups: ['7'], chats: ['telegram:-1'] },
  submitted: true,
  begun: false,
  recalled: false,
  ...more,
})

/** Of an announcement that was begun where it can have been: the acts of its unit's communicator and approver. */
const allowed: Record<string, AnnouncementAct[]> = {
  'draft not submitted': ['edit', 'submit', 'stop'],
  'draft submitted': ['edit', 'approve', 'return', 'stop'],
  'scheduled submitted': ['edit', 'pause', 'stop'],
  'waiting submitted': ['edit', 'pause', 'stop'],
  'waiting begun': ['pause', 'stop', 'correct', 'recall'],
  'sending begun': ['pause', 'stop', 'correct', 'recall'],
  'paused begun': ['resume', 'stop', 'correct', 'recall'],
  'paused submitted': ['resume', 'stop'],
  'paused canary begun': ['pause', 'resume', 'stop', 'correct', 'recall'],
  'stopped begun': ['correct', 'recall'],
  'stopped submitted': [],
  'sent begun': ['correct', 'recall'],
  'sent recalled': ['correct'],
  'expired begun': ['correct', 'recall'],
}
const acts: AnnouncementAct[] = [
  ...(['edit', 'submit', 'approve', 'return', 'pause'] as const),
  ...(['resume', 'stop', 'correct', 'recall'] as const),
]

describe('who may do what', () => {
  it.each(Object.entries(allowed))('%s: %j, and nothing else', (name, expected) => {
    const [state, ...how] = name.split(' ')
    const one = standing({
      state: state as AnnouncementState,
      pause: state === 'paused' ? (how.includes('canary') ? 'canary' : 'asked') : null,
      submitted: !how.includes('not'),
      begun: how.includes('begun') || how.includes('recalled'),
      recalled: how.includes('recalled'),
    })
    const may = (role: ActingOfficial['role']) => acts.filter((act) => !judgeAct(act, official(role), one))
    const approving: AnnouncementAct[] = ['approve', 'return']
    expect(may('approver')).toEqual(acts.filter((act) => expected.includes(act)))
    expect(may('communicator')).toEqual(
      acts.filter((act) => expected.includes(act) && !approving.includes(act)),
    )
    for (const role of ['chair', 'secretary', 'official', 'operator'] as const) expect(may(role)).toEqual([])
  })

  it('an approver approves nothing that they wrote, or changed', () => {
    for (const writers of [['2'], ['1', '2']])
      expect(judgeAct('approve', official('approver'), standing({ writers }))).toEqual({ why: 'own' })
    expect(judgeAct('pause', official('approver'), standing({ writers: ['2'], state: 'sending' }))).toBe(
      undefined,
    )
  })

  it.each([
    { audience: { units: ['hoan-kiem', 'ba-dinh'] } },
    { audience: { all: true } as const },
    { audience: { groups: ['8'] } },
    { audience: { chats: ['telegram:-2'] } },
    { audience: {}, unit: 'ba-dinh' },
  ])('nobody of a unit that does not cover %j', (more) => {
    for (const act of ['edit', 'approve', 'stop'] as const) {
      expect(judgeAct(act, official('approver'), standing(more))).toMatchObject({ why: 'other_unit' })
      const everybody = { ...reach, all: true }
      const city = official('approver', { unit: 'all', reach: everybody })
      expect(judgeAct(act, city, standing(more))).toBe(undefined)
    }
  })

  it('nobody of a ward what the city says, though it is for that ward alone', () => {
    const said = { unit: 'all', audience: { units: ['hoan-kiem'] } }
    const standings: Record<AnnouncementAct, Standing> = {
      ...{ edit: standing(said), approve: standing(said), return: standing(said) },
      submit: standing({ ...said, submitted: false }),
      pause: standing({ ...said, state: 'sending' }),
      stop: standing({ ...said, state: 'sending' }),
      resume: standing({ ...said, state: 'paused', pause: 'asked' }),
      correct: standing({ ...said, state: 'sent', begun: true }),
      recall: standing({ ...said, state: 'sent', begun: true }),
    }
    const city = official('approver', { unit: 'all', reach: { ...reach, all: true } })
    for (const act of acts) {
      expect(judgeAct(act, official('approver'), standings[act])).toMatchObject({ why: 'other_unit' })
      expect(judgeAct(act, city, standings[act])).toBe(undefined)
    }
  })

  it('a head for the groups they head, of their own', () => {
    const own = { ...reach, units: [] }
    const head = official('head', { id: '1', reach: own })
    const toGroup = standing({ audience: { groups: ['7'] }, submitted: false })
    expect(judgeAct('submit', head, toGroup)).toBe(undefined)
    expect(judgeAct('stop', head, { ...toGroup, state: 'sending' })).toBe(undefined)
    expect(judgeAct('stop', { ...head, id: '9' }, toGroup)).toMatchObject({ why: 'other_unit' })
    expect(judgeAct('submit', head, standing({ submitted: false }))).toMatchObject({ why: 'other_unit' })
    expect(judgeAct('approve', { ...head, id: '9' }, standing())).toMatchObject({ why: 'no_role' })
  })
})
