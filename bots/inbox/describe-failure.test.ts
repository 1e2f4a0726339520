import { expect, it } from 'vitest'
import { describeFailure } from './describe-failure.ts'

it('tells kind, code and place, and never the message', () => {
  const told = describeFailure(Object.assign(new RangeError('bí mật của anh Tuấn'), { code: '22003' }))
  expect(told).toMatch(/^RangeError 22003 at bots\/inbox\/describe-failure\.test\.ts:\d+$/)
})

it('takes whatever is thrown', () => {
  expect(describeFailure('bí mật')).toBe('threw a string')
  expect(describeFailure(Object.assign(new Error('x'), { stack: undefined }))).toBe('Error')
})
