import { randomBytes } from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import type { FileRef, Reply } from '../../bots/dialogue/reply.ts'
import type { Incoming } from '../../bots/inbox/incoming.ts'
import { blank, toPng } from '../support/photo.ts'
import { say, setUp } from './set-up.ts'

const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(300_000)])
const png = toPng(blank(40, 30))

async function withReader() {
  const set = await setUp()
  const user = set.emulator.user()
  user.send('chào')
  const send = (reply: Reply, replaces?: string) =>
    set.telegram.channel.send({
      id: '1',
      window: null,
      chat: String(user.id),
      reply,
      ...(replaces ? { replaces } : {}),
    })
  const shown = () => user.messages().filter(({ from }) => from === 'bot')
  const carry = (bytes: Uint8Array, name: string, type: string) => set.files.add(bytes, name, type)
  const calls = () => set.emulator.counts.get('sendDocument') ?? 0
  return { ...set, user, send, shown, carry, calls }
}

const about = (file: FileRef): Reply =>
  say('Lịch <tiêm> & uống vitamin', { files: [file], choices: [{ label: 'Dừng nhận tin', ref: 'w.1' }] })

describe('a message with a file', () => {
  it('is the file with what is said below it, and the buttons', async () => {
    const { send, shown, carry, emulator } = await withReader()
    const result = await send(about(carry(pdf, 'Lịch "tiêm".pdf', 'application/pdf')))
    const [message] = shown()
    expect(result).toEqual({ ok: true, externalId: String(message?.id) })
    expect(message).toMatchObject({
      text: 'Lịch <tiêm> & uống vitamin',
      keyboard: [[{ text: 'Dừng nhận tin', callback_data: 'w.1' }]],
      file: { kind: 'document', name: 'Lịch tiêm .pdf', size: pdf.length },
    })
    expect(emulator.world.uploads.get(message?.file?.id ?? '')?.bytes.equals(pdf)).toBe(true)
  })

  it('is a photo where it is a picture, and the file alone where nothing is said', async () => {
    const { send, shown, carry } = await withReader()
    await send({ blocks: [], files: [carry(png, 'so-do', 'image/png')] })
    expect(shown()).toMatchObject([{ text: '', file: { kind: 'photo', name: 'so-do.png' } }])
  })

  it('hands the bytes over once, and is sent by its id from then on', async () => {
    const { send, shown, carry, files, emulator } = await withReader()
    const file = carry(pdf, 'lich.pdf', 'application/pdf')
    for (let time = 0; time < 3; time += 1) expect(await send(about(file))).toMatchObject({ ok: true })
    expect(new Set(shown().map((message) => message.file?.id)).size).toBe(1)
    expect(emulator.world.uploads.size).toBe(1)
    expect(files.state.reads).toBe(1)
  })

  it('waits for the one that hands the same file over, when many go at once', async () => {
    const { send, shown, carry, emulator } = await withReader()
    const file = carry(pdf, 'lich.pdf', 'application/pdf')
    const results = await Promise.all(Array.from({ length: 20 }, () => send(about(file))))
    expect(results.filter(({ ok }) => ok)).toHaveLength(20)
    expect(shown()).toHaveLength(20)
    expect(emulator.world.uploads.size).toBe(1)
  })

  it('is handed over again when Telegram knows its id no more', async () => {
    const { send, shown, carry, files } = await withReader()
    const file = carry(pdf, 'lich.pdf', 'application/pdf')
    files.known.set(file.id, 'document:of-another-bot')
    expect(await send(about(file))).toMatchObject({ ok: true })
    expect(shown()).toHaveLength(1)
    expect(files.known.get(file.id)).toBe(`document:${shown()[0]?.file?.id}`)
  })

  it('goes as a file where Telegram can make no photo of the picture', async () => {
    const { send, shown, carry } = await withReader()
    const broken = carry(Buffer.from('no picture at all'), 'anh.jpg', 'image/jpeg')
    expect(await send(about(broken))).toMatchObject({ ok: true })
    expect(shown()).toMatchObject([{ file: { kind: 'document', name: 'anh.jpg' } }])
  })

  it('goes without a file that is gone', async () => {
    const { send, shown, carry, files } = await withReader()
    const file = carry(pdf, 'lich.pdf', 'application/pdf')
    files.forget(file.id)
    expect(await send(about(file))).toMatchObject({ ok: true })
    expect(shown()).toMatchObject([{ text: 'Lịch <tiêm> & uống vitamin' }])
    expect(shown()[0]?.file).toBeUndefined()
    expect(await send({ blocks: [], files: [file] })).toEqual({ ok: true, externalId: null })
    expect(shown()).toHaveLength(1)
  })

  it('is certainly not sent while the file cannot be read', async () => {
    const { send, shown, carry, files } = await withReader()
    const file = carry(pdf, 'lich.pdf', 'application/pdf')
    files.state.away = true
    expect(await send(about(file))).toMatchObject({ ok: false, error: { kind: 'unavailable' } })
    files.state.away = false
    expect(await send(about(file))).toMatchObject({ ok: true })
    expect(shown()).toHaveLength(1)
  })

  it('says how it failed as any other does', async () => {
    const { send, shown, carry, emulator, user } = await withReader()
    const file = carry(pdf, 'lich.pdf', 'application/pdf')
    emulator.faults.add({
      method: 'sendDocument',
      times: 1,
      fault: { kind: 'status', status: 429, retryAfter: 3 },
    })
    expect(await send(about(file))).toMatchObject({ error: { kind: 'rate_limited', retryAfterMs: 3000 } })
    emulator.faults.add({ method: 'sendDocument', times: 1, fault: { kind: 'reset', when: 'after' } })
    expect(await send(about(file))).toMatchObject({ error: { kind: 'unknown_outcome' } })
    expect(shown()).toHaveLength(1)
    user.block()
    expect(await send(about(file))).toMatchObject({ error: { kind: 'recipient_blocked' } })
  })
})

