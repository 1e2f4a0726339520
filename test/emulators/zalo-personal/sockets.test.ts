import { describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { logIn } from './log-in.ts'
import { hear, listen, setUp } from './set-up.ts'

function closing(api: Awaited<ReturnType<typeof setUp>>['api']): Promise<number> {
  return new Promise((resolve) => api.listener.once('closed', (code) => resolve(code)))
}

describe('the websocket', () => {
  it('is counted, and its pings are heard', async () => {
    const { emulator, api } = await setUp({ socket: { ping_interval: 2 } })
    await listen(api)
    expect(emulator.sockets).toMatchObject({ open: 1, most: 1, opened: 1 })
    await vi.waitFor(() => expect(emulator.sockets.pings.length).toBeGreaterThan(2))
    api.listener.stop()
    await vi.waitFor(() => expect(emulator.sockets).toMatchObject({ open: 0, opened: 1 }))
  })

  it.each([1000, 1006, 1011, 3000, 3003, 4999])('can be dropped with %i', async (code) => {
    const { emulator, api } = await setUp()
    await listen(api)
    const closed = closing(api)
    expect(emulator.sockets.dropWith(code)).toBe(1)
    expect(await closed).toBe(code)
    expect(emulator.sockets.open).toBe(0)
  })

  it('is kicked, with 3000, by another one of the account', async () => {
    const { emulator, api } = await setUp()
    await listen(api)
    const closed = closing(api)
    const other = await logIn(emulator)
    await listen(other)
    expect(await closed).toBe(3000)
    expect(emulator.sockets).toMatchObject({ open: 1, most: 1, opened: 2 })
    const otherClosed = closing(other)
    emulator.sockets.kick()
    expect(await otherClosed).toBe(3000)
  })

  it('may stand beside others when told so', async () => {
    const { emulator, api } = await setUp({ oneSocketOnly: false })
    await listen(api)
    const other = await logIn(emulator)
    await listen(other)
    expect(emulator.sockets).toMatchObject({ open: 2, most: 2 })
    other.listener.stop()
  })

  it('can be refused, at the handshake or with nothing listening at all', async () => {
    const { emulator, api, errors } = await setUp()
    emulator.sockets.refuse(1)
    const closed = closing(api)
    api.listener.start()
    expect(await closed).toBe(1006)
    await emulator.goAway()
    const again = closing(api)
    api.listener.start()
    expect(await again).toBe(1006)
    expect(errors).toHaveLength(2)
    await emulator.comeBack()
    await listen(api)
  })

  it('is refused without the session’s cookie', async () => {
    const { emulator, api, errors } = await setUp()
    const stranger = new WebSocket(`${emulator.url.replace('http', 'ws')}/ws/1`)
    const [error] = await new Promise<Error[]>((resolve) => stranger.once('error', (...all) => resolve(all)))
    expect(error?.message).toContain('401')
    emulator.session.expire()
    const closed = closing(api)
    api.listener.start()
    expect(await closed).toBe(1006)
    expect(errors).toMatchObject([{ message: 'Unexpected server response: 401' }])
  })

  it('can fall silent while it stays open', async () => {
    const { emulator, api } = await setUp({ oneSocketOnly: false })
    const heard = hear(api)
    await listen(api)
    emulator.sockets.freeze()
    emulator.person('Lan').send('không ai nghe')
    emulator.sockets.thaw()
    emulator.person('Lan').send('nghe rồi')
    await vi.waitFor(() => expect(heard.map(({ data }) => data.content)).toEqual(['nghe rồi']))
  })

  it('leaves nothing behind, not even what neither end can close', async () => {
    const { emulator, api } = await setUp()
    await listen(api)
    emulator.sockets.freeze()
    emulator.sockets.kick()
    const closed = closing(api)
    await emulator.goAway()
    expect(await closed).toBe(3000)
    await emulator.comeBack()
  })

  it('may never be told its key, and can lose a frame', async () => {
    const { emulator, api, errors } = await setUp()
    const heard = hear(api)
    emulator.sockets.withholdKey(1)
    const connected = new Promise((resolve) => api.listener.once('connected', () => resolve(true)))
    api.listener.start()
    await connected
    emulator.person('Lan').send('một')
    await vi.waitFor(() =>
      expect(errors).toMatchObject([{ message: 'Invalid data length or missing cipher key' }]),
    )
    emulator.delivery.wrap(1)
    emulator.delivery.lose(1)
    emulator.person('Lan').send('hai')
    emulator.person('Lan').send('ba')
    await vi.waitFor(() => expect(heard.map(({ data }) => data.content)).toEqual(['ba']))
  })

  it('has as many addresses as a login names', async () => {
    const rotate = { rotate_error_codes: [1000], retries: { 1000: { times: [1], max: 5 } } }
    const { emulator, api } = await setUp({ websockets: 2, socket: rotate })
    await listen(api, { retryOnClose: true })
    const again = new Promise((resolve) => api.listener.once('cipher_key', resolve))
    emulator.sockets.dropWith(1000)
    await again
    expect(emulator.sockets.attempts.map(({ path }) => path.split('?')[0])).toEqual(['/ws/1', '/ws/2'])
  })
})
