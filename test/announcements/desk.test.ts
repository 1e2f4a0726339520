import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AskAnswer, DeskAnswer, DeskAsk, DraftFields, Event } from '../../bots/dialogue/event.ts'
import { newState } from '../../bots/dialogue/new-state.ts'
import type { Reply } from '../../bots/dialogue/reply.ts'
import { turn } from '../../bots/dialogue/turn.ts'
import { createKnowledge } from '../../bots/flows/create-knowledge.ts'
import { planAnnouncement } from '../../workers/announcements/plan-announcement.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { madeUpKnowledge } from '../support/made-up-procedures.ts'
import { morning, openAnnounceDesk } from './support/open-announce-desk.ts'

let database: TestDatabase
let desk: Awaited<ReturnType<typeof openAnnounceDesk>>
/** A communicator of the ward, and one who approves; their chats. */
let lan: string
let minh: string
let lanChat: string
let minhChat: string
beforeAll(async () => {
  database = await createTestDatabase()
  desk = await openAnnounceDesk(database)
})
afterAll(() => database.drop())
beforeEach(async () => {
  await database.pool.query(
    'truncate announcement, follower, official, neighbourhood_group, conversation cascade',
  )
  lan = await desk.rows.official('hoan-kiem', 'communicator')
  minh = await desk.rows.official('hoan-kiem', 'approver')
  lanChat = await desk.chatOf(lan)
  minhChat = await desk.chatOf(minh)
  await desk.rows.chat('telegram', { units: ['hoan-kiem'] })
  await desk.rows.chat('web', { units: ['hoan-kiem'] })
})

const written: DraftFields = { title: 'Cắt nước', text: 'Cắt nước sáng mai.' }

async function draft(chat = lanChat, fields = written): Promise<string> {
  const answer = await desk.ask(chat, { kind: 'desk_draft', fields })
  if (answer.kind !== 'desk_announcement') throw new Error(`no draft: ${JSON.stringify(answer)}`)
  return answer.view.content.id
}
const act = (chat: string, id: string, name: Extract<DeskAsk, { kind: 'desk_act' }>['act'], more = {}) =>
  desk.ask(chat, { kind: 'desk_act', id, act: name, ...more })
const submitted = async (fields?: DraftFields) => {
  const id = await draft(lanChat, { ...written, ...fields })
  expect(said(await act(lanChat, id, 'submit'))).toBe('submit')
  return id
}
/** What was done, or why not. */
const said = (answer: DeskAnswer) =>
  answer.kind === 'desk_done' ? answer.act : answer.kind === 'desk_refused' ? answer.refusal.why : answer.kind
const unasked = async (chat: string) => {
  const { rows } = await database.pool.query<{ reply: { blocks: { text: string }[] } }>(
    'select reply from outbox where conversation_id = $1 order by id',
    [chat],
  )
  return rows.map(({ reply }) => reply.blocks[0]?.text)
}
const audited = async () => {
  const { rows } = await database.pool.query<{ action: string; actor: string }>(
    "select action, actor from audit_entry where action like 'announcement.%' order by id desc limit 1",
  )
  return rows[0]
}

const questions = (id: string): DeskAsk[] => [
  { kind: 'desk' },
  { kind: 'desk_show', id },
  { kind: 'desk_preview', id },
  { kind: 'desk_draft', fields: written },
  { kind: 'desk_draft', id, fields: written },
  { kind: 'desk_act', id, act: 'approve' },
  { kind: 'desk_act', id, act: 'stop' },
]

