import { createSecretKey } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openTap, sealTap } from './tap-seal.ts'

const key = createSecretKey(Buffer.alloc(32, 1))

describe('sealTap', () => {
  it('fits the 64 bytes of a button with the longest ref', () => {
    expect(Buffer.byteLength(sealTap(key, '9223372036854775807', 'x'.repeat(52)))).toBeLessThanOrEqual(64)
  })

  it('opens what it sealed, whatever the ref', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), fc.bigInt({ min: 1n }), (ref, id) => {
        expect(openTap(key, `${id}`, sealTap(key, `${id}`, ref))).toBe(ref)
      }),
    )
  })

  it('opens nothing of another conversation, another key, or another ref', () => {
    const data = sealTap(key, '12', 'g1.step.yes')
    expect(openTap(key, '1', data)).toBeNull()
    expect(openTap(createSecretKey(Buffer.alloc(32, 2)), '12', data)).toBeNull()
    expect(openTap(key, '12', data.replace('yes', 'no'))).toBeNull()
    // The conversation's number and the ref do not run into each other.
    expect(openTap(key, '1', sealTap(key, '12', 'x').replace('x', '2\nx'))).toBeNull()
  })

  it('opens nothing that was made up', () => {
    fc.assert(fc.property(fc.string(), (data) => openTap(key, '1', data) === null))
    for (const data of ['', '~', '~~~~~~~~~', 'ref~', 'ref~ÀÀÀÀÀÀÀÀ', `ref~${'='.repeat(8)}`])
      expect(openTap(key, '1', data)).toBeNull()
  })
})
