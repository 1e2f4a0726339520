import { expect, it } from 'vitest'
import { mergeContact } from './merge-contact.ts'

const of = (last2: string, proof: string | null = null) => ({
  phone_hash: `hash of ${last2}`,
  phone_last2: last2,
  proof_hash: proof,
})
const known = { ...of('01', 'proof of 01'), contact_source: 'file' }
const newer = { replaces: true, entered: false }

it('takes a first number from whoever names it, late or not', () => {
  for (const replaces of [true, false])
    expect(mergeContact(undefined, of('01'), { source: 'file', replaces, entered: false })).toEqual({
      contact: { ...of('01'), contact_source: 'file' },
    })
})

it('takes another number from its own source, unless that is late', () => {
  expect(mergeContact(known, of('66'), { source: 'file', ...newer }).contact).toEqual({
    ...of('66'),
    contact_source: 'file',
  })
  const late = { source: 'file', replaces: false, entered: false }
  expect(mergeContact(known, of('66'), late)).toEqual({ contact: known })
})

it('takes none of another source, but what an official enters', () => {
  expect(mergeContact(known, of('66'), { source: 'one_stop', ...newer })).toEqual({
    contact: known,
    denied: true,
  })
  const entry = { source: 'official', replaces: false, entered: true }
  expect(mergeContact(known, of('66'), entry)).toEqual({
    contact: { ...of('66'), contact_source: 'official' },
  })
})

it('stays its first source’s when another one says the same', () => {
  const said = mergeContact(known, of('01', 'new proof'), { source: 'one_stop', ...newer })
  expect(said).toEqual({ contact: { ...known, proof_hash: 'new proof' } })
})