describe('who has a desk', () => {
  it('is nobody but an official in office, in the chat they linked, with a role that writes', async () => {
    const id = await submitted()
    const stranger = await desk.rows.chat('telegram')
    const group = await desk.rows.chat('telegram', { isGroup: true })
    await desk.link(group, minh)
    const secretary = await desk.chatOf(await desk.rows.official('hoan-kiem', 'secretary'))
    const gone = await desk.rows.official('hoan-kiem', 'approver')
    const goneChat = await desk.chatOf(gone)
    await database.pool.query('update official set left_at = $2 where id = $1', [gone, morning])
    const { rows: before } = await database.pool.query('select count(*) from audit_entry')
    for (const chat of [stranger, group, secretary, goneChat])
      for (const question of questions(id))
        expect(await desk.ask(chat, question)).toEqual({ kind: 'no_desk' })
    const { rows: after } = await database.pool.query('select count(*) from audit_entry')
    expect(after).toEqual(before)
    expect(said(await desk.ask(lanChat, { kind: 'desk_show', id }))).toBe('desk_announcement')
  })

  it('ends at once when its official leaves, also with a draft in hand', async () => {
    const id = await draft()
    await database.pool.query('update official set left_at = $2 where id = $1', [lan, morning])
    expect(await act(lanChat, id, 'submit')).toEqual({ kind: 'no_desk' })
  })

  it('of another unit shows and does nothing of this one', async () => {
    const id = await submitted()
    const other = await desk.chatOf(await desk.rows.official('ba-dinh', 'approver'))
    for (const question of questions(id).filter((one) => 'id' in one && one.id === id))
      expect(said(await desk.ask(other, question))).toBe('other_unit')
    const answer = await desk.ask(other, { kind: 'desk' })
    expect(answer).toMatchObject({ drafts: [], toApprove: [], running: [] })
    const city = await desk.chatOf(await desk.rows.official('all', 'approver'))
    expect(said(await act(city, id, 'approve'))).toBe('approve')
  })

  it('of a head holds their own groups and drafts only', async () => {
    const head = await desk.rows.official('hoan-kiem', 'head')
    const [own, foreign] = [await desk.rows.group('hoan-kiem'), await desk.rows.group('hoan-kiem')]
    await database.pool.query('update neighbourhood_group set head = $1 where id = $2', [head, own])
    const chat = await desk.chatOf(head)
    const id = await draft(chat)
    const shown = await desk.ask(chat, { kind: 'desk_show', id })
    expect(shown).toMatchObject({ view: { audience: { groups: [own] } }, reach: { units: [] } })
    const wider = (audience: DraftFields['audience']) =>
      desk.ask(chat, { kind: 'desk_draft', id, fields: audience ? { audience } : {} })
    expect(said(await wider({ units: ['hoan-kiem'] }))).toBe('other_unit')
    expect(said(await wider({ groups: [own, foreign] }))).toBe('other_unit')
    expect(said(await desk.ask(chat, { kind: 'desk_show', id: await draft() }))).toBe('other_unit')
  })
})

