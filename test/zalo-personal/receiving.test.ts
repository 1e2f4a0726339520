import { describe, expect, it, vi } from 'vitest'
import { say, setUp, withDatabase } from './set-up.ts'

withDatabase()

describe('taking in', () => {
  it('logs in, says which account it is, and stores what people write, each in order', async () => {
    const { emulator, start, stored, served, health } = await setUp()
    await start()
    expect(served).toMatchObject([{ name: 'zalo_personal', account: emulator.account.uid }])
    const [a, b] = [emulator.person('Lan'), emulator.person('Hùng')]
    for (const text of ['1', '2', '3']) {
      a.send(text)
      b.send(text)
    }
    await vi.waitFor(() => expect(stored).toHaveLength(6))
    for (const { id } of [a, b]) {
      expect(stored.filter(({ chat }) => chat === id)).toMatchObject(
        ['1', '2', '3'].map((text) => ({
          channel: 'zalo_personal',
          account: emulator.account.uid,
          group: false,
          event: { kind: 'text', text },
        })),
      )
    }
    expect(health.at(-1)).toEqual({ status: 'ok' })
  })

  it.each([0, 1, 2, 3] as const)('reads data wrapped in way %i', async (encrypt) => {
    const { emulator, start, texts } = await setUp()
    await start()
    emulator.person('Lan').send('Xin chào', { encrypt })
    await vi.waitFor(() => expect(texts()).toEqual(['Xin chào']))
  })

  it('keeps ids above 2^53 as they are, its own and those it is told', async () => {
    const { emulator, start, stored, send } = await setUp({
      emulator: { firstMessageId: 9_007_199_254_740_993_001n },
    })
    await start()
    const ids = ['a', 'b'].map((text) => emulator.person('Lan').send(text))
    await vi.waitFor(() => expect(stored).toHaveLength(2))
    expect(stored.map(({ externalId }) => externalId)).toEqual(ids)
    expect(ids).toEqual(['9007199254740993001', '9007199254740993002'])
    expect(await send(stored[0]?.chat ?? '', 'x')).toEqual({ ok: true, externalId: '9007199254740993003' })
  })

  it.each([true, false])(
    'puts what was pushed in the wrong order right (in one frame: %s)',
    async (together) => {
      const { emulator, start, texts } = await setUp()
      await start()
      const lan = emulator.person('Lan')
      emulator.delivery.hold()
      for (const text of ['1', '2', '3']) lan.send(text)
      emulator.delivery.release({ together, reversed: true })
      await vi.waitFor(() => expect(texts()).toHaveLength(3))
      // Across frames nobody can know that one is still to come; none is lost or doubled.
      expect(together ? texts() : texts().toSorted()).toEqual(['1', '2', '3'])
    },
  )

  it('loses nothing and keeps the order while the database is away', async () => {
    const { emulator, start, texts, inbox, lines } = await setUp()
    await start()
    inbox.failures = 20
    const lan = emulator.person('Lan')
    for (const text of ['1', '2', '3']) lan.send(text)
    await vi.waitFor(() => expect(texts()).toEqual(['1', '2', '3']))
    expect(lines.filter((line) => line.includes('not stored'))).toHaveLength(1)
  })

  it('leaves to the next start what the database did not take', async () => {
    const { emulator, zalo, connect, start, texts, inbox } = await setUp()
    await start()
    const lan = emulator.person('Lan')
    lan.send('1')
    await vi.waitFor(() => expect(texts()).toEqual(['1']))
    inbox.failures = Number.POSITIVE_INFINITY
    lan.send('2')
    await vi.waitFor(() => expect(inbox.handedIn).toBeGreaterThan(3))
    await zalo.stop()
    inbox.failures = 0
    await start(connect())
    await vi.waitFor(() => expect(texts()).toEqual(['1', '2']))
  })

  it('drops what the inbox can never take, and goes on', async () => {
    const { emulator, start, texts, ignored } = await setUp()
    await start()
    const lan = emulator.person('Lan')
    for (const text of ['1', 'không nhận được', '2']) lan.send(text)
    await vi.waitFor(() => expect(texts()).toEqual(['1', '2']))
    expect(ignored).toEqual(['refused'])
  })

  it('leaves alone what the account itself writes, here or on its phone', async () => {
    const { emulator, start, send, texts, stored, ignored } = await setUp()
    await start()
    const lan = emulator.person('Lan')
    emulator.ownDevice.send(lan, 'cán bộ trả lời bằng điện thoại')
    await send(lan.id, 'trợ lý trả lời')
    lan.send('cảm ơn')
    await vi.waitFor(() => expect(texts()).toEqual(['cảm ơn']))
    expect(stored).toHaveLength(1)
    expect(ignored).toEqual([])
  })

  it('says nothing to what is taken back, seen, typed or reacted to', async () => {
    const { emulator, start, stored, ignored } = await setUp()
    await start()
    const lan = emulator.person('Lan')
    const id = lan.send('nhầm')
    await vi.waitFor(() => expect(stored).toHaveLength(1))
    lan.undo(id)
    lan.react(id)
    lan.type()
    lan.see(id)
    lan.gotIt(id)
    lan.send('đúng')
    await vi.waitFor(() => expect(stored).toHaveLength(2))
    expect(ignored).toEqual(['taken_back'])
  })

  it('goes on when something it does with what came fails, and loses nothing of what came with it', async () => {
    const { emulator, connect, start, texts, lines } = await setUp()
    let failures = 1
    await start(
      connect({
        ignored() {
          failures -= 1
          if (failures >= 0) throw new Error('out of order')
        },
      }),
    )
    const lan = emulator.person('Lan')
    emulator.delivery.hold()
    lan.sendContent({ content: null })
    lan.sendContent({ content: '' })
    lan.send('1')
    emulator.delivery.release({ together: true })
    await vi.waitFor(() => expect(texts()).toEqual(['1']))
    lan.send('2')
    await vi.waitFor(() => expect(texts()).toEqual(['1', '2']))
    expect(lines.filter((line) => line.includes('could not be taken in'))).toHaveLength(1)
  })

  it('outlives frames that are none', async () => {
    const { emulator, start, texts } = await setUp()
    await start()
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from([1]),
      Buffer.from([1, 245, 1, 0]),
      Buffer.from('\x01\xf5\x01\x00{{{'),
    ])
      emulator.sockets.sendRaw(bytes)
    emulator.person('Lan').send('vẫn nghe')
    await vi.waitFor(() => expect(texts()).toEqual(['vẫn nghe']))
    expect(emulator.sockets.opened).toBe(1)
  })
})

