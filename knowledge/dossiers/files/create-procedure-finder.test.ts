import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import { loadProcedures } from '../../procedures/load-procedures.ts'
import { builtInProcedures } from '../../procedures/read-sources.ts'
import { createProcedureFinder } from './create-procedure-finder.ts'

const { catalogue } = await loadProcedures(builtInProcedures)
const procedureOf = createProcedureFinder(catalogue, Temporal.PlainDate.from('2026-11-20'))

it.each([
  ['its code', '1.001193', '1.001193'],
  ['a code that another took the place of', '2.000986', '2.000986'],
  ['its name', 'Đăng ký khai sinh', '1.001193'],
  ['its name as the national list has it', 'THU TUC DANG KY KHAI SINH', '1.001193'],
  ['a code that is not known', '9.999999', undefined],
  ['other words', 'abc', undefined],
])('a procedure is found by %s', (_, text, code) => {
  expect(procedureOf(text)).toBe(code)
})