describe('an announcement in a chat', () => {
  it('is written, sent for approval, and approved by somebody else who was told of it', async () => {
    const id = await draft()
    expect(await desk.ask(lanChat, { kind: 'desk_show', id })).toMatchObject({
      view: { audience: { units: ['hoan-kiem'] }, state: 'draft', submitted: false },
      preview: { total: 2 },
      may: expect.arrayContaining(['edit', 'submit']),
    })
    expect(said(await act(lanChat, id, 'submit'))).toBe('submit')
    expect(await unasked(minhChat)).toEqual([
      expect.stringContaining(`Thông báo số ${id} “Cắt nước” của phường Hoàn Kiếm đang chờ anh/chị duyệt`),
    ])
    expect(await unasked(lanChat)).toEqual([])
    expect(await desk.ask(minhChat, { kind: 'desk' })).toMatchObject({
      toApprove: [{ content: { id } }],
      drafts: [],
    })
    expect(said(await act(lanChat, id, 'approve'))).toBe('no_role')
    const approved = await act(minhChat, id, 'approve')
    expect(approved).toMatchObject({ kind: 'desk_done', view: { state: 'sending' } })
    expect(await audited()).toEqual({ action: 'announcement.approved', actor: `official:${minh}` })
    expect(await unasked(lanChat)).toEqual([expect.stringContaining('đã được duyệt')])
    expect(said(await act(minhChat, id, 'approve'))).toBe('state')
  })

  it('is never approved by who wrote it, nor by who changed it', async () => {
    const own = await draft(minhChat)
    await act(minhChat, own, 'submit')
    expect(said(await act(minhChat, own, 'approve'))).toBe('own')
    const touched = await draft()
    await desk.ask(minhChat, { kind: 'desk_draft', id: touched, fields: { title: 'Cắt nước mai' } })
    await act(lanChat, touched, 'submit')
    expect(said(await act(minhChat, touched, 'approve'))).toBe('own')
  })

  it.each([
    ['own', '0912 345 678', '+84912345678'],
    // A switchboard is many people's.
    ['approve', '024 3825 4321', '02438254321'],
  ])('has %s said to who shares the number %s with who wrote it', async (outcome, first, second) => {
    const share = 'update official set phone = case id when $1 then $3 else $4 end where id in ($1, $2)'
    await database.pool.query(share, [lan, minh, first, second])
    const id = await submitted()
    expect(said(await act(minhChat, id, 'approve'))).toBe(outcome)
  })

  it('is not approved from a chat that is joined with one of its writer’s, or that it was written in', async () => {
    const id = await submitted()
    await desk.link(lanChat, minh)
    expect(said(await act(lanChat, id, 'approve'))).toBe('own')
    await desk.link(lanChat, lan)
    await database.pool.query(
      `insert into person_member (conversation_id, person, joined_at) values ($1, 'p', $3), ($2, 'p', $3)`,
      [lanChat, minhChat, morning],
    )
    expect(said(await act(minhChat, id, 'approve'))).toBe('own')
    await database.pool.query('delete from person_member where conversation_id = $1', [lanChat])
    expect(said(await act(minhChat, id, 'approve'))).toBe('approve')
    const { rows } = await database.pool.query(
      "select detail::text from audit_entry where action like 'announcement.%' and detail::text like '%\"chat\"%'",
    )
    expect(rows).toEqual([])
  })

  it('that is urgent is approved only with the second confirmation', async () => {
    const id = await submitted({ urgent: 'disaster' })
    expect(await act(minhChat, id, 'approve')).toEqual({
      kind: 'desk_refused',
      refusal: { why: 'urgent_unconfirmed', values: { category: 'disaster' } },
      id,
    })
    expect(said(await act(minhChat, id, 'approve', { confirmed: true }))).toBe('approve')
  })

  it('goes back with a word on why', async () => {
    const id = await submitted()
    expect(said(await act(minhChat, id, 'return', { note: 'thiếu giờ' }))).toBe('return')
    expect(await unasked(lanChat)).toEqual([expect.stringContaining('được trả lại để sửa')])
    expect(await desk.ask(lanChat, { kind: 'desk_show', id })).toMatchObject({ view: { submitted: false } })
  })

  it('is paused, resumed and stopped from any desk of the unit', async () => {
    const id = await submitted()
    await act(minhChat, id, 'approve')
    expect(said(await act(lanChat, id, 'pause'))).toBe('pause')
    expect(said(await act(lanChat, id, 'pause'))).toBe('state')
    expect(said(await act(minhChat, id, 'resume'))).toBe('resume')
    expect(said(await act(lanChat, id, 'stop'))).toBe('stop')
    expect(said(await act(lanChat, id, 'resume'))).toBe('state')
  })

  it('is corrected by a draft that begins with the old words', async () => {
    const id = await submitted()
    await act(minhChat, id, 'approve')
    await planAnnouncement(database.pool, id, { now: morning })
    await database.pool.query(
      "update announcement_recipient set status = 'sent', settled_at = $2 where announcement_id = $1",
      [id, morning],
    )
    const answer = await act(lanChat, id, 'correct')
    expect(answer).toMatchObject({
      kind: 'desk_announcement',
      view: { state: 'draft', content: { corrects: id, title: 'Cắt nước', text: 'Cắt nước sáng mai.' } },
      preview: { total: 2 },
    })
    expect(await desk.ask(lanChat, { kind: 'desk_show', id })).toMatchObject({ view: { state: 'stopped' } })
    const correction = answer.kind === 'desk_announcement' ? answer.view.content.id : ''
    expect(said(await act(lanChat, correction, 'submit'))).toBe('unchanged')
    await desk.ask(lanChat, { kind: 'desk_draft', id: correction, fields: { text: 'Cắt nước chiều mai.' } })
    expect(said(await act(lanChat, correction, 'submit'))).toBe('submit')
  })
})

