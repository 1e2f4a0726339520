import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FileRef } from '../../bots/dialogue/reply.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { blank, toPng } from '../support/photo.ts'
import { say, setUp } from './set-up.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared.drop())

const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(200_000)])
const png = toPng(blank(40, 30))
const alone = (file: FileRef) => ({ blocks: [], files: [file] })

async function withReader() {
  const set = await setUp({ shared })
  return { ...set, ...(await set.writer()) }
}

describe('a file', () => {
  it('goes as a message of its own, a picture as such', async () => {
    const { send, shown, files, emulator } = await withReader()
    const document = await send(alone(files.add(pdf, 'Lịch tiêm', 'application/pdf')))
    const picture = await send(alone(files.add(png, 'so-do.png', 'image/png')))
    expect(shown().map(({ file }) => file)).toEqual([
      { kind: 'file', name: 'Lịch tiêm.pdf', size: pdf.length },
      { kind: 'image', name: 'so-do.png', size: png.length },
    ])
    expect([document, picture]).toEqual(shown().map(({ id }) => ({ ok: true, externalId: id })))
    expect([...emulator.api.uploads.values()].map(({ bytes }) => bytes.length)).toEqual([
      pdf.length,
      png.length,
    ])
  })

  it('is handed over once, however many messages carry it at a time', async () => {
    const { send, shown, files, emulator } = await withReader()
    const file = files.add(pdf, 'lich.pdf', 'application/pdf')
    const results = await Promise.all(Array.from({ length: 6 }, () => send(alone(file))))
    expect(results.every(({ ok }) => ok)).toBe(true)
    expect(shown()).toHaveLength(6)
    expect(emulator.count('upload_file')).toBe(1)
  })

  it('is handed over again once Zalo knows it no more', async () => {
    const { send, shown, files, emulator } = await withReader()
    const file = files.add(pdf, 'lich.pdf', 'application/pdf')
    await send(alone(file))
    emulator.api.forgetUploads()
    expect(await send(alone(file))).toMatchObject({ ok: true })
    expect(shown()).toHaveLength(2)
    expect(emulator.count('upload_file')).toBe(2)
  })

  it('has not gone when it could not be handed over, whatever became of the bytes', async () => {
    const { send, shown, files, emulator } = await withReader()
    const file = files.add(pdf, 'lich.pdf', 'application/pdf')
    emulator.faults.add({ endpoint: 'upload_file', times: 1, fault: { kind: 'reset', when: 'after' } })
    expect(await send(alone(file))).toMatchObject({ ok: false, error: { kind: 'unavailable' } })
    files.state.away = true
    expect(await send(alone(file))).toMatchObject({ ok: false, error: { kind: 'unavailable' } })
    files.state.away = false
    expect(shown()).toEqual([])
    expect(await send(alone(file))).toMatchObject({ ok: true })
  })

  it('goes out under a token that is exchanged on the way', async () => {
    const { send, shown, files, emulator } = await withReader()
    emulator.oauth.expireAccess()
    expect(await send(alone(files.add(pdf, 'lich.pdf', 'application/pdf')))).toMatchObject({ ok: true })
    expect(shown()).toHaveLength(1)
  })

  it('that is gone is nothing to send', async () => {
    const { send, shown, files } = await withReader()
    const file = files.add(pdf, 'lich.pdf', 'application/pdf')
    files.forget(file.id)
    expect(await send(alone(file))).toEqual({ ok: true, externalId: null })
    expect(shown()).toEqual([])
  })
})

describe('a document that somebody sends', () => {
  it('can be fetched, by way of where Zalo sends us on to', async () => {
    const { user, stored, zalo, emulator } = await withReader()
    user.sendDocument(pdf, 'Tờ trình.pdf', 'đăng giúp')
    await emulator.webhook.drained()
    const event = stored.at(-1)?.event
    expect(event).toMatchObject({
      kind: 'attachment',
      type: 'file',
      caption: 'đăng giúp',
      file: { name: 'Tờ trình.pdf', type: 'application/pdf', size: pdf.length },
    })
    const ref = event?.kind === 'attachment' ? (event.file?.ref ?? '') : ''
    emulator.pictures.fail({ kind: 'status', status: 302, location: new URL(ref).pathname })
    const fetched = await zalo.channel.fetchFile?.(ref)
    expect(fetched?.ok && pdf.equals(fetched.bytes)).toBe(true)
  })

  it('is not fetched from anywhere but Zalo, wherever we are sent', async () => {
    const { user, stored, zalo, emulator } = await withReader()
    expect(await zalo.channel.fetchFile?.('http://127.0.0.1:8080/metrics')).toMatchObject({
      ok: false,
      again: false,
    })
    user.sendDocument(pdf)
    await emulator.webhook.drained()
    const event = stored.at(-1)?.event
    const ref = event?.kind === 'attachment' ? (event.file?.ref ?? '') : ''
    emulator.pictures.fail({ kind: 'status', status: 302, location: 'http://127.0.0.1:1/metrics' })
    expect(await zalo.channel.fetchFile?.(ref)).toMatchObject({ ok: false, again: false })
    const round = { kind: 'status' as const, status: 302, location: new URL(ref).pathname }
    emulator.pictures.fail(round, round, round, round)
    expect(await zalo.channel.fetchFile?.(ref)).toEqual({
      ok: false,
      again: false,
      detail: 'sent on too often',
    })
  })
})

describe('what Zalo tells of messages', () => {
  it('is handed on as receipts, each of its chat', async () => {
    const { user, send, receipts, ignored, emulator } = await withReader()
    const sent = await send(say('lịch tiêm'))
    const id = sent.ok ? (sent.externalId ?? '') : ''
    user.received(id)
    user.seen(id)
    user.post({
      event_name: 'user_seen_message',
      recipient: { id: user.id },
      message: { msg_ids: [7, null] },
    })
    await emulator.webhook.drained()
    const of = { channel: 'zalo_oa', account: emulator.app.id, chat: user.id }
    expect(receipts).toEqual([
      { ...of, externalId: id, kind: 'delivered' },
      { ...of, externalId: id, kind: 'seen' },
      { ...of, externalId: '7', kind: 'seen' },
    ])
    expect(ignored).toEqual(['receipt', 'receipt', 'receipt'])
  })
})
