import { expect, it } from 'vitest'
import { readStart } from './read-start.ts'

it.each([
  ['/start', { kind: 'start' }],
  [' /START \n', { kind: 'start' }],
  ['/start 1.001193', { kind: 'start', payload: '1.001193' }],
  ['/start CB-7KQM-A2XW-NP4T', { kind: 'start', payload: 'CB-7KQM-A2XW-NP4T' }],
  ['/start làm giấy khai sinh', undefined],
  ['/started', undefined],
  ['start', undefined],
  ['hãy /start', undefined],
  [`/start ${'x'.repeat(65)}`, undefined],
])('%j', (text, event) => {
  expect(readStart(text)).toEqual(event)
})