describe('a draft', () => {
  it('keeps all of a long text, and takes more at its end', async () => {
    const long = 'Nước sẽ cắt từ sáng. '.repeat(240).trim()
    const id = await draft(lanChat, { text: long })
    const answer = await desk.ask(lanChat, { kind: 'desk_draft', id, fields: {}, adds: 'Hết.' })
    expect(answer).toMatchObject({ view: { content: { title: '', text: `${long}\n\nHết.` } } })
    expect(said(await act(lanChat, id, 'submit'))).toBe('empty')
  })

  it('takes what is sent, gives it up again, and refuses what it cannot carry', async () => {
    const pdf = { ref: 'f1', name: 'ke-hoach.pdf', type: 'application/pdf', size: 1000 }
    const id = await draft()
    const send = (file: typeof pdf) =>
      desk.ask(lanChat, { kind: 'desk_draft', id, fields: {}, files: [file] })
    expect(await send(pdf)).toMatchObject({ view: { content: { files: [{ name: 'ke-hoach.pdf' }] } } })
    expect(said(await send({ ...pdf, type: 'application/zip' }))).toBe('file_type')
    expect(await desk.ask(lanChat, { kind: 'desk_draft', id, fields: {}, dropsFiles: true })).toMatchObject({
      view: { content: { files: [] } },
    })
    const begun = await desk.ask(lanChat, {
      kind: 'desk_draft',
      fields: written,
      files: [{ ...pdf, size: 99_000_000 }],
    })
    expect(begun).toMatchObject({
      kind: 'desk_refused',
      refusal: { why: 'file_too_large' },
      id: expect.any(String),
    })
  })

  it('is refused part by part, and stays as it was', async () => {
    const id = await draft()
    const change = async (fields: DraftFields) =>
      said(await desk.ask(lanChat, { kind: 'desk_draft', id, fields }))
    expect([
      await change({ at: '2026-11-24T03:00:00Z' }),
      await change({ topic: 'khong-co' }),
      await change({ audience: { units: ['ba-dinh'] } }),
      await change({ audience: { groups: ['999'] } }),
      await change({ text: 'x'.repeat(10_001) }),
      await change({ poll: { question: 'Có đi không?', options: ['Có'] } }),
    ]).toEqual(['past', 'bad_topic', 'other_unit', 'other_unit', 'too_long', 'bad_poll'])
    expect(await desk.ask(lanChat, { kind: 'desk_show', id })).toMatchObject({
      view: { content: { text: 'Cắt nước sáng mai.' } },
    })
  })

  it('that does not exist is nobody’s, whatever its number', async () => {
    for (const id of ['999', '0', '99999999999999999999', '1; drop table announcement'])
      for (const question of questions(id).filter((one) => 'id' in one && one.id === id))
        expect(said(await desk.ask(minhChat, question))).toBe('not_found')
  })
})