describe('a message that went out', () => {
  it('is taken back, once or twice', async () => {
    const { send, shown, telegram, user } = await withReader()
    const sent = await send(say('nhầm ngày'))
    const id = sent.ok ? (sent.externalId ?? '') : ''
    for (let time = 0; time < 2; time += 1)
      expect(await telegram.channel.recall?.(String(user.id), id)).toEqual({ ok: true, externalId: null })
    expect(shown()).toEqual([])
  })

  it('stays once Telegram lets nobody take it back', async () => {
    const { send, shown, telegram, user } = await withReader()
    const sent = await send(say('nhầm ngày'))
    for (const message of shown()) message.tooOld = true
    const id = sent.ok ? (sent.externalId ?? '') : ''
    expect(await telegram.channel.recall?.(String(user.id), id)).toMatchObject({
      ok: false,
      error: { kind: 'permanent' },
    })
    expect(shown()).toHaveLength(1)
  })
})

describe('a document that somebody sends', () => {
  it('is told with its name, and can be fetched', async () => {
    const { emulator, telegram, stored, user } = await withReader()
    telegram.start()
    user.sendFile(pdf, { name: 'Tờ trình.pdf', caption: 'đăng giúp' })
    const event = await eventOf(stored, 'attachment')
    expect(event).toEqual({
      kind: 'attachment',
      type: 'file',
      caption: 'đăng giúp',
      file: { ref: expect.any(String), name: 'Tờ trình.pdf', type: 'application/pdf', size: pdf.length },
    })
    const fetched = await telegram.channel.fetchFile?.(event.file?.ref ?? '')
    expect(fetched).toMatchObject({ ok: true })
    expect(fetched?.ok && pdf.equals(fetched.bytes)).toBe(true)
    expect(emulator.pictures.asked).toHaveLength(1)
  })

  it('is a photo too, in its largest size', async () => {
    const { telegram, stored, user } = await withReader()
    telegram.start()
    user.sendPicture(png)
    const event = await eventOf(stored, 'attachment')
    expect(event.file).toEqual({ ref: event.image, type: 'image/jpeg', size: png.length })
  })
})

function eventOf(stored: readonly Incoming[], kind: 'attachment') {
  return vi.waitFor(() => {
    const found = stored.map(({ event }) => event).find((event) => event.kind === kind)
    if (found?.kind !== kind) throw new Error('nothing has come yet')
    return found
  })
}
