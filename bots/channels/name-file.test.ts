import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nameFile } from './name-file.ts'

it.each([
  ['Lịch tiêm.pdf', 'application/pdf', 'Lịch tiêm.pdf'],
  ['Lịch tiêm', 'application/pdf', 'Lịch tiêm.pdf'],
  ['anh.JPEG', 'image/jpeg', 'anh.JPEG'],
  ['anh.exe', 'image/png', 'anh.exe.png'],
  ['../../etc/passwd', 'application/pdf', 'etc passwd.pdf'],
  ['a"\r\nx: y.pdf', 'application/pdf', 'a x y.pdf'],
  ['.pdf', 'application/pdf', 'pdf.pdf'],
  ['', 'application/pdf', 'file.pdf'],
])('hands %j of %s over as %s', (name, type, expected) => {
  expect(nameFile({ name, type })).toBe(expected)
})

it('leaves nothing that a header or a path could take for something else', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(0xffff)), (units) => {
      const name = String.fromCharCode(...units)
      const named = nameFile({ name, type: 'application/pdf' })
      expect(named).toMatch(/^[^"'\\/:*?<>|\p{Cc}]+\.pdf$/iu)
      expect(named.isWellFormed()).toBe(true)
      expect(named.startsWith('.')).toBe(false)
    }),
  )
})
