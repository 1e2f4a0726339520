import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { makeParty, type SigningParty, signPdf } from '../../test/support/signed-pdf.ts'
import { loadRoots } from './load-roots.ts'
import { readSignatures } from './read-signatures.ts'

const at = '2026-11-20T02:10:00.000Z'
const made: Partial<Record<'root' | 'between' | 'office' | 'chair' | 'stranger', SigningParty>> = {}
const party = (name: keyof typeof made) => {
  const one = made[name]
  if (!one) throw new Error(`${name} is not made yet`)
  return one
}

beforeAll(async () => {
  const root = await makeParty({ name: 'CA gốc', isAuthority: true, algorithm: 'rsa' })
  const between = await makeParty({ name: 'CA cơ quan nhà nước', issuer: root, isAuthority: true })
  made.root = root
  made.between = between
  made.office = await makeParty({ name: 'UBND phường Hoàn Kiếm', issuer: between, algorithm: 'rsa' })
  made.chair = await makeParty({ name: 'Nguyễn Thị Phượng Hoàng', issuer: between })
  made.stranger = await makeParty({ name: 'UBND phường Hoàn Kiếm', isAuthority: true })
})

const trusted = () => [party('root').root]
const sign = (more = {}, before?: Uint8Array) =>
  signPdf(party('office'), { along: [party('between')], at, ...more }, before)
/** With what stands at a place changed. */
const changed = (pdf: Buffer, from: string, to: string) =>
  Buffer.from(pdf.toString('latin1').replace(from, to), 'latin1')

describe('a signature in a PDF', () => {
  it('is valid when nothing was changed and its certificate leads to a root', async () => {
    expect(await readSignatures(await sign(), trusted())).toEqual([
      { signer: 'UBND phường Hoàn Kiếm', issuer: 'CA cơ quan nhà nước', at, verdict: 'valid' },
    ])
  })

  it('is unchanged but of an issuer nobody could check without that root, or any', async () => {
    const pdf = await sign()
    const verdict = async (roots: SigningParty[]) =>
      (
        await readSignatures(
          pdf,
          roots.map(({ root }) => root),
        )
      )[0]?.verdict
    expect(await verdict([])).toBe('untrusted')
    expect(await verdict([party('stranger')])).toBe('untrusted')
    expect((await readSignatures(await signPdf(party('stranger'), { at }), trusted()))[0]).toMatchObject({
      signer: 'UBND phường Hoàn Kiếm',
      verdict: 'untrusted',
    })
    // Who is no authority can issue nothing, whatever root they lead to.
    const forged = await makeParty({ name: 'Chủ tịch', issuer: party('office') })
    const along = [party('office'), party('between')]
    expect((await readSignatures(await signPdf(forged, { at, along }), trusted()))[0]?.verdict).toBe(
      'untrusted',
    )
  })

  it('is broken once a byte of what it signs is another', async () => {
    const pdf = await sign({ filler: '(Họp lúc 8 giờ)' })
    for (const [from, to] of [
      ['8 gi', '9 gi'],
      ['%%EOF', '%%EOP'],
      ['/Catalog', '/Katalog'],
    ] as const)
      expect(await readSignatures(changed(pdf, from, to), trusted()), from).toMatchObject([
        { signer: 'UBND phường Hoàn Kiếm', verdict: 'broken' },
      ])
  })

  it('says that something was added behind it', async () => {
    const pdf = Buffer.concat([await sign(), Buffer.from('1 0 obj\n<< /Evil true >>\nendobj\n%%EOF\n')])
    expect(await readSignatures(pdf, trusted())).toMatchObject([{ verdict: 'valid', partial: true }])
  })

  it('is read beside others, each for what it signed', async () => {
    const one = await sign()
    const two = await signPdf(
      party('chair'),
      { along: [party('between')], pdfDate: "20261121083000+07'00'" },
      one,
    )
    expect(await readSignatures(two, trusted())).toEqual([
      { signer: 'UBND phường Hoàn Kiếm', issuer: 'CA cơ quan nhà nước', at, verdict: 'valid', partial: true },
      {
        signer: 'Nguyễn Thị Phượng Hoàng',
        issuer: 'CA cơ quan nhà nước',
        at: '2026-11-21T01:30:00.000Z',
        verdict: 'valid',
      },
    ])
  })

  it('counts only while its certificate did, and not at all at no known time', async () => {
    const verdict = async (when: object) =>
      (await readSignatures(await sign({ at: undefined, ...when }), trusted()))[0]?.verdict
    expect(await verdict({ at: '2031-01-01T00:00:00Z' })).toBe('untrusted')
    expect(await verdict({ at: '2024-12-31T00:00:00Z' })).toBe('untrusted')
    expect(await verdict({})).toBe('untrusted')
  })
})

