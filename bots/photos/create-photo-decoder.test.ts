import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { prepareZXingModule, type WriterOptions, writeBarcode } from 'zxing-wasm/writer'
import {
  blank,
  blur,
  darken,
  invert,
  lay,
  type Picture,
  pngOf,
  qrPicture,
  toJpeg,
  toPng,
} from '../../test/support/photo.ts'
import { createPhotoDecoder, type DecoderOptions } from './create-photo-decoder.ts'

const slip = 'https://motcua.example/l/HS-AB2D-EF4H-JK6M'
const log = { warn: vi.fn() }
// With time enough for a machine that has other work.
const decoder = createPhotoDecoder({ log, limitMs: 60_000 })
afterAll(() => decoder.stop())

describe('a photo of a phone', () => {
  const paper = (code: Picture, how: { degrees?: number; shear?: number } = {}) =>
    lay(blank(1280, 960), code, { x: 700, y: 500, ...how })

  it.each<[string, () => Buffer]>([
    ['as it is, JPEG', () => toJpeg(paper(qrPicture(slip, 6)))],
    ['as it is, PNG', () => toPng(paper(qrPicture(slip, 6)))],
    ['turned a little', () => toJpeg(paper(qrPicture(slip, 6), { degrees: 17 }))],
    ['on its head', () => toJpeg(paper(qrPicture(slip, 6), { degrees: 180 }))],
    ['askew', () => toJpeg(paper(qrPicture(slip, 6), { degrees: 33, shear: 0.2 }))],
    ['out of focus', () => toJpeg(blur(paper(qrPicture(slip, 6)), 3))],
    ['dark and grainy', () => toJpeg(darken(paper(qrPicture(slip, 6)), { by: 0.3, grain: 40 }), 50)],
    ['white on black', () => toJpeg(invert(paper(qrPicture(slip, 6))))],
    [
      'small in a large photo',
      () =>
        toJpeg(
          darken(lay(blank(4000, 3000), qrPicture(slip, 4), { x: 3300, y: 700, degrees: 8 }), {
            by: 0.8,
            grain: 20,
          }),
        ),
    ],
  ])('is read: %s', async (_name, photo) => {
    expect(await decoder.decode(photo())).toEqual([slip])
  })

  it('is read whatever kind of code the receipt has', async () => {
    const formats = ['Code128', 'Code39', 'DataMatrix', 'PDF417'] as const
    for (const format of formats)
      expect(await decoder.decode(await barcode('H26.17-251122-0042', format)), format).toEqual([
        'H26.17-251122-0042',
      ])
    expect(await decoder.decode(await barcode('8934588012228', 'EAN13'))).toEqual(['8934588012228'])
  })

  it('gives each of several codes once', async () => {
    const two = lay(paper(qrPicture(slip, 5)), qrPicture('H26.17-251122-0042', 5), { x: 250, y: 300 })
    const three = lay(two, qrPicture(slip, 4), { x: 1100, y: 200 })
    expect((await decoder.decode(toPng(three))).toSorted()).toEqual(['H26.17-251122-0042', slip])
  })

  it('shows nothing where there is no code', async () => {
    expect(await decoder.decode(toJpeg(darken(blank(1280, 960), { by: 0.9, grain: 60 })))).toEqual([])
  })
})

