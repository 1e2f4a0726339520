import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { boardNow, openBoard } from '../../../test/support/board-site.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'

let database: TestDatabase
let site: Awaited<ReturnType<typeof openBoard>>
beforeAll(async () => {
  database = await createTestDatabase()
  site = await openBoard(database)
})
beforeEach(async () => {
  await database.pool.query('truncate announcement, neighbourhood_group cascade')
})
afterAll(async () => {
  await site.http.close()
  await database.drop()
})

/** Titles in the order in which the page lists them. */
const titlesIn = (html: string) =>
  [...html.matchAll(/<h2><a class="name"[^>]*>([^<]*)</g)].map(([, title]) => title)
const board = async (query = '') => titlesIn((await site.get(`/u/hoan-kiem${query}`)).body)

describe("a unit's board", () => {
  it('shows what has begun for the unit, everybody or one of its groups, and nothing else', async () => {
    const group = await site.group('Tổ dân phố 7', 'NH-ACDE-2345-FHJK')
    await site.add({ title: 'Của phường', began: 60 })
    await site.add({ title: 'Của cả thành phố', audience: { all: true }, unit: 'all', began: 50 })
    await site.add({ title: 'Của tổ', audience: { groups: [group] }, began: 40 })
    await site.add({ title: 'Đang gửi', state: 'sending', began: 30 })
    await site.add({ title: 'Chờ sáng mai', state: 'waiting', began: 20 })
    const hidden = [
      { audience: { units: ['tay-ho'] } },
      { audience: { groups: ['999'] } },
      { audience: { chats: ['telegram:-1'] } },
      { audience: { units: ['tay-ho', 'hoan-kiem'], except: { units: ['hoan-kiem'] } } },
      { state: 'draft' as const, began: null },
      { state: 'scheduled' as const, began: null },
      { state: 'paused' as const, began: null },
      { state: 'waiting' as const, began: null },
      { state: 'stopped' as const },
      { state: 'expired' as const },
      { expiresAt: boardNow },
      { recalled: true },
    ]
    for (const one of hidden) await site.add({ title: 'Không thấy ở đây', ...one })
    expect(await board()).toEqual(['Chờ sáng mai', 'Đang gửi', 'Của tổ', 'Của cả thành phố', 'Của phường'])
    const { body } = await site.get('/u/hoan-kiem')
    expect(body).toContain('Dành cho Tổ dân phố 7')
    expect(body).toContain('Nơi gửi: Thành phố Hà Nội')
    expect(body).toContain('Đăng lúc 9 giờ, thứ Bảy 21/11/2026')
    expect(titlesIn((await site.get('/u/all')).body)).toEqual(['Của cả thành phố'])
  })

  it('puts urgent ones of these days on top, in words, and an old one where it belongs', async () => {
    await site.add({ title: 'Bão cũ', urgent: 'disaster', began: 5 * 1440 })
    await site.add({ title: 'Bão', urgent: 'disaster', began: 60 })
    await site.add({ title: 'Mới nhất', began: 1 })
    expect(await board()).toEqual(['Bão', 'Mới nhất', 'Bão cũ'])
    expect((await site.get('/u/hoan-kiem')).body.match(/<b class="urgent">Khẩn<\/b>/g)).toHaveLength(2)
  })

  it('goes on to older ones page by page, none missed and none twice', async () => {
    await site.add({ title: 'Khẩn', urgent: 'health', began: 30 })
    for (let at = 1; at <= 44; at++) await site.add({ title: `Tin ${at}`, began: Math.ceil(at / 4) })
    const seen: string[] = []
    for (let address = '/u/hoan-kiem'; address !== ''; ) {
      const { body } = await site.get(address)
      seen.push(...titlesIn(body).map(String))
      address = /href="([^"]*before=\d+)"/.exec(body)?.[1] ?? ''
    }
    expect(seen).toHaveLength(45)
    expect(seen[0]).toBe('Khẩn')
    expect(new Set(seen).size).toBe(45)
  })

  it('can be narrowed to a topic', async () => {
    await site.add({ title: 'Điện' })
    await site.add({ title: 'Tiêm chủng', topic: 'y-te' })
    expect(await board('?topic=y-te')).toEqual(['Tiêm chủng'])
    const { body } = await site.get('/u/hoan-kiem?topic=thue')
    expect(body).toContain('Hiện chưa có thông báo nào về Thuế và phí.')
    expect(await board('?topic=bia-dat')).toEqual(['Tiêm chủng', 'Điện'])
  })

  it('says kindly that there is nothing yet, and how to follow', async () => {
    const { statusCode, body } = await site.get('/u/hoan-kiem')
    expect(statusCode).toBe(200)
    expect(body).toContain('Hiện chưa có thông báo nào. Khi có tin mới')
    expect(body).toContain('aria-label="https://motcua.example.vn/l/theodoi-hoan-kiem"')
    expect(body).toContain('href="https://t.me/MotCuaBot?start=theodoi-hoan-kiem"')
    expect(body).toContain('href="/chat?start=theodoi-hoan-kiem"')
    expect(body).toContain('anh/chị nhắn: “theodoi-hoan-kiem”')
  })

  it('is not there for a unit that is none, or not served here', async () => {
    const narrow = await openBoard(database, { served: ['hoan-kiem'] })
    expect((await narrow.get('/u')).headers.location).toBe('/u/hoan-kiem')
    await narrow.http.close()
    for (const path of [
      '/u/nowhere',
      '/u/__proto__',
      '/u/HOAN-KIEM',
      '/u/%3Cscript%3E',
      '/u/nowhere/feed.xml',
    ])
      expect((await site.get(path)).statusCode, path).toBe(404)
    const { body } = await site.get('/u')
    expect(body.match(/href="\/u\/[a-z-]+"/g)?.length).toBe(127)
  })

  it('lets no text become markup, and reads no nonsense in an address', async () => {
    await site.add({
      title: '<script>alert(1)</script>',
      text: '</p><img src=x onerror=alert(1)> \u202Egnp.exe https://a.vn/"><script>',
      event: { startsAt: '2026-11-28T01:00:00Z', place: '<b>Nhà "văn hóa"</b>' },
      link: { label: '<i>Xem</i>', url: 'javascript:alert(1)' },
      poll: { question: '<u>Sao?</u>', options: ['<s>Có</s>', 'Không'] },
    })
    const id = /\/u\/hoan-kiem\/(\d+)/.exec((await site.get('/u/hoan-kiem')).body)?.[1]
    for (const path of [
      '/u/hoan-kiem?topic=%3Cscript%3E&before=%27;--&lang=%0d%0a',
      `/u/hoan-kiem/${id}`,
      '/u/hoan-kiem?screen=1&turn=999&turn=1',
      '/u/hoan-kiem/feed.xml',
      `/u/hoan-kiem/${id}.ics`,
    ]) {
      const { statusCode, body } = await site.get(path)
      expect(statusCode, path).toBe(200)
      if (!path.endsWith('.ics'))
        expect(body, path).not.toMatch(/<script>|<img src=x|<b>Nhà|javascript:|<s>|<i>Xem/)
    }
  })

  it('is sent again only when it has changed, and compressed', async () => {
    await site.add()
    const first = await site.get('/u/hoan-kiem', { 'accept-encoding': 'gzip' })
    expect(gunzipSync(first.rawPayload).toString()).toContain('Cắt nước sáng mai')
    const known = { 'if-none-match': String(first.headers.etag) }
    expect((await site.get('/u/hoan-kiem', known)).statusCode).toBe(304)
    await site.add({ title: 'Tin nữa' })
    expect((await site.get('/u/hoan-kiem', known)).statusCode).toBe(200)
  })

  it('is in English with `lang=en` around what was written in Vietnamese', async () => {
    await site.add()
    const { body } = await site.get('/u/hoan-kiem?lang=en')
    expect(body).toContain('<html lang="en">')
    expect(body).toContain('<h1>Announcements of Hoàn Kiếm ward</h1>')
    expect(body).toContain('Published 9:00, Saturday 21 November 2026')
    expect(body).toMatch(/lang="vi">Cắt nước sáng mai</)
  })

  it('has a limit for one address', async () => {
    const other = await openBoard(database)
    const codes = []
    for (let at = 0; at <= 300; at++) codes.push((await other.get('/u/nowhere')).statusCode)
    await other.http.close()
    expect(codes.slice(0, 300).every((code) => code === 404)).toBe(true)
    expect(codes[300]).toBe(429)
  })
})

