import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createSealer } from './create-sealer.ts'

describe('what is sealed', () => {
  const sealer = createSealer(randomBytes(32))
  const value = { access: 'a-token', refresh: 'đ' }
  const sealed = sealer.seal('tokens', value)

  it('opens with the same key for the same purpose, and shows nothing before', () => {
    expect(sealer.open('tokens', sealed)).toEqual(value)
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('a-token')
    expect(sealer.seal('tokens', value)).not.toBe(sealed)
  })

  it('opens for nothing else', () => {
    const turned = Buffer.from(sealed, 'base64url')
    turned[20] = (turned[20] ?? 0) ^ 1
    expect(sealer.open('cookie', sealed)).toBeUndefined()
    expect(createSealer(randomBytes(32)).open('tokens', sealed)).toBeUndefined()
    for (const other of [turned.toString('base64url'), sealed.slice(0, -4), sealed.slice(0, 20), '', '!'])
      expect(sealer.open('tokens', other)).toBeUndefined()
  })
})
