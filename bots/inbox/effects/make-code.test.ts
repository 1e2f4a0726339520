import fc from 'fast-check'
import { expect, it } from 'vitest'
import { makeCode } from './make-code.ts'

it('makes six characters without look-alikes, at least one of them a digit and one a letter', () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
      const code = makeCode((max) => (numbers.next().value as number) % max)
      expect(code).toMatch(/^[ACDEFHJKMNPQRTUVWXY2-9]{6}$/)
      expect(code).toMatch(/\d/)
      expect(code).toMatch(/[A-Z]/)
    }),
  )
})
