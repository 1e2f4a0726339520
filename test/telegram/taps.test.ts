import { describe, expect, it, vi } from 'vitest'
import { say, setUp } from './set-up.ts'

const question = say('Đã đăng ký kết hôn chưa?', {
  choices: [
    { label: 'Đã đăng ký', ref: 'g1.a.y' },
    { label: 'Chưa', ref: 'g1.a.n' },
  ],
})

async function asked(webhook = false) {
  const set = await setUp({ webhook })
  set.telegram.start()
  const user = set.emulator.user()
  user.send('chào')
  await vi.waitFor(() => expect(set.stored).toHaveLength(1))
  await set.telegram.channel.send({ id: '1', window: null, chat: String(user.id), reply: question })
  const message = await user.next()
  const labels = () => message.keyboard.flat().map(({ text }) => text)
  return { ...set, user, message, labels }
}

describe.each([
  ['polling', false],
  ['webhook', true],
])('a tap, by %s', (_name, webhook) => {
  it('is answered, stored, and the chosen answer stays visible', async () => {
    const { emulator, user, message, labels, stored } = await asked(webhook)
    user.tap(message.id, 'Chưa')
    await vi.waitFor(() => expect(labels()).toEqual(['Đã đăng ký', '✓ Chưa']))
    await vi.waitFor(() => expect(emulator.unanswered()).toEqual([]))
    await vi.waitFor(() =>
      expect(stored.at(-1)).toMatchObject({
        event: { kind: 'tap', data: 'g1.a.n' },
        tappedMessage: String(message.id),
      }),
    )
  })

  it('can be made on an old button again, and another one', async () => {
    const { emulator, user, message, labels, stored, lines } = await asked(webhook)
    user.tap(message.id, 'Chưa')
    await vi.waitFor(() => expect(labels()).toEqual(['Đã đăng ký', '✓ Chưa']))
    user.tap(message.id, 'Chưa')
    await vi.waitFor(() => expect(stored).toHaveLength(3))
    user.tap(message.id, 'Đã đăng ký')
    await vi.waitFor(() => expect(labels()).toEqual(['✓ Đã đăng ký', 'Chưa']))
    await vi.waitFor(() => expect(emulator.unanswered()).toEqual([]))
    await vi.waitFor(() => expect(stored).toHaveLength(4))
    expect(lines).toEqual([])
  })

  it('is answered though the database is away', async () => {
    const { emulator, user, message, stored, database } = await asked(webhook)
    database.failures = Number.POSITIVE_INFINITY
    user.tap(message.id, 'Chưa')
    await vi.waitFor(() => expect(emulator.unanswered()).toEqual([]))
    expect(stored).toHaveLength(1)
    database.failures = 0
    await vi.waitFor(() => expect(stored).toHaveLength(2))
  })

  it('is stored though it cannot be acknowledged, which is logged', async () => {
    const { emulator, user, message, stored, lines } = await asked(webhook)
    emulator.faults.add({ method: 'answerCallbackQuery', fault: { kind: 'status', status: 500 } })
    emulator.faults.add({ method: 'editMessageReplyMarkup', fault: { kind: 'reset', when: 'before' } })
    user.tap(message.id, 'Chưa')
    await vi.waitFor(() => expect(stored).toHaveLength(2))
    await vi.waitFor(() => expect(lines).toHaveLength(2))
  })
})

describe('a tap on what is not there', () => {
  it('is answered and handed on, for the turn to judge', async () => {
    const { emulator, user, message, stored, labels } = await asked()
    user.tapRaw(message.id, 'forged')
    user.tapRaw(987_654, 'g1.a.y')
    await vi.waitFor(() => expect(stored).toHaveLength(3))
    await vi.waitFor(() => expect(emulator.unanswered()).toEqual([]))
    expect(labels()).toEqual(['Đã đăng ký', 'Chưa'])
  })
})

describe('papers to tick', () => {
  it('are left to the turn, whose own change of the message is not raced', async () => {
    const { emulator, user, telegram, stored } = await asked()
    const papers = say('Giấy tờ', {
      choices: [
        { label: '☐ Tờ khai', ref: 't:1.a' },
        { label: 'Xong', ref: 'done' },
      ],
    })
    await telegram.channel.send({ id: '2', window: null, chat: String(user.id), reply: papers })
    const message = await user.next()
    user.tap(message.id, '☐ Tờ khai')
    user.tap(message.id, 'Xong')
    await vi.waitFor(() => expect(stored).toHaveLength(3))
    await vi.waitFor(() => expect(emulator.unanswered()).toEqual([]))
    expect(emulator.counts.get('editMessageReplyMarkup')).toBeUndefined()
  })
})

it('a message whose answer is being marked is replaced only after that', async () => {
  const { emulator, user, telegram, message, stored } = await asked()
  emulator.faults.add({ method: 'editMessageReplyMarkup', fault: { kind: 'hang', ms: 50, when: 'before' } })
  user.tap(message.id, 'Chưa')
  await vi.waitFor(() => expect(stored).toHaveLength(2))
  await telegram.channel.send({
    id: '2',
    window: null,
    chat: String(user.id),
    reply: say('Đã ghi'),
    replaces: String(message.id),
  })
  expect(message).toMatchObject({ text: 'Đã ghi', keyboard: [], edits: 2 })
})
