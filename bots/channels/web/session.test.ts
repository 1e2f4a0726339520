import { describe, expect, it } from 'vitest'
import { createSessions } from './session.ts'

const sessions = createSessions(Buffer.alloc(32, 1))

describe('sessions', () => {
  it('reads back what it made', () => {
    const made = sessions.create()
    expect(sessions.read(made.cookie)).toEqual(made)
  })

  it('keeps the chat id apart from the cookie', () => {
    const { cookie, chat } = sessions.create()
    const [token = ''] = cookie.split('.')
    expect(cookie).not.toContain(chat)
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  })

  it('gives everyone a chat of their own', () => {
    const chats = new Set(Array.from({ length: 200 }, () => sessions.create().chat))
    expect(chats.size).toBe(200)
  })

  it.each([
    ['nothing', undefined],
    ['empty', ''],
    ['a token without a seal', 'a'.repeat(43)],
    ['an invented seal', `${'a'.repeat(43)}.${'b'.repeat(43)}`],
    ['something huge', 'x'.repeat(100_000)],
    ['other signs', `${'a'.repeat(42)}/.${'b'.repeat(43)}`],
  ])('refuses %s', (_name, cookie) => {
    expect(sessions.read(cookie)).toBeNull()
  })

  it('refuses a session sealed with another key', () => {
    const { cookie } = createSessions(Buffer.alloc(32, 2)).create()
    expect(sessions.read(cookie)).toBeNull()
  })

  it('refuses a changed token', () => {
    const { cookie } = sessions.create()
    const changed = (cookie[0] === 'A' ? 'B' : 'A') + cookie.slice(1)
    expect(sessions.read(changed)).toBeNull()
  })
})
