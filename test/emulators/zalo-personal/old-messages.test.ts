import { describe, expect, it } from 'vitest'
import { type API, ThreadType } from 'zca-js'
import { listen, setUp } from './set-up.ts'

/** @returns what the messages of the answer say */
function ask({ listener }: API, type: ThreadType, lastId: string | null = null): Promise<unknown[]> {
  const answer = new Promise<unknown[]>((resolve) => {
    listener.once('old_messages', (messages) => resolve(messages.map(({ data }) => data.content)))
  })
  listener.requestOldMessages(type, lastId)
  return answer
}

describe('old messages', () => {
  it('are those written while nobody was connected, of all threads, the account’s own among them', async () => {
    const { emulator, api } = await setUp()
    const lan = emulator.person('Lan')
    const group = emulator.group('Tổ 5')
    lan.send('một')
    emulator.person('Mai').send('hai')
    lan.sendTo(group, 'trong tổ')
    await api.sendMessage('ba', lan.id)
    await listen(api)
    expect(await ask(api, ThreadType.User)).toEqual(['một', 'hai', 'ba'])
    expect(await ask(api, ThreadType.Group)).toEqual(['trong tổ'])
  })

  it('come in pages after the id that is named', async () => {
    const { emulator, api } = await setUp({ oldMessages: { pageSize: 2 } })
    const lan = emulator.person('Lan')
    const ids = ['1', '2', '3', '4', '5'].map((text) => lan.send(text))
    await listen(api)
    expect(await ask(api, ThreadType.User)).toEqual(['4', '5'])
    expect(await ask(api, ThreadType.User, ids[0])).toEqual(['2', '3'])
    expect(await ask(api, ThreadType.User, ids[2])).toEqual(['4', '5'])
    expect(await ask(api, ThreadType.User, ids[4])).toEqual([])
    expect(emulator.history.requests).toMatchObject([
      { kind: 'user', lastId: null, given: 2 },
      { lastId: ids[0], given: 2 },
      { lastId: ids[2] },
      { lastId: ids[4], given: 0 },
    ])
  })

  it('can be those before the id, and the oldest ones without', async () => {
    const { emulator, api } = await setUp({
      oldMessages: { pageSize: 2, direction: 'before', withoutId: 'oldest' },
    })
    const lan = emulator.person('Lan')
    const ids = ['1', '2', '3', '4'].map((text) => lan.send(text))
    await listen(api)
    expect(await ask(api, ThreadType.User)).toEqual(['1', '2'])
    expect(await ask(api, ThreadType.User, ids[3])).toEqual(['2', '3'])
    emulator.history.forget()
    expect(await ask(api, ThreadType.User)).toEqual([])
  })
})
