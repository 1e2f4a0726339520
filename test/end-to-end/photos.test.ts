import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { blank, darken, lay, qrPicture, toJpeg, toPng } from '../support/photo.ts'
import { readFiles } from '../support/read-files.ts'
import type { Installation } from '../support/start-server.ts'
import { readEverything } from './support/look-into-database.ts'
import { startTelegramServer, type TelegramServer } from './support/telegram-server.ts'
import { createWebCitizen } from './support/web-citizen.ts'
import { startZaloOaServer, type ZaloOaServer } from './support/zalo-oa-server.ts'
import { startZaloPersonalServer, type ZaloPersonalServer } from './support/zalo-personal-server.ts'

const code = 'H26.16.05-261120-0012'
/** What is said of a code that nobody has proved, with the code in it. */
const toProve = '0012'
const reading = 'đang đọc mã trong ảnh'
const nothing = 'không thấy mã hồ sơ trong ảnh'
const patience = { timeout: 20_000, interval: 10 }
/** In each picture, so that it would be found wherever the picture were kept. */
const marker = 'kept-nowhere-3f81c2'

/** A receipt held in a hand, with the city's name around its code. */
const receipt = toJpeg(
  darken(
    lay(blank(1280, 960), qrPicture(`https://motcua.example/tra-cuu?hoso=${code}`, 6), {
      x: 600,
      y: 480,
      degrees: 9,
    }),
    { by: 0.8, grain: 20 },
  ),
)
const marked = toPng(qrPicture(code, 5), marker)
const wall = toJpeg(darken(blank(640, 480), { by: 0.7, grain: 30 }))

/** Nothing of a picture is left in the data, and nothing of where it was in the log. */
async function expectNoTrace(installation: Installation, inLog: readonly string[]): Promise<void> {
  expect(await readEverything(installation)).not.toContain(marker)
  for (const content of await readFiles(installation.dataDir)) expect(content.includes(marker)).toBe(false)
  const log = installation.output()
  for (const trace of [marker, code, ...inLog]) expect(log).not.toContain(trace)
}

describe('a photo on Telegram', { timeout: 180_000 }, () => {
  let telegram: TelegramServer
  beforeAll(async () => {
    telegram = await startTelegramServer()
  }, 180_000)
  afterAll(() => telegram.remove())

  it('is read, and handled as if its code had been typed', async () => {
    const typist = telegram.citizen()
    const typed = await typist.says(code, toProve)
    const citizen = telegram.citizen()
    citizen.user.sendPicture(receipt)
    await citizen.hears(reading)
    expect((await citizen.hears(toProve)).text).toBe(typed.text)
  })

  it('is said to show nothing when it does not, is gone, or is no photo', async () => {
    const { pictures } = telegram.emulator
    const citizen = telegram.citizen()
    citizen.user.sendPicture(wall)
    await citizen.hears(nothing)
    pictures.fail({ kind: 'status', status: 404 })
    citizen.user.sendPicture(receipt)
    await citizen.hears(nothing)
    pictures.fail({ kind: 'huge' })
    citizen.user.sendPicture(receipt)
    await citizen.hears(nothing)
    citizen.user.sendPicture(Buffer.from('%PDF-1.7'))
    await citizen.hears(nothing)
    citizen.user.sendPhoto()
    await citizen.hears(nothing)
  })

  it('is fetched again when Telegram stumbles', async () => {
    const { pictures, faults } = telegram.emulator
    const citizen = telegram.citizen()
    faults.add({ method: 'getFile', fault: { kind: 'status', status: 500 } })
    pictures.fail({ kind: 'half' })
    citizen.user.sendPicture(receipt)
    await citizen.hears(toProve)
  })

  it('is read after a kill in the middle, and answered once', async () => {
    const { pictures } = telegram.emulator
    const citizen = telegram.citizen()
    await citizen.says('chào', 'phần mềm')
    const before = pictures.asked.length
    pictures.fail({ kind: 'hang' })
    citizen.user.sendPicture(marked)
    await vi.waitFor(() => expect(pictures.asked.length).toBeGreaterThan(before), patience)
    await telegram.server.stop('SIGKILL')
    telegram.server = await telegram.installation.start()
    await citizen.hears(toProve)
    await citizen.says('chào', 'cần làm việc gì')
    expect(citizen.heard().filter((text) => text.includes(toProve))).toHaveLength(1)
    await expectNoTrace(telegram.installation, [telegram.emulator.token.split(':')[1] ?? '', 'photos/'])
  })
})

describe('a photo on Zalo', { timeout: 180_000 }, () => {
  let zalo: ZaloOaServer
  beforeAll(async () => {
    zalo = await startZaloOaServer()
  }, 180_000)
  afterAll(() => zalo.remove())

  it('is read, and handled as if its code had been typed', async () => {
    const citizen = zalo.citizen()
    citizen.user.sendPicture(marked)
    await citizen.hears(reading)
    await citizen.hears(toProve)
    await expectNoTrace(zalo.installation, ['/pictures/'])
  })

  it('is not fetched from anywhere but Zalo, whatever the post says', async () => {
    const asked: (string | undefined)[] = []
    const inside = createServer((request, response) => {
      asked.push(request.url)
      response.end(receipt)
    })
    await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void inside.close())
    const { port } = inside.address() as AddressInfo
    const citizen = zalo.citizen()
    for (const address of [
      `http://127.0.0.1:${port}/a.jpg`,
      `http://localhost:${port}/a.jpg`,
      `http://zdn.vn@127.0.0.1:${port}/a.jpg`,
      `${zalo.server.address}/metrics`,
      'file:///etc/passwd',
    ]) {
      citizen.user.sendPicture(receipt, undefined, address)
      await citizen.hears(nothing)
    }
    // Nor by being sent on.
    zalo.emulator.pictures.fail({ kind: 'status', status: 302, location: `http://127.0.0.1:${port}/a.jpg` })
    citizen.user.sendPicture(receipt)
    await citizen.hears(nothing)
    expect(asked).toEqual([])
  })
})

describe('a photo to the personal account', { timeout: 180_000 }, () => {
  let zalo: ZaloPersonalServer
  beforeAll(async () => {
    zalo = await startZaloPersonalServer()
  }, 180_000)
  afterAll(() => zalo.remove())

  it('is fetched by the gateway, read, and handled as if its code had been typed', async () => {
    const citizen = zalo.citizen()
    await citizen.says('chào', 'phần mềm')
    citizen.user.sendPicture(marked)
    await citizen.hears(toProve)
    expect(zalo.emulator.pictures.asked).toHaveLength(1)
    await expectNoTrace(zalo.installation, ['zdn.vn'])
  })
})

describe('a photo on the page', { timeout: 180_000 }, () => {
  let telegram: TelegramServer
  beforeAll(async () => {
    telegram = await startTelegramServer()
  }, 180_000)
  afterAll(() => telegram.remove())

  it('is read, and handled as if its code had been typed', async () => {
    const page = createWebCitizen(telegram.server.address)
    const post = (photo: Buffer, type: string, id: string = randomUUID()) =>
      page.call(`/api/chat/photos?id=${id}`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: new Uint8Array(photo),
      })
    expect((await post(wall, 'image/jpeg')).status).toBe(202)
    await page.hears(nothing)
    const id = randomUUID()
    expect((await post(marked, 'image/png', id)).status).toBe(202)
    await page.hears(toProve)
    expect((await post(marked, 'image/png', id)).status).toBe(202)
    const entries = await page.history()
    expect(entries.filter((entry) => 'photo' in entry)).toHaveLength(2)
    await expectNoTrace(telegram.installation, [])
  })
})
