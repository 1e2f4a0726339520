import { expect, it } from 'vitest'
import { rememberedFiles } from '../../test/support/remembered-files.ts'
import { createHandOver, type Ways } from './hand-over.ts'

const of = { channel: 'telegram', account: 'bot' } as const
const left = () => 10_000

function withFile() {
  const files = rememberedFiles()
  const file = files.add(Buffer.from('pdf'), 'a.pdf', 'application/pdf')
  return { files, file, handOver: createHandOver(files.store, of) }
}

const ways = (more: Partial<Ways<string>> = {}): Ways<string> => ({
  byId: async (id) => `by ${id}`,
  withBytes: async () => ({ result: 'with bytes', known: { externalId: 'x1', until: null } }),
  ...more,
})

it('hands a file over once and knows it from then on', async () => {
  const { file, handOver } = withFile()
  expect(await handOver(file, left, ways())).toEqual({ kind: 'sent', result: 'with bytes' })
  expect(await handOver(file, left, ways())).toEqual({ kind: 'sent', result: 'by x1' })
})

it('hands it over with the next message where the first came to nothing', async () => {
  const { file, handOver } = withFile()
  const failing = ways({ withBytes: async () => ({ result: 'refused', known: null }) })
  expect(await handOver(file, left, failing)).toEqual({ kind: 'sent', result: 'refused' })
  const broken = ways({ withBytes: () => Promise.reject(new Error('broken')) })
  await expect(handOver(file, left, broken)).rejects.toThrow('broken')
  expect(await handOver(file, left, ways())).toEqual({ kind: 'sent', result: 'with bytes' })
})

it('does not wait for another message longer than it has, and holds up nobody behind it', async () => {
  const { file, handOver } = withFile()
  const { promise, resolve } = Promise.withResolvers<Awaited<ReturnType<Ways<string>['withBytes']>>>()
  const slow = handOver(file, left, ways({ withBytes: () => promise }))
  expect(await handOver(file, () => 3_001, ways())).toMatchObject({ kind: 'unavailable' })
  const patient = handOver(file, left, ways())
  resolve({ result: 'late', known: { externalId: 'x2', until: null } })
  expect(await slow).toEqual({ kind: 'sent', result: 'late' })
  expect(await patient).toEqual({ kind: 'sent', result: 'by x2' })
})

it('sends though what it is known as cannot be remembered', async () => {
  const { files, file, handOver } = withFile()
  const losing = ways({
    async withBytes() {
      files.state.away = true
      return { result: 'with bytes', known: { externalId: 'x1', until: null } }
    },
  })
  expect(await handOver(file, left, losing)).toEqual({ kind: 'sent', result: 'with bytes' })
})
