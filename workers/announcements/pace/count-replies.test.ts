import { expect, it } from 'vitest'
import { fakeChannel } from '../../../test/faults/support/fake-channel.ts'
import { text } from '../../../test/faults/support/scripted-turn.ts'
import { countReplies } from './count-replies.ts'

it('counts each call of a channel as it is made, however it ends', async () => {
  const channel = fakeChannel('bot')
  const debited: string[] = []
  channel.behave((message) => {
    expect(debited).toHaveLength(Number(message.id))
    return { ok: false, error: { kind: 'permanent', detail: '' } }
  })
  const counting = countReplies(channel, {
    debit: (of, replies) => void debited.push(`${of.channel}:${of.account} ${replies}`),
  })
  for (const id of ['1', '2']) {
    const message = { id, chat: 'c', reply: text('xin chào'), window: null }
    expect(await counting.send(message)).toMatchObject({ ok: false })
  }
  expect(debited).toEqual(['telegram:bot 1', 'telegram:bot 1'])
})