describe('what is no signature of this document', () => {
  const unread = [{ signer: '', verdict: 'unchecked' }]
  const small = Buffer.from('%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n')

  it('is none in a file without signatures', async () => {
    expect(await readSignatures(small, trusted())).toEqual([])
    expect(await readSignatures(new Uint8Array(), trusted())).toEqual([])
    expect(await readSignatures(Buffer.from('/ByteRange [/* ** ** **]'), trusted())).toEqual([])
  })

  it.each<[string, () => Promise<Buffer>]>([
    ['a signature of contents of its own', () => sign({ embedded: Buffer.from('%PDF another') })],
    ['one by an algorithm that is not relied on', () => sign({ hash: 'SHA-1' })],
    ['one of a part only from the middle', async () => changed(await sign(), '[0 ', '[9 ')],
    [
      'one that lies outside of its brackets',
      async () => changed(await sign(), '/Contents <', '/Contents ('),
    ],
    ['one that is no signature', async () => changed(await sign(), '<3082', '<3F82')],
    ['one cut off', async () => (await sign()).subarray(0, 9000)],
    [
      'one of numbers beyond the file',
      async () => Buffer.from('%PDF-1.7 /ByteRange [0 9999999999 9999999999 9999999999] /Contents <00>'),
    ],
  ])('is unchecked: %s', async (_name, make) => {
    expect(await readSignatures(await make(), trusted())).toEqual(unread)
  })

  it('is read in bounded time, whatever comes', async () => {
    // Indefinite lengths, one within the other, as deep as the contents go.
    const nested = '3080'.repeat(400_000)
    const deep = `%PDF-1.7 /ByteRange [0 60 ${60 + nested.length + 2} 0]`.padEnd(60)
    const before = performance.now()
    expect(await readSignatures(Buffer.from(`${deep}<${nested}>`), trusted())).toEqual(unread)
    const many = Buffer.from(`%PDF-1.7 ${'/ByteRange [0 1 2 3] '.repeat(500_000)}`)
    expect(await readSignatures(many, trusted())).toHaveLength(10)
    expect(await readSignatures(Buffer.concat([many, Buffer.alloc(30_000_000)]), trusted())).toEqual(unread)
    // The bound is fifteen seconds for each; on a machine that is five times as slow, this is no more than that.
    expect(performance.now() - before).toBeLessThan(45_000)
  })
})

describe('whom an installation trusts', () => {
  it('is what lies in its folder, each file for itself', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'motcua-ca-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    expect(await loadRoots(undefined)).toEqual({ roots: [], problems: [] })
    expect(await loadRoots(folder)).toEqual({ roots: [], problems: [] })
    mkdirSync(join(folder, 'ca'))
    const pem = party('root').root.toString()
    writeFileSync(join(folder, 'ca/goc.pem'), `Ghi chú\n${pem}\n${party('between').root.toString()}`)
    writeFileSync(join(folder, 'ca/hong.pem'), pem.replace('MI', 'XX'))
    writeFileSync(join(folder, 'ca/trong.pem'), 'chưa có')
    writeFileSync(join(folder, 'ca/README'), 'không đọc')
    const { roots, problems } = await loadRoots(folder)
    expect(roots.map(({ fingerprint256 }) => fingerprint256)).toEqual(
      [party('root'), party('between')].map(({ root }) => root.fingerprint256),
    )
    expect(problems).toEqual(['hong.pem cannot be read as certificates', 'trong.pem holds no certificate'])
    expect(await readSignatures(await sign(), roots)).toMatchObject([{ verdict: 'valid' }])
  })
})