describe('a preview', () => {
  it('is the very message, with whom it reaches and how it differs elsewhere', async () => {
    await desk.rows.chat('telegram', { units: ['hoan-kiem'], stoppedAt: morning })
    const id = await draft(lanChat, { ...written, text: 'Cắt nước. '.repeat(500).trim() })
    await database.pool.query(
      `insert into announcement_file (announcement_id, name, type, size, bytes, added_at) values
         ($1, 'a.pdf', 'application/pdf', 3, 'abc', $2), ($1, 'b.pdf', 'application/pdf', 3, null, $2)`,
      [id, morning],
    )
    const here = await desk.ask(lanChat, { kind: 'desk_preview', id })
    expect(here).toMatchObject({
      channel: 'telegram',
      message: { files: [{ name: 'a.pdf' }] },
      audience: { total: 2, byChannel: { telegram: 1, web: 1 }, leftOut: { stopped: 1 } },
      others: [{ channel: 'web', messages: 1, links: 1 }],
    })
    const there = await desk.ask(lanChat, { kind: 'desk_preview', id, channel: 'web' })
    expect(there).toMatchObject({ channel: 'web', others: [{ channel: 'telegram', messages: 4, links: 0 }] })
    expect(JSON.stringify(there)).toContain('https://phuong.example/a.pdf')
  })

  it('leaves the planner of turns as it was', async () => {
    const settings = async () => (await database.pool.query('show enable_seqscan')).rows
    const before = await settings()
    await draft()
    expect(await settings()).toEqual(before)
  })
})

/** No announcement that came here asks anything. */
const nothingAsked = { kind: 'open_polls', options: [] } as unknown as AskAnswer

/** A chat in which things are said, one after another; tells what came of the last. */
function chatting(chat: string) {
  let state = { ...newState('vi', false), met: true as const }
  return async (...events: readonly (string | Event)[]): Promise<readonly Reply[]> => {
    const knowledge = createKnowledge(await madeUpKnowledge())
    const now = Temporal.Instant.from(morning)
    let replies: readonly Reply[] = []
    for (const said of events) {
      let event: Event = typeof said === 'string' ? { kind: 'text', text: said } : said
      for (;;) {
        const result = turn(state, event, knowledge, now)
        if (!result.ask) {
          state = { ...result.state, met: true }
          replies = result.replies
          break
        }
        const isOfDesk = result.ask.kind.startsWith('desk')
        const answer = isOfDesk ? await desk.ask(chat, result.ask as DeskAsk) : nothingAsked
        event = { kind: 'answered', ask: result.ask, answer }
      }
    }
    return replies
  }
}
const talk = (chat: string, events: readonly (string | Event)[]) => chatting(chat)(...events)
const textOf = (replies: readonly Reply[]) =>
  replies.flatMap(({ blocks }) => blocks.map((block) => ('text' in block ? block.text : ''))).join('\n')
/** The button of the last message that is called so. */
const tapOn = (replies: readonly Reply[], label: string): Event => {
  const ref = replies.at(-1)?.choices?.find((choice) => choice.label === label)?.ref
  if (ref === undefined) throw new Error(`no button ${label} below ${JSON.stringify(replies.at(-1))}`)
  return { kind: 'tap', ref }
}
const stateOf = async (id: string) => {
  const { rows } = await database.pool.query('select state from announcement where id = $1', [id])
  return rows[0]?.state
}

