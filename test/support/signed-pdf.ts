import { webcrypto, X509Certificate } from 'node:crypto'
import { Integer, ObjectIdentifier, OctetString, PrintableString, UTCTime, Utf8String } from 'asn1js'
import {
  Attribute,
  AttributeTypeAndValue,
  BasicConstraints,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  Extension,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs'

/** Somebody who can sign: a person, an office, an authority. */
export interface SigningParty {
  certificate: Certificate
  key: webcrypto.CryptoKey
  /** As `readSignatures` takes it. */
  root: X509Certificate
}

export interface NewParty {
  name: string
  /** By default it issues its own certificate. */
  issuer?: SigningParty
  isAuthority?: boolean
  from?: string
  to?: string
  algorithm?: 'rsa' | 'ecdsa'
}

const algorithms = {
  rsa: {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: Uint8Array.of(1, 0, 1),
  },
  ecdsa: { name: 'ECDSA', namedCurve: 'P-256' },
}
const made = { serial: 1000 }

export async function makeParty(party: NewParty): Promise<SigningParty> {
  const {
    name,
    issuer,
    isAuthority = false,
    from = '2025-01-01',
    to = '2030-01-01',
    algorithm = 'ecdsa',
  } = party
  const keys = (await webcrypto.subtle.generateKey(algorithms[algorithm], true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair
  const certificate = new Certificate()
  certificate.version = 2
  certificate.serialNumber = new Integer({ value: made.serial++ })
  certificate.subject.typesAndValues.push(
    new AttributeTypeAndValue({ type: '2.5.4.6', value: new PrintableString({ value: 'VN' }) }),
    new AttributeTypeAndValue({ type: '2.5.4.3', value: new Utf8String({ value: name }) }),
  )
  certificate.issuer.typesAndValues = (issuer?.certificate.subject ?? certificate.subject).typesAndValues
  certificate.notBefore.value = new Date(from)
  certificate.notAfter.value = new Date(to)
  certificate.extensions = [
    new Extension({
      extnID: '2.5.29.19',
      critical: true,
      extnValue: new BasicConstraints({ cA: isAuthority }).toSchema().toBER(),
    }),
  ]
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey)
  await certificate.sign(issuer?.key ?? keys.privateKey, 'SHA-256')
  const raw = Buffer.from(certificate.toSchema(true).toBER())
  return { certificate, key: keys.privateKey, root: new X509Certificate(raw) }
}

export interface SigningOptions {
  /** Certificates that come along besides the signer's. */
  along?: readonly SigningParty[]
  /** ISO instant; in the signature itself, else nowhere. */
  at?: string
  /** As the PDF has it. */
  pdfDate?: string
  hash?: 'SHA-256' | 'SHA-1'
  /** The signature holds these as its contents. */
  embedded?: Uint8Array
  filler?: string
}

const room = 16_000

/** A small PDF, or what was added to `before`, signed as programs do it: all of it but the signature. */
export async function signPdf(
  party: SigningParty,
  options: SigningOptions = {},
  before: Uint8Array = Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n'),
): Promise<Buffer> {
  const { pdfDate, filler = '' } = options
  const date = pdfDate === undefined ? '' : ` /M (D:${pdfDate})`
  const head = (range: string) =>
    `${filler}\n9 0 obj\n<< /Type /Sig /SubFilter /adbe.pkcs7.detached${date} /ByteRange [${range.padEnd(50)}] /Contents `
  const tail = Buffer.from(' >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n')
  const length = before.length + Buffer.byteLength(head(''))
  const second = length + 2 + 2 * room
  const first = Buffer.concat([before, Buffer.from(head(`0 ${length} ${second} ${tail.length}`))])
  const contents = await signBytes(party, Buffer.concat([first, tail]), options)
  const hex = contents.toString('hex').padEnd(2 * room, '0')
  return Buffer.concat([first, Buffer.from(`<${hex}>`), tail])
}

async function signBytes(party: SigningParty, bytes: Uint8Array, options: SigningOptions): Promise<Buffer> {
  const { along = [], at, hash = 'SHA-256', embedded } = options
  const signed = embedded ?? bytes
  const digest = await webcrypto.subtle.digest(hash, signed)
  const attributes = [
    new Attribute({
      type: '1.2.840.113549.1.9.3',
      values: [new ObjectIdentifier({ value: '1.2.840.113549.1.7.1' })],
    }),
    ...(at === undefined
      ? []
      : [
          new Attribute({ type: '1.2.840.113549.1.9.5', values: [new UTCTime({ valueDate: new Date(at) })] }),
        ]),
    new Attribute({ type: '1.2.840.113549.1.9.4', values: [new OctetString({ valueHex: digest })] }),
  ]
  const data = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({
      eContentType: '1.2.840.113549.1.7.1',
      ...(embedded ? { eContent: new OctetString({ valueHex: new Uint8Array(embedded).buffer }) } : {}),
    }),
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({
          issuer: party.certificate.issuer,
          serialNumber: party.certificate.serialNumber,
        }),
        signedAttrs: new SignedAndUnsignedAttributes({ type: 0, attributes }),
      }),
    ],
    certificates: [party, ...along].map(({ certificate }) => certificate),
  })
  await data.sign(party.key, 0, hash)
  const info = new ContentInfo({ contentType: '1.2.840.113549.1.7.2', content: data.toSchema(true) })
  return Buffer.from(info.toSchema().toBER())
}
