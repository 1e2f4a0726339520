import { createSecretKey, randomInt } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hashChatCode } from '../../bots/inbox/effects/hash-chat-code.ts'
import { makeChatCode } from './make-chat-code.ts'

const key = createSecretKey(Buffer.alloc(32, 1))

describe('codes for officials and group chats', () => {
  it('have twelve letters without look-alikes in groups of four, after what they are for', () => {
    for (let n = 0; n < 200; n++) {
      const code = makeChatCode('CB', (max) => randomInt(max))
      expect(code).toMatch(/^CB(-[A-Y2-9]{4}){3}$/)
      expect(code.slice(3)).not.toMatch(/[BGILOSZ01]/)
    }
    expect(makeChatCode('NB', () => 0)).toBe('NB-AAAA-AAAA-AAAA')
  })

  it('are stored as the same hash however they are typed, and each kind as another', () => {
    const hash = hashChatCode(key, 'CB-7KQM-A2XW-NP4T')
    expect(hashChatCode(key, 'cb7kqm a2xw np4t')).toBe(hash)
    expect(hashChatCode(key, 'NB-7KQM-A2XW-NP4T')).not.toBe(hash)
    expect(hash).toMatch(/^[\w-]{43}$/)
    expect(hash).not.toContain('7KQM')
  })
})