describe('what is no photo', () => {
  const good = toJpeg(qrPicture(slip, 4))
  const code = qrPicture(slip, 4)

  it.each<[string, () => Uint8Array]>([
    ['nothing', () => new Uint8Array()],
    ['a GIF', () => Buffer.from('GIF89a\x01\0\x01\0\x80\0\0', 'latin1')],
    ['a PDF', () => Buffer.from('%PDF-1.7\n')],
    ['a HEIC of an iPhone', () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')],
    ['a JPEG cut off', () => good.subarray(0, 300)],
    ['a PNG cut off', () => toPng(code).subarray(0, 60)],
    ['a PNG without pixels', () => pngOf({ width: 0, height: 0, packed: deflateSync('') })],
    [
      'a PNG of two thousand million pixels',
      () => pngOf({ width: 50_000, height: 40_000, packed: deflateSync('') }),
    ],
    [
      'a PNG that says it is small and bursts',
      () => pngOf({ width: 40, height: 40, packed: deflateSync(Buffer.alloc(300_000_000)) }),
    ],
    ['more bytes than are looked at', () => Buffer.concat([good, Buffer.alloc(10 * 1024 * 1024)])],
  ])('shows nothing: %s', async (_name, bytes) => {
    expect(await decoder.decode(bytes())).toEqual([])
  })

  it('never fails or hangs, whatever bytes come', { timeout: 60_000 }, async () => {
    const photos = [good, toPng(code)]
    const damaged = fc
      .tuple(
        fc.constantFrom(...photos),
        fc.array(fc.tuple(fc.nat(4000), fc.nat(255)), { maxLength: 30 }),
        fc.nat(9000),
      )
      .map(([photo, changes, length]) => {
        const copy = Uint8Array.from(photo)
        for (const [at, byte] of changes) copy[at % copy.length] = byte
        return copy.subarray(0, Math.max(1, length))
      })
    const began = fc.uint8Array({ maxLength: 400 }).map((rest) => Uint8Array.of(0xff, 0xd8, 0xff, ...rest))
    await fc.assert(
      fc.asyncProperty(fc.oneof(damaged, began, fc.uint8Array({ maxLength: 400 })), async (bytes) => {
        const codes = await decoder.decode(bytes)
        expect(codes.length).toBeLessThanOrEqual(5)
        for (const text of codes) expect(text.length).toBeLessThanOrEqual(256)
      }),
      { numRuns: 200 },
    )
  })
})

describe('a thread that fails', () => {
  const photo = toJpeg(qrPicture(slip, 4))
  const start = (script: string, more: Partial<DecoderOptions> = {}) => {
    const one = createPhotoDecoder({
      log,
      limitMs: 300,
      script: new URL(`data:text/javascript,${encodeURIComponent(script)}`),
      ...more,
    })
    onTestFinished(() => one.stop())
    return one
  }

  it('is ended when it hangs, and the next photo has another one', async () => {
    const hanging = start('for (;;) {}')
    expect(await hanging.decode(photo)).toEqual([])
    expect(await hanging.decode(photo)).toEqual([])
  })

  it('is replaced when it crashes', async () => {
    const crashing = start(
      `
      import { parentPort } from 'node:worker_threads'
      parentPort.on('message', () => { throw new Error('H26.17-251122-0042') })`,
      { limitMs: 10_000 },
    )
    expect(await crashing.decode(photo)).toEqual([])
    expect(await crashing.decode(photo)).toEqual([])
    expect(JSON.stringify(log.warn.mock.calls)).not.toContain('H26')
  })

  it('keeps no more than so many waiting', async () => {
    const hanging = start('for (;;) {}', { mostWaiting: 1 })
    const taken = [hanging.decode(photo), hanging.decode(photo)]
    await expect(hanging.decode(photo)).rejects.toMatchObject({ code: 'unavailable' })
    expect(await Promise.all(taken)).toEqual([[], []])
  })

  it('holds no memory once it has nothing to do, and begins again', async () => {
    const idle = start(
      `import { parentPort, threadId } from 'node:worker_threads'
       parentPort.on('message', () => parentPort.postMessage([String(threadId)]))`,
      { limitMs: 10_000, idleMs: 5 },
    )
    const first = await idle.decode(photo)
    expect(first).toHaveLength(1)
    await vi.waitFor(async () => expect(await idle.decode(photo)).not.toEqual(first))
  })

  it('lets the rest of the process go on', async () => {
    const large = toJpeg(darken(blank(4000, 3000), { by: 0.9, grain: 120 }))
    // How busy this thread is, and not how late: the machine may have other work.
    const before = performance.eventLoopUtilization()
    await decoder.decode(large)
    expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.5)
  })
})

/** A barcode as a PNG, by the library's own writer. */
async function barcode(text: string, format: WriterOptions['format']): Promise<Uint8Array> {
  const wasm = await readFile(fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm')))
  await prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer }, fireImmediately: true })
  const { image, error } = await writeBarcode(text, { format, scale: 4 })
  if (!image) throw new Error(error)
  return image.bytes()
}
