import { expect, it } from 'vitest'
import { isDatabaseAway } from './is-database-away.ts'

const failure = (more: object, message = 'failed') => Object.assign(new Error(message), more)

it.each([
  failure({ code: '57P01' }),
  failure({ code: '57P03' }),
  failure({ code: '53100' }),
  failure({ code: '08006' }),
  failure({ code: '40P01' }),
  failure({ code: 'ECONNREFUSED', syscall: 'connect' }),
  failure({ code: 'ENOENT', syscall: 'connect' }),
  failure({ code: 'EPIPE', syscall: 'write' }),
  failure({ code: 'ENOSPC', syscall: 'write' }),
  failure({ code: 'EDQUOT', syscall: 'fsync' }),
  failure({ code: 'EROFS', syscall: 'open' }),
  failure({}, 'Connection terminated unexpectedly'),
  failure({}, 'timeout exceeded when trying to connect'),
  failure({}, 'Query read timeout'),
])('waits for the database after $code $message', (error) => {
  expect(isDatabaseAway(error)).toBe(true)
})

it.each([
  failure({ code: '22007' }),
  failure({ code: '23503' }),
  failure({ code: '42P01' }),
  failure({ code: 'ENOENT', syscall: 'open' }),
  failure({ code: 'EACCES', syscall: 'open' }),
  new TypeError('x is undefined'),
  'a string',
  undefined,
])('takes %s as a failure of its own', (error) => {
  expect(isDatabaseAway(error)).toBe(false)
})
