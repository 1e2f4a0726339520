import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { Temporal } from 'temporal-polyfill'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { KnowledgeParts } from '../../../bots/flows/create-knowledge.ts'
import type { Match } from '../../../knowledge/matching/match.ts'
import { buildCatalogue } from '../../../knowledge/procedures/catalogue.ts'
import { local, madeUpKnowledge, marriage, noMatch } from '../../../test/support/made-up-procedures.ts'
import { createHealth } from '../../health.ts'
import { createLog } from '../../log.ts'
import { createMetrics } from '../../metrics.ts'
import { createHttp, type Http } from '../create-http.ts'
import type { Door } from './door.ts'
import { type ProcedurePagesOptions, procedurePages } from './routes.ts'

const running: Http[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((http) => http.close()))
})

const webRoot = mkdtempSync(join(tmpdir(), 'motcua-pages-'))
beforeAll(() => {
  const built = ['procedures/procedures.css', 'procedures/print.ts', 'front/front.css']
  const manifest = Object.fromEntries(built.map((src) => [src, { src, file: `assets/${src}-x1` }]))
  const files = { 'chat/index.html': '', '.vite/manifest.json': JSON.stringify(manifest) }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(webRoot, name)), { recursive: true })
    writeFileSync(join(webRoot, name), text)
  }
})
afterAll(() => rmSync(webRoot, { recursive: true }))

async function start(
  options: Partial<ProcedurePagesOptions> & { match?: (text: string) => Match; parts?: KnowledgeParts } = {},
) {
  const lines: string[] = []
  const parts = options.parts ?? (await madeUpKnowledge(options.match ? { match: options.match } : {}))
  const http = await createHttp({
    log: createLog('trace', { write: (line) => lines.push(line) }),
    health: createHealth(),
    metrics: createMetrics(async () => ({ events: 0, messages: 0 })),
    frontPage: () => ({ units: [], channels: [] }),
    routes: [
      procedurePages({
        knowledge: () => parts,
        clock: { now: () => Temporal.Instant.from('2026-11-21T03:00:00Z') },
        publicUrl: 'https://motcua.example.vn',
        channels: () => [],
        webRoot,
        ...options,
      }),
    ],
    webRoot,
  })
  running.push(http)
  const get = (url: string, headers = {}) => http.app.inject({ url, headers })
  return { app: http.app, get, lines, parts }
}