describe('one announcement', () => {
  it('is whole: text, event, button, answers so far, files with their signatures', async () => {
    const id = await site.add({
      text: `${'Dài. '.repeat(300)}\n\nXem https://hanoi.gov.vn/tin?a=1&b=2.`,
      event: { startsAt: '2026-11-28T01:00:00Z', endsAt: '2026-11-28T03:30:00Z', place: 'Nhà văn hóa' },
      link: { label: 'Xem bản đồ', url: 'https://example.vn/ban-do' },
      poll: { question: 'Họp lúc nào?', options: ['Sáng', 'Chiều'] },
      expiresAt: '2026-11-29T10:00:00Z',
    })
    await site.vote(id, [0, 0, 1])
    const file = await site.attach(id, {
      bytes: new Uint8Array(1_234_567),
      signatures: [
        {
          signer: 'UBND phường Hoàn Kiếm',
          issuer: 'Ban Cơ yếu',
          at: '2026-11-20T02:00:00Z',
          verdict: 'untrusted',
        },
      ],
    })
    const { body } = await site.get(`/u/hoan-kiem/${id}`)
    for (const said of [
      'Từ 8 giờ đến 10 giờ 30, thứ Bảy 28/11/2026',
      'Tại Nhà văn hóa',
      `href="/u/hoan-kiem/${id}.ics"`,
      '<a class="action" href="https://example.vn/ban-do"',
      '>https://hanoi.gov.vn/tin?a=1&#38;b=2</a>.',
      'Sáng</span> <b>2</b>',
      'Chiều</span> <b>1</b>',
      '3 ý kiến',
      `<a href="${file}" dir="auto">Giấy mời.pdf</a>`,
      'PDF, 1,2 MB',
      'Chữ ký số ghi tên UBND phường Hoàn Kiếm, ký lúc 9 giờ, thứ Sáu 20/11/2026: văn bản còn nguyên vẹn; chưa kiểm tra được nơi cấp.',
      'Có hiệu lực đến 17 giờ, Chủ nhật 29/11/2026',
    ])
      expect(body).toContain(said)
  })

  it('gives way to its correction, which says so', async () => {
    const wrong = await site.add({ title: 'Sai giờ', began: 90 })
    const right = await site.add({ title: 'Đúng giờ', corrects: wrong, began: null, state: 'draft' })
    expect(await board()).toEqual([])
    expect((await site.get(`/u/hoan-kiem/${wrong}`)).statusCode).toBe(410)
    await database.pool.query(`update announcement set state = 'sent', began_at = $2 where id = $1`, [
      right,
      boardNow,
    ])
    expect(await board()).toEqual(['Đúng giờ'])
    expect((await site.get(`/u/hoan-kiem/${wrong}`)).headers.location).toBe(`/u/hoan-kiem/${right}`)
    expect((await site.get(`/u/hoan-kiem/${right}`)).body).toContain(
      'Tin này đính chính tin “Sai giờ” đăng lúc 8 giờ 30, thứ Bảy 21/11/2026.',
    )
  })

  it('is gone once it is stopped or over, with a way to the board; others are unknown', async () => {
    const stopped = await site.add({ state: 'stopped' })
    const elsewhere = await site.add({ audience: { units: ['tay-ho'] } })
    const draft = await site.add({ state: 'draft', began: null })
    const gone = await site.get(`/u/hoan-kiem/${stopped}`)
    expect(gone.statusCode).toBe(410)
    expect(gone.body).toContain('không còn hiệu lực')
    expect(gone.body).toContain('href="/u/hoan-kiem"')
    for (const id of [elsewhere, draft, '999999', '0', '1e3', '999999999999999999999'])
      expect((await site.get(`/u/hoan-kiem/${id}`)).statusCode, id).toBe(404)
  })

  it('goes into a calendar, escaped and under an identity that stays', async () => {
    const id = await site.add({
      title: 'Họp tổ; bàn, chốt\\ xong',
      event: { startsAt: '2026-11-28T01:00:00Z', endsAt: '2026-11-28T03:30:00Z', place: 'Số 1, Hàng Bông' },
    })
    const { headers, body } = await site.get(`/u/hoan-kiem/${id}.ics`)
    expect(headers['content-type']).toBe('text/calendar; charset=utf-8')
    const lines = body.replaceAll('\r\n ', '').split('\r\n')
    for (const line of [
      `UID:announcement-${id}@mot-cua`,
      'DTSTART:20261128T010000Z',
      'DTEND:20261128T033000Z',
      'X-WR-TIMEZONE:Asia/Ho_Chi_Minh',
      'SUMMARY:Họp tổ\\; bàn\\, chốt\\\\ xong',
      'LOCATION:Số 1\\, Hàng Bông',
      `URL;VALUE=URI:https://motcua.example.vn/u/hoan-kiem/${id}`,
    ])
      expect(lines).toContain(line)
    expect(Math.max(...body.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75)
    const few = await site.add({
      audience: { chats: ['telegram:-1'] },
      event: { startsAt: '2026-11-28T01:00:00Z' },
    })
    expect((await site.get(`/u/hoan-kiem/${few}.ics`)).statusCode).toBe(404)
    const told = await site.get(site.eventOf(few))
    expect(told.body).toContain(`UID:announcement-${few}@mot-cua`)
    expect(told.body).not.toContain('/u/')
    expect((await site.get(site.eventOf(few).replace('.ics', ''))).statusCode).toBe(404)
    expect((await site.get(site.eventOf(few).replace(`/${few}-`, `/${id}-`))).statusCode).toBe(404)
    const plain = await site.add()
    expect((await site.get(`/u/hoan-kiem/${plain}.ics`)).statusCode).toBe(404)
  })
})

describe('a file', () => {
  const bytes = Uint8Array.from({ length: 1_300_000 }, (_, at) => (at * 31) % 251)

  it('comes as it was stored, runs nothing and is asked for again each time', async () => {
    const id = await site.add()
    const path = await site.attach(id, { name: 'Giấy mời họp "tổ 7".pdf', bytes })
    expect(path).toMatch(/^\/u\/hoan-kiem\/files\/\d+-[\w-]{22}\/giay-moi-hop-to-7\.pdf$/)
    const { statusCode, headers, rawPayload } = await site.get(path)
    expect(statusCode).toBe(200)
    expect(Buffer.compare(rawPayload, bytes)).toBe(0)
    expect(headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': '1300000',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache',
    })
    expect(headers['content-disposition']).toMatch(/^attachment; .*filename\*=UTF-8''Gi%E1%BA%A5y/)
    expect((await site.get(path, { 'if-none-match': String(headers.etag) })).statusCode).toBe(304)
    const head = await site.http.app.inject({ method: 'HEAD', url: path })
    expect([head.statusCode, head.headers['content-length'], head.body]).toEqual([200, '1300000', ''])
    // Whoever has its address has the file.
    expect(site.lines.join('')).toContain('/u/:unit/files/:key/:name')
    expect(site.lines.join('')).not.toContain(path.split('/')[4])
    const picture = await site.attach(id, { name: 'a.png', type: 'image/png', bytes })
    expect((await site.get(picture)).headers['content-disposition']).toMatch(/^inline/)
    const lying = await site.attach(id, { name: 'a.html', type: 'text/html', bytes })
    expect((await site.get(lying)).headers).toMatchObject({ 'content-type': 'application/octet-stream' })
  })

  it('is not to be had without its key, nor before its announcement began', async () => {
    const path = await site.attach(await site.add(), { bytes })
    const early = await site.attach(await site.add({ state: 'scheduled', began: null }), { bytes })
    const [, head = '', key = '', name = ''] = /^(.*\/\d+-)(.*)(\/.*)$/.exec(path) ?? []
    for (const wrong of [
      `${head}${'A'.repeat(22)}${name}`,
      `${head}${key.slice(1)}${name}`,
      `${head}${name}`,
      path.replace(/files\/\d+/, 'files/999'),
      path.replace('hoan-kiem', 'nowhere'),
      early,
    ])
      expect((await site.get(wrong)).statusCode, wrong).toBe(404)
  })

  it.each([
    ['stopped', `state = 'stopped'`],
    ['over', `expires_at = '${boardNow}'`],
    ['taken back', `recall_asked_at = '${boardNow}'`],
  ])('is gone once its announcement is %s', async (_name, change) => {
    // Only some are told of it, who have its address.
    const id = await site.add({ audience: { chats: ['telegram:-1'] } })
    const path = await site.attach(id, { bytes })
    expect((await site.get(path)).statusCode).toBe(200)
    await database.pool.query(`update announcement set ${change} where id = $1`, [id])
    expect((await site.get(path)).statusCode).toBe(410)
  })
})

