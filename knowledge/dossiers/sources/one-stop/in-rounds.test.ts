import fc from 'fast-check'
import { expect, it } from 'vitest'
import { inRounds } from './in-rounds.ts'

it('keeps the order of each code, and has each once a round', () => {
  const said = fc.array(fc.record({ code: fc.constantFrom('a', 'b', 'c'), step: fc.integer() }))
  fc.assert(
    fc.property(said, (all) => {
      const rounds = inRounds(all)
      for (const code of ['a', 'b', 'c'])
        expect(rounds.flat().filter((one) => one.code === code)).toEqual(
          all.filter((one) => one.code === code),
        )
      for (const round of rounds) expect(new Set(round.map(({ code }) => code)).size).toBe(round.length)
      expect(rounds.flat()).toHaveLength(all.length)
    }),
  )
})
