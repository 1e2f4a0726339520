import { describe, expect, it, vi } from 'vitest'
import { FriendEventType, GroupEventType, ThreadType } from 'zca-js'
import { hear, listen, setUp } from './set-up.ts'

async function listening(options: Parameters<typeof setUp>[0] = {}) {
  const all = await setUp(options)
  const heard = hear(all.api)
  await listen(all.api)
  return { ...all, heard }
}

describe('what is pushed', () => {
  it.each([0, 1, 2, 3] as const)('is read in cipher mode %i', async (mode) => {
    const { emulator, heard } = await listening()
    const lan = emulator.person('Lan')
    const group = emulator.group('Tổ dân phố 5')
    emulator.delivery.wrap(mode)
    const id = lan.send('Xin chào 😀')
    lan.sendTo(group, 'cho hỏi', { mention: true })
    await vi.waitFor(() => expect(heard).toHaveLength(2))
    expect(heard.find(({ type }) => type === ThreadType.User)).toMatchObject({
      threadId: lan.id,
      isSelf: false,
      data: { msgId: id, uidFrom: lan.id, idTo: emulator.account.uid, content: 'Xin chào 😀', dName: 'Lan' },
    })
    expect(heard.find(({ type }) => type === ThreadType.Group)).toMatchObject({
      threadId: group.id,
      data: {
        uidFrom: lan.id,
        content: '@Một Cửa cho hỏi',
        mentions: [{ uid: emulator.account.uid, pos: 0, len: 8, type: 0 }],
      },
    })
  })

  it('holds several messages in one frame, or the same one twice, or in another order', async () => {
    const { emulator, heard } = await listening()
    const lan = emulator.person('Lan')
    emulator.delivery.hold()
    for (const text of ['một', 'hai', 'ba']) lan.send(text)
    emulator.delivery.release({ together: true, reversed: true })
    await vi.waitFor(() => expect(heard.map(({ data }) => data.content)).toEqual(['ba', 'hai', 'một']))
    emulator.delivery.repeat(1)
    lan.send('bốn')
    await vi.waitFor(() => expect(heard).toHaveLength(5))
    expect(heard[3]?.data.msgId).toBe(heard[4]?.data.msgId)
  })

  it('keeps ids above 2^53 to the last digit', async () => {
    const { emulator, api, heard } = await listening({ firstMessageId: 9_007_199_254_740_993n })
    const lan = emulator.person('Lan')
    lan.send('chào')
    await vi.waitFor(() => expect(heard[0]?.data.msgId).toBe('9007199254740993'))
    expect(await api.sendMessage('Chào chị', lan.id)).toMatchObject({
      message: { msgId: '9007199254740994' },
    })
    const undone = new Promise<unknown>((resolve) => {
      api.listener.once('undo', ({ data }) => resolve(data.content.globalMsgId))
    })
    lan.undo('9007199254740993')
    // A number on the wire; the library makes a big one of it.
    expect(String(await undone)).toBe('9007199254740993')
  })

  it('can be other things than text, and answers to what the account wrote', async () => {
    const { emulator, api, heard } = await listening()
    const lan = emulator.person('Lan')
    lan.sendContent({ content: { href: 'https://f.zalo.me/anh.jpg', title: '' }, msgType: 'chat.photo' })
    await api.sendMessage('Chào chị', lan.id)
    const { msgId, text } = await lan.next()
    lan.send('vâng', { quote: { msgId, text } })
    // The library opens frames beside each other, so what came in two of them has no order.
    await vi.waitFor(() => expect(heard).toHaveLength(2))
    expect(heard.map(({ data }) => data)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          msgType: 'chat.photo',
          content: expect.objectContaining({ href: 'https://f.zalo.me/anh.jpg' }),
        }),
        expect.objectContaining({
          quote: expect.objectContaining({ msg: 'Chào chị', ownerId: emulator.account.uid }),
        }),
      ]),
    )
  })

  it('can be a message taken back, a reaction, somebody typing, delivered or seen', async () => {
    const { emulator, api } = await listening()
    const lan = emulator.person('Lan')
    const group = emulator.group('Tổ 5')
    const heard: [string, unknown][] = []
    api.listener.on('undo', ({ data, isGroup }) => heard.push(['undo', [isGroup, data.content.globalMsgId]]))
    api.listener.on('reaction', ({ data, threadId }) =>
      heard.push(['reaction', [threadId, data.content.rIcon]]),
    )
    api.listener.on('typing', ({ threadId }) => heard.push(['typing', threadId]))
    api.listener.on('delivered_messages', ([one]) => heard.push(['delivered', one?.threadId]))
    api.listener.on('seen_messages', ([one]) => heard.push(['seen', one?.threadId]))
    const id = lan.send('chào')
    lan.undo(id)
    lan.react(id, '/-strong')
    lan.react(id, '/-heart', group)
    lan.type()
    lan.type(group)
    lan.gotIt(id)
    lan.see(id)
    lan.gotIt(id, group)
    lan.see(id, group)
    const wanted: [string, unknown][] = [
      ['undo', [false, Number(id)]],
      ['reaction', [lan.id, '/-strong']],
      ['reaction', [group.id, '/-heart']],
      ['typing', lan.id],
      ['typing', group.id],
      ['delivered', lan.id],
      ['seen', lan.id],
      ['delivered', group.id],
      ['seen', group.id],
    ]
    await vi.waitFor(() => expect(heard).toHaveLength(wanted.length))
    expect(heard).toEqual(expect.arrayContaining(wanted))
  })

  it('tells of friends: a request bears the account as its thread and comes once', async () => {
    const { emulator, api } = await listening()
    const heard: unknown[] = []
    api.listener.on('friend_event', (event) => heard.push(event))
    const lan = emulator.person('Lan')
    lan.requestFriend('Tôi là Lan')
    await vi.waitFor(() => expect(heard).toHaveLength(1))
    expect(heard[0]).toMatchObject({
      type: FriendEventType.REQUEST,
      threadId: emulator.account.uid,
      data: { fromUid: lan.id, message: 'Tôi là Lan' },
    })
    await api.acceptFriendRequest(lan.id)
    expect(lan.isFriend).toBe(true)
    await vi.waitFor(() => expect(heard[1]).toMatchObject({ type: FriendEventType.ADD, threadId: lan.id }))
    lan.unfriend()
    await vi.waitFor(() => expect(heard[2]).toMatchObject({ type: FriendEventType.REMOVE, threadId: lan.id }))
    await expect(api.acceptFriendRequest(lan.id)).rejects.toMatchObject({ code: 114 })
  })

  it('tells of groups, but of the account itself only to whoever listens to it', async () => {
    const deaf = await listening()
    const keen = await listening({ selfListen: true })
    for (const { emulator } of [deaf, keen]) {
      const lan = emulator.person('Lan')
      const group = emulator.group('Tổ 5')
      group.addAccount(lan)
      group.join(lan)
    }
    const joined = ({ api }: typeof deaf, into: string[]) =>
      api.listener.on('group_event', ({ type, isSelf }) => into.push(`${type} ${isSelf}`))
    const heardDeaf: string[] = []
    const heardKeen: string[] = []
    joined(deaf, heardDeaf)
    joined(keen, heardKeen)
    // Two frames, which the library opens beside each other: in any order.
    await vi.waitFor(() =>
      expect(heardKeen.toSorted()).toEqual([`${GroupEventType.JOIN} false`, `${GroupEventType.JOIN} true`]),
    )
    await vi.waitFor(() => expect(heardDeaf).toEqual([`${GroupEventType.JOIN} false`]))
  })

  it('echoes what the account sends, from here and from its own phone', async () => {
    const { emulator, api, heard } = await listening({ selfListen: true })
    const lan = emulator.person('Lan')
    await api.sendMessage('Chào chị', lan.id)
    await vi.waitFor(() => expect(heard).toHaveLength(1))
    emulator.ownDevice.send(lan, 'Cán bộ trả lời đây')
    await vi.waitFor(() => expect(heard).toHaveLength(2))
    expect(heard[1]).toMatchObject({
      isSelf: true,
      threadId: lan.id,
      data: { uidFrom: emulator.account.uid, content: 'Cán bộ trả lời đây' },
    })
  })
})