describe('the feed', () => {
  it('has every announcement under an identity that stays, as XML may hold it', async () => {
    const id = await site.add({ title: 'A & B <c> \u0001', text: 'Một\nhai & "ba"', urgent: 'disaster' })
    await site.add({ audience: { chats: ['telegram:-1'] }, title: 'Không thấy ở đây' })
    const { headers, body } = await site.get('/u/hoan-kiem/feed.xml')
    expect(headers['content-type']).toBe('application/rss+xml; charset=utf-8')
    expect(body).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<rss version="2.0"/)
    for (const part of [
      '<title>Khẩn: A &#38; B &#60;c&#62; </title>',
      `<guid isPermaLink="false">mot-cua:announcement:${id}</guid>`,
      `<link>https://motcua.example.vn/u/hoan-kiem/${id}</link>`,
      '<pubDate>Sat, 21 Nov 2026 09:00:00 +0700</pubDate>',
      '<category>Điện nước</category>',
      'Một&#60;br&#62;hai &#38;#38; &#38;#34;ba',
      'href="https://motcua.example.vn/u/hoan-kiem/feed.xml" rel="self"',
    ])
      expect(body).toContain(part)
    expect(body.match(/<item>/g)).toHaveLength(1)
    expect((await site.get('/u/hoan-kiem')).body).toContain(
      'type="application/rss+xml" href="/u/hoan-kiem/feed.xml"',
    )
  })

  it('is not sent to a reader that has it', async () => {
    await site.add()
    const { headers } = await site.get('/u/hoan-kiem/feed.xml')
    const [etag, modified] = [String(headers.etag), String(headers['last-modified'])]
    expect(modified).toBe('Sat, 21 Nov 2026 02:00:00 GMT')
    const ask = async (known: Record<string, string>) =>
      (await site.get('/u/hoan-kiem/feed.xml', known)).statusCode
    expect(await ask({ 'if-none-match': etag })).toBe(304)
    expect(await ask({ 'if-modified-since': modified })).toBe(304)
    await site.add({ title: 'Tin mới', began: 1 })
    expect(await ask({ 'if-none-match': etag, 'if-modified-since': modified })).toBe(200)
    expect(await ask({ 'if-modified-since': modified })).toBe(200)
  })

  it('is valid, and empty, where there is nothing', async () => {
    expect((await site.get('/u/hoan-kiem/feed.xml')).body).toMatch(
      /<ttl>15<\/ttl>\s*<\/channel>\s*<\/rss>\s*$/,
    )
  })
})

