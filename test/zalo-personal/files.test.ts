import { randomBytes } from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import type { FileRef } from '../../bots/dialogue/reply.ts'
import { blank, toPng } from '../support/photo.ts'
import { say, setUp, withDatabase } from './set-up.ts'

withDatabase()

const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(300_000)])
const png = toPng(blank(40, 30))
const alone = (file: FileRef) => ({ blocks: [], files: [file] })

async function withFriend() {
  const set = await setUp()
  const lan = set.emulator.person('Lan')
  lan.befriend()
  await set.start()
  const channel = () => {
    const [one] = set.served
    if (!one) throw new Error('no channel is served yet')
    return one
  }
  return { ...set, lan, channel }
}

describe('a file', () => {
  it('goes as a message of its own, in pieces where it is large', async () => {
    const { send, lan, files } = await withFriend()
    const result = await send(lan.id, alone(files.add(pdf, 'Lịch tiêm', 'application/pdf')))
    const received = await lan.next()
    expect(result).toEqual({ ok: true, externalId: received.msgId })
    expect(received.file).toMatchObject({ kind: 'file', name: 'Lịch tiêm.pdf' })
    expect(received.file?.bytes.equals(pdf)).toBe(true)
  })

  it('is shown as a picture where it is one, in a group too', async () => {
    const { emulator, send, files } = await withFriend()
    const group = emulator.group('Tổ 5')
    const picture = files.add(png, 'so-do.png', 'image/png')
    expect(await send(`g${group.id}`, alone(picture))).toMatchObject({ ok: true })
    const received = await group.next()
    expect(received.file).toMatchObject({ kind: 'image', name: 'so-do.png' })
    const sent = emulator.calls.find(({ path }) => path.endsWith('/photo_original/send'))
    expect(sent?.params).toMatchObject({ width: 40, height: 30, desc: '' })
  })

  it('arrives though Zalo says that it has it before it answers', async () => {
    const { emulator, send, lan, files } = await withFriend()
    emulator.uploads.when('before')
    expect(await send(lan.id, alone(files.add(pdf, 'lich.pdf', 'application/pdf')))).toMatchObject({
      ok: true,
    })
    expect(lan.messages()).toHaveLength(1)
  })

  it('of which Zalo never says that it has it is given up in time, and does not go later', async () => {
    const { emulator, send, lan, files } = await withFriend()
    emulator.uploads.when('later')
    const deadline = vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => shorter(ms))
    const result = await send(lan.id, alone(files.add(pdf, 'lich.pdf', 'application/pdf')))
    deadline.mockRestore()
    expect(result).toMatchObject({ ok: false, error: { kind: 'unknown_outcome' } })
    emulator.uploads.tellAll()
    expect(await send(lan.id, 'sau đó')).toMatchObject({ ok: true })
    expect(lan.messages().map(({ text, file }) => file?.name ?? text)).toEqual(['sau đó'])
  })

  it('that is gone is nothing to send, and one that cannot be read waits', async () => {
    const { send, lan, files } = await withFriend()
    const file = files.add(pdf, 'lich.pdf', 'application/pdf')
    files.state.away = true
    expect(await send(lan.id, alone(file))).toMatchObject({ ok: false, error: { kind: 'unavailable' } })
    files.state.away = false
    files.forget(file.id)
    expect(await send(lan.id, alone(file))).toEqual({ ok: true, externalId: null })
    expect(await send(lan.id, say('lịch tiêm', { files: [file] }))).toMatchObject({ ok: true })
    expect(lan.messages()).toMatchObject([{ text: 'lịch tiêm' }])
  })
})

describe('an announcement', () => {
  it('can be taken back, its file too, by what is known of it alone', async () => {
    const { send, lan, files, channel } = await withFriend()
    const text = await send(lan.id, 'nhầm ngày', { bulk: true })
    const file = await send(lan.id, alone(files.add(pdf, 'nham.pdf', 'application/pdf')), { bulk: true })
    expect(lan.messages()).toHaveLength(2)
    for (const sent of [text, file]) {
      const id = sent.ok ? (sent.externalId ?? '') : ''
      expect(id).toMatch(/^\d+\/\d+$/)
      expect(await channel().recall?.(lan.id, id)).toEqual({ ok: true, externalId: null })
    }
    expect(lan.messages()).toEqual([])
  })

  it('stays where too little is known of it', async () => {
    const { emulator, send, lan, channel } = await withFriend()
    emulator.delivery.lose(1)
    const sent = await send(lan.id, 'nhầm ngày', { bulk: true })
    const id = sent.ok ? (sent.externalId ?? '') : ''
    expect(id).toMatch(/^\d+$/)
    expect(await channel().recall?.(lan.id, id)).toMatchObject({ ok: false, error: { kind: 'permanent' } })
    expect(await channel().recall?.(lan.id, `${id}/1`)).toMatchObject({
      ok: false,
      error: { kind: 'permanent' },
    })
    expect(lan.messages()).toHaveLength(1)
  })
})

describe('what Zalo tells of messages', () => {
  it('is handed on as receipts, of people and of groups', async () => {
    const { emulator, lan, receipts } = await withFriend()
    const group = emulator.group('Tổ 5')
    lan.gotIt('7300000000001')
    lan.see('7300000000001')
    lan.gotIt('7300000000002', group)
    lan.see('7300000000002', group)
    const of = { channel: 'zalo_personal', account: emulator.account.uid }
    await vi.waitFor(() =>
      expect(receipts).toEqual([
        { ...of, chat: lan.id, externalId: '7300000000001', kind: 'delivered' },
        { ...of, chat: lan.id, externalId: '7300000000001', kind: 'seen' },
        { ...of, chat: `g${group.id}`, externalId: '7300000000002', kind: 'delivered' },
        { ...of, chat: `g${group.id}`, externalId: '7300000000002', kind: 'seen' },
      ]),
    )
  })
})

describe('a document that somebody sends', () => {
  it('is told with its name, and can be fetched', async () => {
    const { lan, stored, channel } = await withFriend()
    lan.sendFile(pdf, 'Tờ trình.pdf')
    lan.sendPicture(png)
    await vi.waitFor(() => expect(stored).toHaveLength(2))
    const events = stored.map(({ event }) => event)
    expect(events).toEqual([
      {
        kind: 'attachment',
        type: 'file',
        file: { ref: expect.any(String), name: 'Tờ trình.pdf', type: 'application/pdf', size: pdf.length },
      },
      {
        kind: 'attachment',
        type: 'photo',
        image: expect.any(String),
        file: { ref: expect.any(String), type: 'image/jpeg' },
      },
    ])
    for (const [at, bytes] of [pdf, png].entries()) {
      const event = events[at]
      const fetched = await channel().fetchFile?.(event?.kind === 'attachment' ? (event.file?.ref ?? '') : '')
      expect(fetched?.ok && Buffer.from(bytes).equals(fetched.bytes)).toBe(true)
    }
  })
})

/** Long waits are cut short; a deadline is still one. */
function shorter(ms: number): AbortSignal {
  const controller = new AbortController()
  setTimeout(() => controller.abort(new DOMException('late', 'TimeoutError')), ms > 5_000 ? 400 : ms)
  return controller.signal
}
