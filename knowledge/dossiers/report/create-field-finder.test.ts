import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import { loadProcedures } from '../../procedures/load-procedures.ts'
import { builtInProcedures } from '../../procedures/read-sources.ts'
import { createFieldFinder } from './create-field-finder.ts'

const { catalogue } = await loadProcedures(builtInProcedures)
const fieldOf = createFieldFinder(catalogue, Temporal.PlainDate.from('2026-11-20'))

it.each([
  ['its code', '1.001193', 'Hộ tịch'],
  ['a code that it took the place of', '2.000986', fieldOf('3.000722')],
  ['its name', 'Thủ tục đăng ký khai sinh', 'Hộ tịch'],
  ['its name without diacritics', 'THU TUC DANG KY KHAI SINH', 'Hộ tịch'],
  ['a code that is not known', '9.999999', undefined],
  ['no words at all', '', undefined],
])('a procedure is of a field by %s', (_, procedure, field) => {
  expect(fieldOf(procedure)).toBe(field)
})