describe('in a hall and on a wall', () => {
  it('shows one announcement after another on a screen, with nothing to press', async () => {
    await site.add({ title: 'Tin một', began: 20 })
    await site.add({ title: 'Tin hai', began: 10 })
    const turn = async (query: string) => (await site.get(`/u/hoan-kiem?screen=1${query}`)).body
    const first = await turn('')
    expect(first).toMatch(/<h2[^>]*>Tin hai</)
    expect(first).toContain('data-next="/u/hoan-kiem?screen=1&#38;turn=1"')
    expect(first).toContain('<b>10:00</b> <span>Thứ Bảy 21/11/2026</span>')
    expect(first).toContain(
      '<noscript><meta http-equiv="refresh" content="20;url=/u/hoan-kiem?screen=1&#38;turn=1">',
    )
    expect(first).not.toMatch(/<a |<button|<input|<summary/)
    expect(await turn('&turn=1')).toMatch(/turn=0"[\s\S]*<h2[^>]*>Tin một</)
    expect(await turn('&turn=7')).toMatch(/<h2[^>]*>Tin một</)
  })

  it('says on a screen too that there is nothing', async () => {
    const { body } = await site.get('/u/hoan-kiem?screen=1')
    expect(body).toContain('Hiện chưa có thông báo nào.')
    expect(body).toContain('aria-label="Quét mã để nhận tin qua điện thoại"')
  })

  it('prints a poster of the unit, or of one of its groups', async () => {
    await site.group('Tổ dân phố 7', 'NH-ACDE-2345-FHJK')
    const { body } = await site.get('/u/hoan-kiem/poster')
    expect(body).toContain('aria-label="https://motcua.example.vn/l/theodoi-hoan-kiem"')
    expect(body.match(/<ol>.*<\/ol>/s)?.[0].match(/<li>/g)).toHaveLength(3)
    const group = await site.get('/u/hoan-kiem/poster?group=NH-ACDE-2345-FHJK')
    expect(group.body).toContain('Nhận tin của Tổ dân phố 7 qua điện thoại')
    expect(group.body).toContain('aria-label="https://motcua.example.vn/l/NH-ACDE-2345-FHJK"')
    expect((await site.get('/u/tay-ho/poster?group=NH-ACDE-2345-FHJK')).statusCode).toBe(404)
  })
})

describe('when the database is away', () => {
  it('says so on a page', async () => {
    const away = await openBoard(database, {
      sql: { query: () => Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' })) },
    })
    const { statusCode, body } = await away.get('/u/hoan-kiem')
    expect(statusCode).toBe(503)
    expect(body).toContain('tạm gián đoạn')
    await away.http.close()
  })
})