describe('what is approved', () => {
  const rewrite = async (id: string, chat = lanChat, fields: DraftFields = { text: 'Cắt nước cả tuần.' }) => {
    await desk.ask(chat, { kind: 'desk_draft', id, fields })
    expect(said(await act(chat, id, 'submit'))).toBe('submit')
  }

  it('is what was seen: after a change it is shown again, and asked again', async () => {
    const id = await submitted()
    const minhSays = chatting(minhChat)
    const seen = tapOn(await minhSays(`duyệt ${id}`), 'Duyệt và gửi')
    await rewrite(id)
    const again = await minhSays(seen)
    expect(textOf(again)).toContain(`Thông báo số ${id} đã được sửa sau khi anh/chị xem`)
    expect(textOf(again)).toContain('Cắt nước cả tuần.')
    expect(await stateOf(id)).toBe('draft')
    const other = await desk.chatOf(await desk.rows.official('hoan-kiem', 'approver'))
    await rewrite(id, other, { text: 'Cắt nước cả tháng.' })
    expect(textOf(await minhSays('vâng'))).toContain('Cắt nước cả tháng.')
    expect(await stateOf(id)).toBe('draft')
    expect(textOf(await minhSays(seen))).toContain('đã được sửa')
    expect(textOf(await minhSays('vâng'))).toContain(`Đã duyệt thông báo số ${id}`)
  })

  it('is what was seen where it is urgent, to the second confirmation', async () => {
    const id = await submitted({ urgent: 'disaster' })
    const minhSays = chatting(minhChat)
    const asked = await minhSays(`duyệt ${id}`, 'đồng ý')
    expect(textOf(asked)).toContain('xác nhận đây đúng là tin khẩn chứ?')
    await rewrite(id, lanChat, { text: 'Chuyện khác.', urgent: 'security' })
    expect(textOf(await minhSays(tapOn(asked, 'Đúng là tin khẩn, gửi ngay')))).toContain('Chuyện khác.')
    expect(await stateOf(id)).toBe('draft')
    expect(textOf(await minhSays('vâng', 'vâng'))).toContain(`Đã duyệt thông báo số ${id}`)
  })

  it('has all its files before its eyes', async () => {
    const file = { ref: 'f1', name: 'ke-hoach.pdf', type: 'application/pdf', size: 1000 }
    const id = await draft()
    await desk.ask(lanChat, { kind: 'desk_draft', id, fields: {}, files: [file] })
    await act(lanChat, id, 'submit')
    const shown = await talk(minhChat, [`duyệt ${id}`])
    expect(shown.at(-1)).toMatchObject({
      blocks: [{ text: 'Tệp vừa gửi chưa về đến nơi. Anh/chị đợi ít phút rồi thử lại.' }],
      choices: [{ ref: `k.s.${id}` }],
    })
  })
})

describe('a question before what cannot be taken back', () => {
  it.each(['ừ', 'vâng', 'đồng ý', 'có', 'duyệt', 'yes', '1'])('is answered by “%s”', async (yes) => {
    const id = await submitted()
    expect(textOf(await talk(minhChat, [`duyệt ${id}`, yes]))).toContain(`Đã duyệt thông báo số ${id}`)
  })

  it.each(['không', 'thôi', 'khoan đã', 'no'])('leaves it as it is after “%s”', async (no) => {
    const id = await submitted()
    const minhSays = chatting(minhChat)
    expect(textOf(await minhSays(`duyệt ${id}`, no))).toBe(`Vâng, thông báo số ${id} vẫn để nguyên.`)
    expect(await stateOf(id)).toBe('draft')
    // Nothing is asked any more that a later yes could answer.
    await minhSays('vâng')
    expect(await stateOf(id)).toBe('draft')
  })

  it.each([
    ['dừng hẳn', 'vâng', 'stopped'],
    ['dừng hẳn', 'dừng', 'stopped'],
    ['dừng hẳn', 'không', 'sending'],
  ])('%s, then %s: %s', async (wish, answer, state) => {
    const id = await submitted()
    await act(minhChat, id, 'approve')
    await talk(lanChat, [`${wish} ${id}`, answer])
    expect(await stateOf(id)).toBe(state)
  })

  it('of a correction and of a recall is answered by typing too', async () => {
    const id = await submitted()
    await act(minhChat, id, 'approve')
    await planAnnouncement(database.pool, id, { now: morning })
    await database.pool.query(
      "update announcement_recipient set status = 'sent', settled_at = $2 where announcement_id = $1",
      [id, morning],
    )
    expect(textOf(await talk(lanChat, [`đính chính ${id}`, 'ừ']))).toContain('Cắt nước')
    expect(await stateOf(id)).toBe('stopped')
    await talk(lanChat, [`thu hồi ${id}`, 'có'])
    expect(await desk.ask(lanChat, { kind: 'desk_show', id })).toMatchObject({
      view: { history: expect.arrayContaining([expect.objectContaining({ act: 'recalled' })]) },
    })
  })

  it('stands alone and last while a draft is being written', async () => {
    const id = await submitted()
    await act(minhChat, id, 'approve')
    const lanSays = chatting(lanChat)
    await lanSays('soạn thông báo', 'Họp tổ\nTối mai họp tổ.')
    const asked = await lanSays(`dừng hẳn ${id}`)
    expect(asked).toHaveLength(1)
    expect(asked[0]?.choices?.map(({ ref }) => ref)).toEqual([`k.y.stop.${id}`, expect.any(String)])
    expect(textOf(await lanSays('1'))).toContain(`Đã dừng hẳn thông báo số ${id}`)
  })

  it('keeps its button when other things were asked meanwhile', async () => {
    const [first, second] = [await submitted(), await submitted()]
    const minhSays = chatting(minhChat)
    const button = tapOn(await minhSays(`duyệt ${first}`), 'Duyệt và gửi')
    const looked = await minhSays(`xem ${second}`)
    expect(textOf(looked)).not.toContain('chứ?')
    expect(textOf(await minhSays(button))).toContain(`Đã duyệt thông báo số ${first}`)
    expect(await stateOf(second)).toBe('draft')
  })
})

