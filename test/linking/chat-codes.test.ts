import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashChatCode } from '../../bots/inbox/effects/hash-chat-code.ts'
import { exportPerson } from '../../bots/inbox/export-person.ts'
import { type ChatCodePrefix, makeChatCode } from '../../office/codes/make-chat-code.ts'
import { tapKey } from '../faults/support/start.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { startLinked, takeCode } from './support/start-linked.ts'

const refused = 'Mã này không đúng, đã dùng, hoặc đã quá 24 giờ'
const tooMany = 'Anh/chị đã nhập sai nhiều lần'

describe('codes of officials and group chats', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())

  const makeCode = (prefix: ChatCodePrefix) => makeChatCode(prefix, (max) => randomInt(max))

  async function official(name: string, { left = false } = {}): Promise<string> {
    const { rows } = await database.pool.query<{ id: string }>(
      `insert into official (name, unit, role, created_at, left_at)
       values ($1, 'hoan-kiem', 'communicator', now(), case when $2 then now() end) returning id`,
      [name, left],
    )
    return rows[0]?.id ?? ''
  }

  async function code(
    prefix: ChatCodePrefix,
    of: { official?: string; unit?: string; group?: string; expired?: boolean },
  ): Promise<string> {
    const made = makeCode(prefix)
    await database.pool.query(
      `insert into chat_code (hash, official_id, unit, group_id, expires_at)
       values ($1, $2, $3, $4, now() + $5::interval)`,
      [
        hashChatCode(tapKey, made),
        of.official ?? null,
        of.unit ?? null,
        of.group ?? null,
        of.expired ? '-1 second' : '24 hours',
      ],
    )
    return made
  }

  const linked = async (chat: string) =>
    (await exportPerson(database.pool, { channel: 'telegram', chat })).conversations[0]

  it('make a private chat the official’s, once, and a newer code another’s', async () => {
    const site = await startLinked(database)
    const [chat, other] = [site.onTelegram('lan'), site.onTelegram('lan-other')]
    const made = await code('CB', { official: await official('Nguyễn Thị Lan') })
    expect(await chat.say(made.toLowerCase().replaceAll('-', ' '))).toMatch(
      'là Nguyễn Thị Lan, cán bộ truyền thông, phường Hoàn Kiếm',
    )
    expect((await linked('lan'))?.official).toMatchObject({ name: 'Nguyễn Thị Lan', role: 'communicator' })
    expect(await chat.say('dữ liệu của tôi')).toMatch('Tư cách cán bộ: Nguyễn Thị Lan')
    expect(await other.say(made)).toMatch(refused)
    expect((await linked('lan-other'))?.official).toBeNull()

    await chat.say({
      kind: 'start',
      payload: await code('CB', { official: await official('Trần Văn Bình') }),
    })
    expect((await linked('lan'))?.official).toMatchObject({ name: 'Trần Văn Bình' })
  })

  it('are nobody’s after a day, or once the official has left', async () => {
    const site = await startLinked(database)
    const chat = site.onTelegram('late')
    expect(await chat.say(await code('CB', { official: await official('Cũ'), expired: true }))).toMatch(
      refused,
    )
    expect(await chat.say(await code('CB', { official: await official('Đã nghỉ', { left: true }) }))).toMatch(
      refused,
    )
    expect((await linked('late'))?.official).toBeNull()
  })

  it('make one chat the official’s when two type the code at once', async () => {
    const site = await startLinked(database)
    const second = await startLinked(database, site.channel)
    const rivals = Array.from({ length: 6 }, (_, n) => (n % 2 ? site : second).onTelegram(`rival-${n}`))
    const made = await code('CB', { official: await official('Một') })
    const answers = await Promise.all(rivals.map((rival) => rival.say(made)))
    expect(answers.filter((answer) => answer.includes('Đã nhận mã'))).toHaveLength(1)
    const { rows } = await database.pool.query(
      `select from official_chat l join conversation c on c.id = l.conversation_id where chat like 'rival-%'`,
    )
    expect(rows).toHaveLength(1)
  })

  it('bind a group chat to a unit or one of its groups, whose ward its guides then know', async () => {
    const site = await startLinked(database)
    const group = site.onTelegram('to-5', { group: true })
    const { rows } = await database.pool.query<{ id: string }>(
      `insert into neighbourhood_group (unit, name, join_code, created_at)
       values ('hoan-kiem', 'Tổ dân phố số 5', 'NH-1', now()) returning id`,
    )
    const made = await code('NB', { unit: 'hoan-kiem', group: rows[0]?.id ?? '' })
    expect(await group.say(`đây ạ ${made}`)).toMatch('của Tổ dân phố số 5, phường Hoàn Kiếm')
    expect(await linked('to-5')).toMatchObject({
      bound: { unit: 'hoan-kiem', group: 'Tổ dân phố số 5' },
      state: { unit: 'hoan-kiem', group: true },
    })
    expect(await group.say(made)).toMatch(refused)
    expect(await group.say(await code('NB', { unit: 'hoan-kiem' }))).toMatch('từ giờ thuộc phường Hoàn Kiếm')
    expect((await linked('to-5'))?.bound).toMatchObject({ group: null })
  })

  it('say where they belong in the wrong kind of chat, and stay good', async () => {
    const site = await startLinked(database)
    const [group, chat] = [site.onTelegram('wrong-group', { group: true }), site.onTelegram('wrong-private')]
    const [cb, nb] = [
      await code('CB', { official: await official('Hà') }),
      await code('NB', { unit: 'hoan-kiem' }),
    ]
    expect(await group.say(cb)).toMatch('nhắn riêng mã cho trợ lý')
    expect(await chat.say(nb)).toMatch('gõ mã trong chính nhóm đó')
    expect(await chat.say(cb)).toMatch('là Hà')
    expect(await group.say(nb)).toMatch('từ giờ thuộc phường Hoàn Kiếm')
  })

  it('refuse whoever guesses, in a chat or from an address, and nobody else', async () => {
    const site = await startLinked(database)
    const guesser = site.onTelegram('guesser')
    for (let n = 0; n < 5; n++) expect(await guesser.say(makeCode('CB'))).toMatch(refused)
    const made = await code('CB', { official: await official('Ngọc') })
    expect(await guesser.say(made)).toMatch(tooMany)
    // Of one kind or another, a guess is a guess.
    expect(await guesser.say(await takeCode(site.onTelegram('honest')))).toMatch(tooMany)

    const pages = Array.from({ length: 21 }, (_, n) => site.onWeb(`page-${n}`, { limitKey: 'one address' }))
    const answers: string[] = []
    for (const page of pages) answers.push(await page.say(makeCode('CB')))
    expect(answers.filter((answer) => answer.includes(refused))).toHaveLength(20)
    expect(answers.at(-1)).toMatch(tooMany)
    expect(await site.onWeb('elsewhere', { limitKey: 'another address' }).say(made)).toMatch('là Ngọc')
  })

  it('are not refused because many others guess resume codes', async () => {
    const site = await startLinked(database)
    const chat = site.onTelegram('calm')
    await database.pool.query(
      `insert into code_try (kind, who, at) select 'resume', 'guesser ' || n, now() from generate_series(1, 1000) n`,
    )
    expect(await chat.say(makeCode('CB'))).toMatch(refused)
    expect(await chat.say(await code('CB', { official: await official('Minh') }))).toMatch('là Minh')
    expect(await chat.say('XXXXX9')).toMatch(tooMany)
    await database.pool.query('delete from code_try')
  })
})
