import { expect, it } from 'vitest'
import en from './en.json' with { type: 'json' }
import vi from './vi.json' with { type: 'json' }

const names = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()

it('says everything in both languages, with the same figures in it', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(vi).sort())
  for (const key of Object.keys(vi) as (keyof typeof vi)[]) expect(names(en[key])).toEqual(names(vi[key]))
})

it('is composed Vietnamese without exclamation marks', () => {
  for (const text of [...Object.values(vi), ...Object.values(en)]) {
    expect(text).toBe(text.normalize('NFC'))
    expect(text).not.toContain('!')
  }
})