/** Short names in the order in which the page lists them. */
const namesIn = (html: string) =>
  [...html.matchAll(/class="name" href="[^"]*">([^<]*)</g)].map(([, name]) => name)
const found = (match: Partial<Match>) => (): Match => ({ ...noMatch, ...match })
const ranked = (...codes: string[]) => codes.map((code, at) => ({ code, name: code, score: 1 - at / 10 }))

describe('the list of procedures', () => {
  it('names every one by field, with its official name, the assistant and the leaflet', async () => {
    const { get } = await start()
    const { statusCode, headers, body } = await get('/thu-tuc')
    expect(statusCode).toBe(200)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(body).toMatch(/<html lang="vi">[\s\S]*assets\/procedures\/procedures\.css-x1/)
    expect(namesIn(body)).toEqual(['Giấy &#60;script&#62;', 'Giấy cưới', 'Họp dân'])
    expect(body).toContain('<p class="official">Đăng ký việc cưới</p>')
    expect(body).toContain('href="/chat?start=1.000001" aria-label="Hỏi trợ lý: Giấy cưới"')
    expect(body).toContain('href="/thu-tuc/1.000001#in" aria-label="In tờ rơi: Giấy cưới"')
    expect(body).toContain('href="/chat?start=local.hop-dan"')
    expect(body).toContain('Hộ tịch <span>2 việc</span>')
    expect(body).toContain('href="/thu-tuc?event=cuoi">Kết hôn <span>2 việc</span>')
  })

  it('shows a life event in its order, without what is not in force', async () => {
    const { get } = await start()
    const { body } = await get('/thu-tuc?event=cuoi')
    expect(namesIn(body)).toEqual(['Giấy cưới', 'Họp dân'])
    expect(body).toContain('<ol class="entries">')
    expect(body).toContain('Rồi mới <span class="together">')
  })

  it('shows one field, and keeps it chosen', async () => {
    const { get } = await start()
    const { body } = await get('/thu-tuc?field=ho-tich')
    expect(namesIn(body)).toEqual(['Giấy cưới', 'Họp dân'])
    expect(body).toContain('<option value="ho-tich" selected>')
  })

  it('speaks English when asked to, and offers the other language from there', async () => {
    const { get } = await start()
    const { body } = await get('/thu-tuc?lang=en&event=cuoi')
    expect(body).toContain('<html lang="en">')
    expect(body).toContain('href="/thu-tuc?event=cuoi" hreflang="vi"')
    expect(body).toContain('href="/thu-tuc/1.000001?lang=en"')
    expect(body).toContain(
      '<link rel="canonical" href="https://motcua.example.vn/thu-tuc?event=cuoi&#38;lang=en">',
    )
    expect(body).toContain('<input type="hidden" name="lang" value="en">')
  })

  it('shows what is known now, not what was known at the start', async () => {
    const first = await madeUpKnowledge()
    const known = { parts: first }
    const { get } = await start({ knowledge: () => known.parts })
    expect(namesIn((await get('/thu-tuc')).body)).toHaveLength(3)
    known.parts = { ...first, catalogue: buildCatalogue([local]) }
    expect(namesIn((await get('/thu-tuc')).body)).toEqual(['Họp dân'])
  })
})

describe('searching', () => {
  it('lists what the assistant understands, the best first, and what was asked for besides', async () => {
    const match = found({
      decision: 'procedure',
      procedures: ranked('local.hop-dan', '1.000001'),
      also: ['1.000002'],
    })
    const { get } = await start({ match })
    const { body, headers } = await get('/thu-tuc?q=em%20sap%20cuoi')
    expect(namesIn(body)).toEqual(['Họp dân', 'Giấy cưới', 'Giấy &#60;script&#62;'])
    expect(body).toContain('value="em sap cuoi"')
    expect(body).toContain('<meta name="robots" content="noindex">')
    expect(headers['cache-control']).toBe('no-store')
  })

  it('says what took the place of a name that has gone', async () => {
    const match = { decision: 'procedure' as const, procedures: ranked('1.000001'), formerName: 'hôn thú' }
    const { get } = await start({ match: found(match) })
    const { body } = await get('/thu-tuc?q=hon%20thu')
    expect(body).toContain('<p>Hôn thú nay gọi là giấy cưới.</p>')
    expect(namesIn(body)).toEqual(['Giấy cưới'])
  })

  it('keeps to the chosen field, and says so when nothing in it fits', async () => {
    const match = found({ decision: 'choices', procedures: ranked('local.hop-dan', '1.000002') })
    const { get } = await start({ match })
    expect(namesIn((await get('/thu-tuc?q=a&field=ho-tich')).body)).toEqual(['Họp dân'])
    const { get: other } = await start({
      match: found({ decision: 'procedure', procedures: ranked('1.000001') }),
    })
    const { body } = await other('/thu-tuc?q=a&field=dat-dai-nha')
    expect(namesIn(body)).toEqual([])
    expect(body).toContain('Trong lĩnh vực Đất đai &#38; nhà không có việc nào hợp.')
  })

  it('finds a code, present or replaced, without asking the matcher', async () => {
    const { get } = await start({
      match() {
        throw new Error('not asked')
      },
    })
    expect(namesIn((await get('/thu-tuc?q=1.000001')).body)).toEqual(['Giấy cưới'])
    expect(namesIn((await get('/thu-tuc?q=1.000009')).body)).toEqual(['Giấy cưới'])
  })

  it('shows the life event that somebody tells of', async () => {
    const { get } = await start({ match: found({ lifeEvent: 'cuoi' }) })
    const { body } = await get('/thu-tuc?q=nha%20em%20sap%20cuoi')
    expect(body).toContain('href="/thu-tuc?event=cuoi"')
    expect(body).not.toContain('không tìm thấy')
  })

  it.each<[string, Partial<Match>, string]>([
    ['nothing fits', { procedures: ranked('1.000001') }, 'Trợ lý không tìm thấy thủ tục nào hợp với “abc”.'],
    ['it is others’ business', { referral: 'toa_an' }, 'Việc này hỏi Tòa án.'],
    ['a referral is not known', { referral: 'nowhere' }, 'không tìm thấy'],
    ['it is no procedure', { decision: 'intent', intent: 'thanks' }, 'không phải tên một thủ tục'],
    [
      'it burns',
      { decision: 'intent', intent: 'emergency', call: '114' },
      'gọi ngay <a href="tel:114">114</a>',
    ],
  ])('says so when %s, and offers the assistant', async (_name, match, says) => {
    const { get } = await start({ match: found(match) })
    const { body, statusCode } = await get('/thu-tuc?q=abc')
    expect(statusCode).toBe(200)
    expect(body).toContain(says)
    expect(body).toContain('<a class="action" href="/chat">')
    expect(namesIn(body)).toEqual([])
  })

  it('lets a tap call whom it names', async () => {
    const number = '<a href="tel:19001009">1900 1009</a>.</p>'
    const { get } = await start()
    expect((await get('/thu-tuc?q=1900%201009')).body).toContain(number)
    expect((await get('/thu-tuc?q=1900%201009')).body).toContain('hợp với “1900 1009”')
    expect((await get('/thu-tuc?q=abc&lang=en')).body).toContain(number)
    expect((await get('/thu-tuc/1.999999')).body).toContain(number)
    const { get: inDanger } = await start({ match: found({ decision: 'intent', intent: 'emergency' }) })
    const { body } = await inDanger('/thu-tuc?q=cuu')
    expect(body.match(/href="tel:11[345]"/g)).toHaveLength(3)
  })

  it('says of others’ business what nobody has verified with its doubt', async () => {
    const answer = { vi: 'Việc này hỏi ngân hàng.', en: 'Ask your bank.' }
    const parts = await madeUpKnowledge({
      match: found({ referral: 'ngan_hang' }),
      referrals: [{ id: 'ngan_hang', answer, verified: false }],
    })
    const { get } = await start({ parts })
    expect((await get('/thu-tuc?q=vay')).body).toContain(
      '<p>Việc này hỏi ngân hàng. (chưa kiểm chứng, anh/chị hỏi lại cán bộ)</p>',
    )
    expect((await get('/thu-tuc?q=vay&lang=en')).body).toContain('Ask your bank. (not verified')
    const sure = await start({
      parts: { ...parts, referrals: [{ id: 'ngan_hang', answer, verified: true }] },
    })
    expect((await sure.get('/thu-tuc?q=vay')).body).toContain('<p>Việc này hỏi ngân hàng.</p>')
  })

  it('hands over no more than two hundred characters, and logs none of them', async () => {
    const asked: string[] = []
    const { get, lines } = await start({
      match(text) {
        asked.push(text)
        return noMatch
      },
    })
    await get(`/thu-tuc?q=${encodeURIComponent('bí mật 0912345678 '.repeat(700))}`)
    expect(asked.map((text) => text.length)).toEqual([200])
    expect(lines.join('')).toContain('"route":"/thu-tuc"')
    expect(lines.join('')).not.toMatch(/0912345678|mật|m%E1/)
  })

  it.each([
    '?q=%3Cscript%3Ealert(1)%3C/script%3E',
    '?q=%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E',
    '?q=a&q=b',
    '?q[]=a&lang[]=en',
    '?q=%00%0d%0aset-cookie:%20a&lang=%0d%0a',
    '?q=%ED%A0%80%F0%9F',
    '?event=__proto__&field=constructor&lang=%3Cb%3E',
    '?__proto__=1&q=%F0%9F%8F%A0',
    '?q=',
    '?q=%20%09',
  ])('is not led astray by %s', async (query) => {
    const { get } = await start()
    const { statusCode, body, headers } = await get(`/thu-tuc${query}`)
    expect(statusCode).toBe(200)
    expect(body).toContain('<html lang="vi">')
    expect(body).not.toMatch(/<script>|<img src=x|\0/)
    expect(headers['set-cookie']).toBeUndefined()
  })
})

describe('the page of a procedure', () => {
  it('says what everybody and what some need, on the screen and on paper', async () => {
    const { get } = await start()
    const { statusCode, body } = await get('/thu-tuc/1.000001')
    expect(statusCode).toBe(200)
    expect(body).toContain('<title>Giấy cưới · Một Cửa</title>')
    expect(body).toContain('<link rel="canonical" href="https://motcua.example.vn/thu-tuc/1.000001">')
    const [screen = '', paper = ''] = body.split('<section class="on-paper">')
    for (const part of [screen, paper]) {
      for (const said of ['Người có yêu cầu', 'Bản án ly hôn × 2', '8.000 đồng/lần *', '21/11/2026'])
        expect(part).toContain(said)
      expect(part).toContain('* Chưa kiểm chứng, anh/chị hỏi lại cán bộ khi nộp.')
    }
    expect(paper).toContain('dichvucong.gov.vn, mã thủ tục 1.000001')
    expect(screen).toContain('<h3>Ly hôn ở đâu?</h3><ul><li><span class="case">Nước ngoài</span>')
    expect(screen).toContain('60/2014/QH13')
    expect(paper).not.toContain('60/2014/QH13')
    expect(screen).toContain('<a href="/thu-tuc/1.000001">Chính việc này</a>')
    expect(body).not.toMatch(/style="|<script(?! type="module" src=")/)
  })

  it('leads to the web chat always, and to the channels that are on, each with a code', async () => {
    const { get } = await start({
      channels: (code) => [
        { label: 'Telegram', url: `https://t.me/bot?start=${code.replaceAll('.', '_')}` },
        { label: 'Zalo', url: 'https://zalo.me/1' },
      ],
    })
    const { body } = await get('/thu-tuc/1.000001')
    const labels = [...body.matchAll(/<svg class="qr" role="img" aria-label="([^"]*)"/g)].map(
      ([, url]) => url,
    )
    expect(labels).toEqual([
      'https://motcua.example.vn/chat?start=1.000001',
      'https://t.me/bot?start=1_000001',
      'https://zalo.me/1',
    ])
    expect(body).toContain('<a class="way" href="https://t.me/bot?start=1_000001">Telegram</a>')
    const { get: alone } = await start()
    expect((await alone('/thu-tuc/1.000001')).body.match(/<svg class="qr"/g)).toHaveLength(1)
  })

  it('is in English with `lang=en`, and both know of each other', async () => {
    const { get } = await start()
    const { body } = await get('/thu-tuc/1.000001?lang=en')
    expect(body).toContain('<html lang="en">')
    expect(body).toContain('<h1>Giấy cưới (en)</h1>')
    expect(body).toContain('Who may file')
    expect(body).toContain('href="/thu-tuc/1.000001" hreflang="vi" lang="vi">Tiếng Việt</a>')
    expect(body).toContain('rel="alternate" hreflang="vi" href="https://motcua.example.vn/thu-tuc/1.000001"')
  })

  it('promises questions only where there are some', async () => {
    const { get } = await start()
    expect((await get('/thu-tuc/1.000001')).body).toMatch(
      /Trợ lý hỏi từng câu[\s\S]*trợ lý chọn đúng giấy tờ/,
    )
    const { body } = await get('/thu-tuc/local.hop-dan')
    expect(body).not.toMatch(/hỏi từng câu|chọn đúng giấy tờ/)
    expect(body).toContain('Quét mã để hỏi trợ lý về việc này:')
  })

  it('lets no text of a file become markup', async () => {
    const { get } = await start()
    const { body } = await get('/thu-tuc/1.000002')
    expect(body).toContain('Xác nhận &#60;b&#62;&#38;&#34;đậm&#34;&#60;/b&#62;')
    expect(body).not.toMatch(/<b>&|<script>|<yêu/)
    expect(body).toContain('kiểm tra lại')
  })

  it('names the ward when there is only one, and its service point', async () => {
    const { get } = await start({ parts: await madeUpKnowledge({ served: ['hoan-kiem'] }) })
    expect((await get('/thu-tuc/1.000001')).body).toContain('<p>Một Cửa, phường Hoàn Kiếm.</p>')
  })

  it('sends an old code on to the present one, in the same language', async () => {
    const { get } = await start()
    const { statusCode, headers } = await get('/thu-tuc/1.000009?lang=en')
    expect(statusCode).toBe(301)
    expect(headers.location).toBe('/thu-tuc/1.000001?lang=en')
  })

  it.each([
    '1.999999',
    '__proto__',
    'constructor',
    '..%2f..%2fetc%2fpasswd',
    '%00',
    '%3Cscript%3E',
    '1.000001%0d%0ax:y',
    'x'.repeat(90),
  ])('knows no %s, and says so on a page', async (code) => {
    const { get } = await start()
    const { statusCode, headers, body } = await get(`/thu-tuc/${code}`)
    expect(statusCode).toBe(404)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(body).toContain('<h1>Không có trang này</h1>')
    expect(body).toContain('href="/thu-tuc"')
    expect(body).not.toContain('<script>')
  })

  it('shows nothing of a procedure that is not in force', async () => {
    const catalogue = buildCatalogue([
      { ...marriage, versions: marriage.versions.map((one) => ({ ...one, from: '2027-03-01' })) },
    ])
    const { get } = await start({ parts: await madeUpKnowledge({ catalogue }) })
    expect((await get('/thu-tuc/1.000001')).statusCode).toBe(404)
    expect(namesIn((await get('/thu-tuc')).body)).toEqual([])
  })
})

