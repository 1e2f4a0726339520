import { expect, it } from 'vitest'
import { lockNumbers } from './lock-numbers.ts'

it('no two uses of advisory locks share a number', () => {
  const numbers = Object.values(lockNumbers)
  expect(new Set(numbers).size).toBe(numbers.length)
})
