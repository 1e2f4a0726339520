import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { madeUpKnowledge } from '../../test/support/made-up-procedures.ts'
import { groupByField } from './group-by-field.ts'

const { catalogue } = await madeUpKnowledge()
const [one, other, third] = catalogue.all(Temporal.PlainDate.from('2026-11-21'))
if (!one || !other || !third) throw new Error('three procedures are made up')
const named = (vi: string, procedure = one) => ({ ...procedure, field: { vi, en: `${vi} (en)` } })

describe('procedures by field', () => {
  it('are together where their field is the same, in the order they come in', () => {
    const [marriages, land, more] = [named('Hộ tịch'), named('Đất đai', other), named('Hộ tịch', third)]
    expect(groupByField([marriages, land, more])).toEqual([
      { id: 'ho-tich', name: { vi: 'Hộ tịch', en: 'Hộ tịch (en)' }, procedures: [marriages, more] },
      { id: 'dat-dai', name: { vi: 'Đất đai', en: 'Đất đai (en)' }, procedures: [land] },
    ])
    expect(groupByField([])).toEqual([])
  })

  it.each([
    ['Đất đai & nhà ở', 'dat-dai-nha-o'],
    ['Nuôi con nuôi (trong nước)', 'nuoi-con-nuoi-trong-nuoc'],
    ['“Hộ tịch”', 'ho-tich'],
    ['Hộ tịch'.normalize('NFD'), 'ho-tich'],
  ])('have an id that an address can hold: %s', (vi, id) => {
    expect(groupByField([named(vi)]).map((field) => field.id)).toEqual([id])
  })

  it('are together where an id cannot tell their fields apart', () => {
    expect(groupByField([named('Hộ tịch'), named('Hộ  tịch.', other)])).toHaveLength(1)
  })
})