describe('a group', () => {
  it('is answered when it speaks to the assistant, and left alone otherwise', async () => {
    const { emulator, start, send, stored, ignored } = await setUp({ emulator: { name: 'Phường Cửa Nam' } })
    await start()
    const lan = emulator.person('Lan')
    const group = emulator.group('Tổ 5')
    lan.sendTo(group, 'mai họp không các bác')
    lan.sendTo(group, 'mấy giờ mở cửa', { mention: true })
    lan.sendTo(group, 'Một Cửa ơi, làm khai sinh thế nào?')
    lan.sendTo(group, 'Phường Cửa Nam: lệ phí bao nhiêu')
    lan.sendTo(group, '/thutuc')
    lan.sendTo(group, 'chắc phải hỏi một cửa')
    await send(`g${group.id}`, say('Mời hỏi'))
    const { msgId } = await group.next()
    lan.sendTo(group, 'vậy mấy giờ', { quote: { msgId, text: 'Mời hỏi' } })
    lan.sendTo(group, 'bác nói đúng', { quote: { msgId: '1', text: 'x', owner: lan.id } })
    await vi.waitFor(() => expect(stored).toHaveLength(5))
    expect(stored.map(({ chat, group: inGroup, addressed }) => [chat, inGroup, addressed])).toEqual(
      Array.from({ length: 5 }, () => [`g${group.id}`, true, true]),
    )
    expect(stored.map(({ event }) => event)).toEqual(
      ['mấy giờ mở cửa', 'làm khai sinh thế nào?', 'lệ phí bao nhiêu', '/thutuc', 'vậy mấy giờ'].map(
        (text) => ({
          kind: 'text',
          text,
        }),
      ),
    )
    await vi.waitFor(() => expect(ignored).toEqual(['not_addressed', 'not_addressed', 'not_addressed']))
  })

  it('that takes the account out is written to no more, until it is taken in again', async () => {
    const { emulator, start, stored } = await setUp()
    await start()
    const lan = emulator.person('Lan')
    const group = emulator.group('Tổ 5')
    group.join(lan)
    group.removeAccount(lan)
    group.addAccount(lan)
    await vi.waitFor(() => expect(stored).toHaveLength(2))
    expect(stored).toMatchObject([
      { chat: `g${group.id}`, group: true, event: { kind: 'blocked' } },
      { chat: `g${group.id}`, group: true, event: { kind: 'unblocked' } },
    ])
  })
})