describe('serving', () => {
  it('sends a page again only when it has changed', async () => {
    const { get, parts } = await start()
    const first = await get('/thu-tuc/1.000001')
    expect(first.headers['cache-control']).toBe('private, no-cache')
    const etag = String(first.headers.etag)
    const again = await get('/thu-tuc/1.000001', { 'if-none-match': `"x", ${etag}` })
    expect([again.statusCode, again.body]).toEqual([304, ''])
    const english = await get('/thu-tuc/1.000001?lang=en', { 'if-none-match': etag })
    expect(english.statusCode).toBe(200)
    const { get: changed } = await start({ parts: { ...parts, served: ['hoan-kiem'] } })
    expect((await changed('/thu-tuc/1.000001', { 'if-none-match': etag })).statusCode).toBe(200)
  })

  it('makes a page once for each language, address and door, and no more for made-up queries', async () => {
    const parts = await madeUpKnowledge()
    const made = vi.spyOn(parts.texts, 'text')
    const telegram: Door[] = []
    const { get } = await start({ parts, publicUrl: undefined, channels: () => telegram })
    const isMade = async (url: string, headers = {}) => {
      made.mockClear()
      expect((await get(url, headers)).statusCode).toBe(200)
      return made.mock.calls.length > 0
    }
    const page = '/thu-tuc/1.000001'
    expect([await isMade(page), await isMade(page), await isMade(`${page}?x=1&field=abc`)]).toEqual([
      true,
      false,
      false,
    ])
    expect([await isMade(`${page}?lang=en`), await isMade(`${page}?lang=en`)]).toEqual([true, false])
    expect([await isMade(page, { host: 'a.vn' }), await isMade(page, { host: 'a.vn' })]).toEqual([
      true,
      false,
    ])
    telegram.push({ label: 'Telegram', url: 'https://t.me/bot?start=1_000001' })
    expect([await isMade(page), await isMade(page)]).toEqual([true, false])
    expect((await get(page)).body).toContain('https://t.me/bot?start=1_000001')
  })

  it('makes pages anew on another day', async () => {
    const at = { day: '2026-11-20' }
    const { get } = await start({
      clock: { now: () => Temporal.Instant.from(`${at.day}T03:00:00Z`) },
    })
    expect((await get('/thu-tuc/1.000002')).body).not.toContain('kiểm tra lại')
    at.day = '2026-11-21'
    expect((await get('/thu-tuc/1.000002')).body).toContain('kiểm tra lại')
  })

  it('says no more in its own address than it knows', async () => {
    const { get } = await start()
    const { body } = await get('/thu-tuc?field=ho-tich&event=bia-dat')
    expect(body).toContain('<link rel="canonical" href="https://motcua.example.vn/thu-tuc?field=ho-tich">')
    expect((await get('/thu-tuc?field=bia-dat')).body).not.toContain('bia-dat')
  })

  it('is compressed for browsers that can take it, and the same page', async () => {
    const { get } = await start()
    const plain = await get('/thu-tuc', { 'accept-encoding': 'br, gzip;q=0' })
    expect(plain.headers['content-encoding']).toBeUndefined()
    const { headers, rawPayload } = await get('/thu-tuc', { 'accept-encoding': 'gzip, deflate, br' })
    expect(headers).toMatchObject({
      'content-encoding': 'gzip',
      vary: 'accept-encoding',
      etag: plain.headers.etag,
    })
    expect(gunzipSync(rawPayload).toString()).toBe(plain.body)
    expect(rawPayload.length).toBeLessThan(plain.body.length / 2)
  })

  it('takes the address of the request where no other is set, unless it is none', async () => {
    const { get } = await start({ publicUrl: undefined })
    const { body } = await get('/thu-tuc/1.000001', { host: 'phuong.local:8080' })
    expect(body).toContain('aria-label="http://phuong.local:8080/chat?start=1.000001"')
    const wrong = await get('/thu-tuc/1.000001', { host: 'a"><script>alert(1)</script>' })
    expect(wrong.statusCode).toBe(400)
    expect(wrong.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(wrong.body).toContain('<p class="lead">Yêu cầu chưa đúng')
    expect(wrong.body).not.toContain('alert')
  })

  it('is no part of the API, and reached from the front page', async () => {
    const { get } = await start()
    expect(Object.keys((await get('/docs/json')).json().paths)).toEqual(['/healthz', '/metrics'])
    expect((await get('/')).body).toContain('href="/thu-tuc"')
    expect((await get('/thu-tuc/')).headers.location).toBe('/thu-tuc')
    expect((await get('/thu-tuc/1.001193/')).headers.location).toBe('/thu-tuc/1.001193')
    expect((await get('/thu-tuc/%2F%2Fevil.example/')).headers.location).toBe('/thu-tuc/%2F%2Fevil.example')
  })

  it('stops who asks without end', async () => {
    const { get } = await start()
    const codes = new Set<number>()
    for (let count = 0; count < 301; count++) codes.add((await get('/thu-tuc/1.9')).statusCode)
    expect([...codes]).toEqual([404, 429])
    const { headers, body } = await get('/thu-tuc/1.000001')
    expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    expect(Number(headers['retry-after'])).toBeGreaterThan(0)
    expect(body).toContain('Anh/chị vui lòng đợi một chút rồi thử lại.')
    expect(body).toContain('<p class="english" lang="en">Too many requests')
  })

  it('tells of a fault of its own on a page, and nothing of the inside', async () => {
    const { get, lines } = await start({
      knowledge() {
        throw new Error('column "x" does not exist')
      },
    })
    const { statusCode, headers, body } = await get('/thu-tuc')
    expect(statusCode).toBe(500)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(body).toContain('<p class="lead">Hệ thống gặp lỗi.')
    expect(body).not.toMatch(/column|\.ts/)
    expect(lines.join('')).toContain('column')
  })

  it('works before the web app is built, only plainer', async () => {
    const { get } = await start({ webRoot: join(webRoot, 'nowhere') })
    const { body } = await get('/thu-tuc/1.000001')
    expect(body).toContain('<h1>Giấy cưới</h1>')
    expect(body).not.toContain('rel="stylesheet"')
  })
})