describe('a whole conversation', () => {
  it('writes, addresses, previews and submits; another one reads it and approves', async () => {
    const groups = [await desk.rows.group('hoan-kiem'), await desk.rows.group('hoan-kiem')]
    await desk.rows.chat('telegram', { units: ['hoan-kiem'], groups: groups.slice(0, 1) })
    const file: Event = {
      kind: 'attachment',
      type: 'file',
      file: { ref: 'f1', name: 'ke-hoach.pdf', type: 'application/pdf', size: 1000 },
    }
    const previewed = await talk(lanChat, [
      'soạn thông báo',
      'Phun thuốc diệt muỗi\nSáng thứ Bảy phun thuốc. Cháy nổ gọi 114.',
      'chủ đề',
      'y tế',
      'người nhận',
      '2',
      '1',
      'giờ gửi',
      '19h mai',
      'thêm',
      'câu hỏi',
      'Nhà anh/chị có người ở nhà không?',
      'có / không',
      file,
      'xem trước',
    ])
    const shown = JSON.stringify(previewed)
    expect(shown).toContain('Phường Hoàn Kiếm thông báo:')
    expect(shown).toContain('Sáng thứ Bảy phun thuốc. Cháy nổ gọi 114.')
    const { rows } = await database.pool.query<{ id: string }>('select id::text from announcement')
    const id = rows[0]?.id ?? ''
    expect(await desk.ask(lanChat, { kind: 'desk_show', id })).toMatchObject({
      view: {
        at: '2026-11-26T12:00:00.000Z',
        audience: { units: ['hoan-kiem'], except: { groups: [expect.any(String)] } },
        content: {
          title: 'Phun thuốc diệt muỗi',
          topic: 'y-te',
          poll: { question: 'Nhà anh/chị có người ở nhà không?', options: ['Có', 'Không'] },
          files: [{ name: 'ke-hoach.pdf' }],
        },
      },
    })
    await talk(lanChat, [`sửa ${id}`, 'thêm', 'Ảnh, PDF', 'bỏ hết tệp', 'chủ đề', 'tin chung', 'gửi duyệt'])
    const done = await talk(minhChat, [`duyệt ${id}`, 'duyệt và gửi'])
    expect(done[0]?.blocks).toEqual([
      { kind: 'text', text: `Đã duyệt thông báo số ${id}. Đến giờ hẹn trợ lý sẽ gửi.` },
    ])
    expect(await desk.ask(minhChat, { kind: 'desk_show', id })).toMatchObject({
      view: { state: 'scheduled' },
    })
  })
})
