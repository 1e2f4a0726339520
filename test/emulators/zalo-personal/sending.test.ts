import { describe, expect, it, vi } from 'vitest'
import { ThreadType } from 'zca-js'
import { hear, listen, setUp } from './set-up.ts'

describe('what the account sends', () => {
  it('reaches people and groups, in order and with what it answers', async () => {
    const { emulator, api } = await setUp()
    const heard = hear(api)
    await listen(api)
    const lan = emulator.person('Lan')
    const group = emulator.group('Tổ 5')
    lan.send('chào')
    await vi.waitFor(() => expect(heard).toHaveLength(1))
    await api.sendMessage({ msg: 'Chào chị', quote: heard[0]?.data }, lan.id, ThreadType.User)
    await api.sendMessage('Thông báo', group.id, ThreadType.Group)
    const mentions = [{ uid: lan.id, pos: 0, len: 4 }]
    await api.sendMessage({ msg: '@Lan ơi', mentions }, group.id, ThreadType.Group)
    expect(await lan.next()).toMatchObject({
      order: 1,
      kind: 'user',
      to: lan.id,
      text: 'Chào chị',
      quoted: { text: 'chào', msgId: heard[0]?.data.msgId, owner: lan.id },
    })
    expect(group.messages()).toMatchObject([
      { order: 2, kind: 'group', text: 'Thông báo', mentions: [] },
      { order: 3, text: '@Lan ơi', mentions: [{ uid: lan.id, pos: 0, len: 4 }] },
    ])
    expect(emulator.sent).toHaveLength(3)
    await expect(emulator.person('Mai').next(1)).rejects.toThrow('the account sent nothing to Mai')
  })

  it('is refused when too long, to nobody, to who refuses it, and to too many strangers', async () => {
    const { emulator, api } = await setUp({ strangers: 1 })
    const lan = emulator.person('Lan')
    const mai = emulator.person('Mai')
    await expect(api.sendMessage('a'.repeat(3001), lan.id)).rejects.toMatchObject({ code: 118 })
    await expect(api.sendMessage('chào', '12345')).rejects.toMatchObject({ code: 114 })
    await api.sendMessage('chào', lan.id)
    await expect(api.sendMessage('chào', mai.id)).rejects.toMatchObject({ code: 122 })
    mai.befriend()
    await api.sendMessage('chào', mai.id)
    mai.refuse({ code: 123, message: 'không nhận' })
    await expect(api.sendMessage('chào', mai.id)).rejects.toMatchObject({ code: 123, message: 'không nhận' })
    expect(mai.messages()).toHaveLength(1)
  })

  it('can be signs: typing, seen, delivered, a reaction, a message taken back', async () => {
    const { emulator, api } = await setUp()
    const heard = hear(api)
    await listen(api)
    const lan = emulator.person('Lan')
    lan.send('chào')
    await vi.waitFor(() => expect(heard).toHaveLength(1))
    const data = heard[0]?.data
    if (!data) throw new Error('nothing heard')
    await api.sendTypingEvent(lan.id)
    await api.sendSeenEvent(data)
    await api.sendDeliveredEvent(false, data)
    expect(emulator.calls.map(({ path }) => path)).toEqual([
      '/api/message/typing',
      '/api/message/seenv2',
      '/api/message/deliveredv2',
    ])
    expect(emulator.calls[0]?.params).toMatchObject({ toid: lan.id })
    expect(emulator.calls[1]?.params.msgInfos).toContain(data.msgId)
  })
})

describe('what the account asks for', () => {
  it('is itself, its friends, people and groups', async () => {
    const { emulator, api } = await setUp()
    const lan = emulator.person('Lan')
    emulator.person('Mai').befriend()
    const group = emulator.group('Tổ 5')
    group.join(lan)
    expect(await api.keepAlive()).toEqual({ config_vesion: 1 })
    expect(await api.fetchAccountInfo()).toMatchObject({ profile: { userId: emulator.account.uid } })
    expect(await api.getAllFriends()).toMatchObject([{ displayName: 'Mai', isFr: 1 }])
    expect((await api.getUserInfo(lan.id)).changed_profiles).toMatchObject({ [lan.id]: { isFr: 0 } })
    expect((await api.getGroupMembersInfo(lan.id)).profiles).toMatchObject({ [lan.id]: { zaloName: 'Lan' } })
    const known = await api.getGroupInfo([group.id, '99'])
    expect(known.gridInfoMap[group.id]).toMatchObject({ name: 'Tổ 5', totalMember: 2 })
    expect(known.removedsGroup).toEqual(['99'])
    expect(Object.keys((await api.getAllGroups()).gridVerMap)).toEqual([group.id])
    expect(await api.getQR(lan.id)).toHaveProperty(lan.id)
    await api.leaveGroup(group.id)
    expect((await api.getAllGroups()).gridVerMap).toEqual({})
    await expect(api.sendMessage('chào', group.id, ThreadType.Group)).rejects.toMatchObject({ code: 114 })
  })

  it('is a friendship', async () => {
    const { emulator, api } = await setUp()
    const lan = emulator.person('Lan')
    await api.sendFriendRequest('Xin kết bạn', lan.id)
    expect(lan.wasAsked).toBe(true)
    lan.accept()
    await expect(api.sendFriendRequest('Xin kết bạn', lan.id)).rejects.toMatchObject({ code: 225 })
    const mai = emulator.person('Mai')
    mai.requestFriend()
    await api.rejectFriendRequest(mai.id)
    expect(mai.isFriend).toBe(false)
  })

  it('is a reminder for a group or a person, or a poll', async () => {
    const { emulator, api } = await setUp()
    const group = emulator.group('Tổ 5')
    const lan = emulator.person('Lan')
    const startTime = Date.parse('2026-10-01T08:00:00+07:00')
    expect(
      await api.createReminder({ title: 'Họp tổ', startTime }, group.id, ThreadType.Group),
    ).toMatchObject({
      groupId: group.id,
      startTime,
      params: { title: 'Họp tổ' },
    })
    expect(await api.createReminder({ title: 'Nhận kết quả', startTime }, lan.id)).toMatchObject({
      toUid: lan.id,
    })
    expect(
      await api.createPoll({ question: 'Họp ngày nào?', options: ['T7', 'CN'] }, group.id),
    ).toMatchObject({
      question: 'Họp ngày nào?',
      options: [{ content: 'T7' }, { content: 'CN' }],
    })
    expect(emulator.calls.map(({ service, path }) => `${service}${path}`)).toEqual([
      'group_board/api/board/topic/createv2',
      'group_board/api/board/oneone/create',
      'group/api/poll/create',
    ])
  })
})
