import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { FetchedImage } from '../../bots/channels/channel.ts'
import type { Incoming } from '../../bots/inbox/incoming.ts'
import type { RunTurn } from '../../bots/inbox/run-turn.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { fakeChannel } from './support/fake-channel.ts'
import { scriptedTurn, text } from './support/scripted-turn.ts'
import { incoming, start } from './support/start.ts'

const code = 'H26.17-251122-0042'
const patience = { interval: 10 }

/** Photos are asked to be read, and what they say is said. */
const runTurn: RunTurn = (state, event) => {
  if (event.kind === 'photo_read')
    return { state, replies: [text(`codes: ${event.codes.join(', ') || 'none'}`)], effects: [] }
  if (event.kind !== 'attachment' || event.image === undefined) return scriptedTurn(state, event)
  return { state, replies: [], effects: [{ kind: 'read_photo', image: event.image }] }
}

describe('a photo that a turn asks to be read', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())

  const decodePhoto = async (photo: Uint8Array) => [Buffer.from(photo).toString()]
  const picture = (words = code): FetchedImage => ({ ok: true, bytes: Buffer.from(words) })
  const photo = (chat: string, image: string): Incoming =>
    incoming(chat, { kind: 'attachment', type: 'photo', image })
  const rows = async () => (await database.pool.query('select * from photo_reading')).rows

  async function begin(fetchImage: (image: string) => Promise<FetchedImage>, account = 'bot') {
    const channel = { ...fakeChannel(account), fetchImage: vi.fn(fetchImage) }
    const process = await start(database.pool, [channel], { runTurn, decodePhoto })
    return { channel, process }
  }

  it('is fetched and decoded, and its codes come as an event of the same conversation', async () => {
    const { channel, process } = await begin(async () => picture())
    await process.store([photo('reads', 'file-1')])
    await vi.waitFor(() => expect(channel.received('reads')).toEqual([`codes: ${code}`]), patience)
    expect(channel.fetchImage.mock.calls).toEqual([['file-1']])
    await vi.waitFor(async () => expect(await rows()).toEqual([]), patience)
    // Where the picture was to be found is not known any longer.
    const events = await database.pool.query('select event::text as event from inbox')
    expect(JSON.stringify(events.rows)).not.toContain('file-1')
  })

  it('is fetched again when that may help, and not when it cannot', async () => {
    const answers: Record<string, FetchedImage[]> = {
      late: [{ ok: false, again: true, detail: 'HTTP 500' }, picture()],
      gone: [{ ok: false, again: false, detail: 'HTTP 404' }],
      never: Array.from({ length: 3 }, () => ({ ok: false, again: true, detail: 'lost' })),
    }
    const { channel, process } = await begin(async (image) => answers[image]?.shift() ?? picture('again?'))
    await process.store(['late', 'gone', 'never'].map((name) => photo(name, name)))
    await vi.waitFor(() => {
      expect(channel.received('late')).toEqual([`codes: ${code}`])
      expect(channel.received('gone')).toEqual(['codes: none'])
      expect(channel.received('never')).toEqual(['codes: none'])
    }, patience)
    expect(answers).toEqual({ late: [], gone: [], never: [] })
  })

  it('is answered where its channel cannot fetch, and where nothing can be read in it', async () => {
    const channel = fakeChannel('plain')
    const process = await start(database.pool, [channel], { runTurn, decodePhoto })
    await process.store([{ ...photo('blind', 'x'), account: 'plain' }])
    await vi.waitFor(() => expect(channel.received('blind')).toEqual(['codes: none']), patience)
  })

  it('is read by the next process when this one stops in the middle, and answered once', async () => {
    const first = await begin(() => new Promise(() => {}))
    await first.process.store([photo('stopped', 'file-2')])
    await vi.waitFor(() => expect(first.channel.fetchImage).toHaveBeenCalled(), patience)
    await first.process.stop()
    expect(await rows()).toMatchObject([{ image: 'file-2', attempts: 1 }])

    const second = await begin(async () => picture())
    await vi.waitFor(() => expect(second.channel.received('stopped')).toEqual([`codes: ${code}`]), patience)
    expect(first.channel.received('stopped')).toEqual([])
  })

  it('makes no second event when the process dies between storing it and forgetting the photo', async () => {
    const { channel, process } = await begin(async () => picture())
    await process.store([photo('twice', 'file-3')])
    await vi.waitFor(() => expect(channel.received('twice')).toEqual([`codes: ${code}`]), patience)
    await vi.waitFor(async () => expect(await rows()).toEqual([]), patience)
    // Both serve the same chat: what the next one stores could be answered by this one.
    await process.stop()
    // As it was before the photo was forgotten, in the hand of a process that is gone.
    const { rows: events } = await database.pool.query<{ id: string }>(
      `select external_id as id from inbox where external_id like 'photo:%'
       and conversation_id = (select id from conversation where chat = 'twice')`,
    )
    await database.pool.query(
      `insert into photo_reading (id, conversation_id, image, owner, attempts, asked_at) overriding system value
       select $1, id, 'file-3', 0, 1, now() from conversation where chat = 'twice'`,
      [events[0]?.id.slice('photo:'.length)],
    )
    const next = await begin(async () => picture())
    await vi.waitFor(async () => expect(await rows()).toEqual([]), patience)
    await next.process.store([incoming('twice', 'alo')])
    await vi.waitFor(() => expect(next.channel.received('twice')).toHaveLength(1), patience)
    expect(next.channel.received('twice')).toEqual([expect.stringContaining('alo')])
    expect(next.process.counted.duplicates + process.counted.duplicates).toBe(1)
  })

  it('is forgotten with the conversation that was erased meanwhile', async () => {
    const held = Promise.withResolvers<FetchedImage>()
    const { channel, process } = await begin(() => held.promise)
    await process.store([photo('erases', 'file-4')])
    await vi.waitFor(() => expect(channel.fetchImage).toHaveBeenCalled(), patience)
    await process.store([incoming('erases', 'erase all')])
    await vi.waitFor(() => expect(channel.received('erases')).toEqual(['erased']), patience)
    held.resolve(picture())
    await process.store([incoming('erases', 'alo')])
    await vi.waitFor(() => expect(channel.received('erases')).toEqual(['erased', '1: alo']), patience)
    expect(await rows()).toEqual([])
  })

  it('waits for its channel, and is answered when that stays away', async () => {
    const elsewhere = await begin(async () => picture(), 'other')
    onTestFinished(() => elsewhere.process.stop())
    await database.pool.query(
      `insert into conversation (channel, account, chat) values ('telegram', 'away', 'patient'), ('telegram', 'away', 'forgotten')`,
    )
    await database.pool.query(
      `insert into photo_reading (conversation_id, image, asked_at)
       select id, chat, now() - case chat when 'patient' then interval '1 minute' else interval '1 hour' end
       from conversation where account = 'away'`,
    )
    await elsewhere.process.store([{ ...photo('near', 'near'), account: 'other' }])
    const events = async () =>
      (
        await database.pool.query(
          `select c.chat, i.event->'event'->'codes' as codes from inbox i join conversation c on c.id = i.conversation_id
           where c.account = 'away'`,
        )
      ).rows
    await vi.waitFor(async () => expect(await events()).toEqual([{ chat: 'forgotten', codes: [] }]), patience)
    await vi.waitFor(async () => expect(await rows()).toMatchObject([{ image: 'patient' }]), patience)
    // Once somebody serves it, it is read after all.
    const back = await begin(async () => picture(), 'away')
    await vi.waitFor(() => expect(back.channel.received('patient')).toEqual([`codes: ${code}`]), patience)
  })

  it('is one of at most five of a conversation that wait', async () => {
    const held = Promise.withResolvers<FetchedImage>()
    const { channel, process } = await begin(() => held.promise)
    await process.store(Array.from({ length: 9 }, (_, nth) => photo('album', `album-${nth}`)))
    await process.store([incoming('album', 'alo')])
    await vi.waitFor(
      () => expect(channel.received('album')).toEqual([expect.stringContaining('alo')]),
      patience,
    )
    expect(await rows()).toHaveLength(5)
    held.resolve(picture())
    await vi.waitFor(() => expect(channel.received('album')).toHaveLength(6), patience)
  })
})
