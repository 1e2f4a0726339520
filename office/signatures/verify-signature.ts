import { createHash, X509Certificate } from 'node:crypto'
import { type Constructed, fromBER, type OctetString, type UTCTime } from 'asn1js'
import {
  ContentInfo,
  type RelativeDistinguishedNames,
  SignedData,
  SignedDataVerifyError,
  type SignerInfo,
} from 'pkijs'
import type { Signature } from '../../knowledge/announcements/announcement.ts'
import type { SignedPart } from './find-signed-parts.ts'
import { leadsToRoot } from './leads-to-root.ts'

const oids = {
  signedData: '1.2.840.113549.1.7.2',
  data: '1.2.840.113549.1.7.1',
  timestamp: '1.2.840.113549.1.9.16.1.4',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  commonName: '2.5.4.3',
  organisation: '2.5.4.10',
}
/** Others are not relied on: two documents with the same digest by SHA-1 or MD5 are within reach. */
const digests: Record<string, string> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}
/** RSA with MD5 and with SHA-1, ECDSA with SHA-1. */
const weak: readonly string[] = ['1.2.840.113549.1.1.4', '1.2.840.113549.1.1.5', '1.2.840.10045.4.1']
/** Lists of revoked certificates may come along, with many entries. */
const bounds = { maxNodes: 200_000, maxDepth: 64 }
const mostCertificates = 30
const longestName = 200

/**
 * What a signature is worth: whether what it signs is unchanged, and whether its certificate leads to one of the roots.
 * @returns undefined for what is no signature of somebody but a time stamp
 * @throws whatever stands in the way of reading it
 */
export async function verifySignature(
  part: SignedPart,
  roots: readonly X509Certificate[],
): Promise<Signature | undefined> {
  const content = fromBER(part.contents, bounds).result
  const info = new ContentInfo({ schema: content })
  if (info.contentType !== oids.signedData) throw new Error('not a signature')
  const signedData = new SignedData({ schema: info.content })
  const { eContentType, eContent } = signedData.encapContentInfo
  if (eContentType === oids.timestamp) return undefined
  // With contents of its own it would sign those, and not this document.
  if (eContentType !== oids.data || eContent) throw new Error('signs something else')
  const [signer, another] = signedData.signerInfos
  if (!signer || another) throw new Error('not one signer')
  const certificates = rawCertificates(content)
  const parsed = signedData.certificates ?? []
  if (parsed.length > mostCertificates || parsed.length !== certificates.length)
    throw new Error('odd certificates')

  const { own, unchanged } = await check(part, signedData, signer)
  const at = signingTime(signer) ?? part.at
  const certificate = new X509Certificate(certificates[parsed.indexOf(own)] ?? new Uint8Array())
  const between = certificates.map((raw) => new X509Certificate(raw))
  const isTrusted = at !== undefined && leadsToRoot(certificate, { between, roots, at })
  const verdict = !unchanged ? 'broken' : isTrusted ? 'valid' : 'untrusted'
  const issuer = nameOf(own.issuer)
  return {
    signer: nameOf(own.subject) ?? '',
    ...(issuer === undefined ? {} : { issuer }),
    ...(at === undefined ? {} : { at }),
    verdict,
    ...(part.partial ? { partial: true } : {}),
  }
}

async function check({ signed }: SignedPart, signedData: SignedData, signer: SignerInfo) {
  const algorithm = digests[signer.digestAlgorithm.algorithmId]
  if (algorithm === undefined || weak.includes(signer.signatureAlgorithm.algorithmId))
    throw new Error('an algorithm that is not relied on')
  const outcome = await signedData
    .verify({ signer: 0, data: new Uint8Array(Buffer.concat(signed)).buffer, extendedMode: true })
    .catch((error: unknown) => {
      if (error instanceof SignedDataVerifyError) return error
      throw error
    })
  const own = outcome.signerCertificate
  if (!own) throw new Error('no certificate of the signer')
  const given = signer.signedAttrs?.attributes.find(({ type }) => type === oids.messageDigest)
  const digest = createHash(algorithm).update(signed[0]).update(signed[1]).digest()
  const isOther = given && !digest.equals((given.values[0] as OctetString).valueBlock.valueHexView)
  // What is neither right nor wrong could not be read.
  if (!isOther && typeof outcome.signatureVerified !== 'boolean') throw outcome
  return { own, unchanged: !isOther && outcome.signatureVerified === true }
}

/** As they were sent: written anew, they might not be the same bytes. */
function rawCertificates(content: unknown): Uint8Array[] {
  const parts = (block: unknown) =>
    ((block as Constructed | undefined)?.valueBlock.value ?? []) as unknown as Constructed[]
  const [signedData] = parts(parts(content)[1])
  const held = parts(signedData).find(({ idBlock }) => idBlock.tagClass === 3 && idBlock.tagNumber === 0)
  return parts(held).map(({ valueBeforeDecodeView }) => valueBeforeDecodeView)
}

function signingTime(signer: SignerInfo): string | undefined {
  const attribute = signer.signedAttrs?.attributes.find(({ type }) => type === oids.signingTime)
  const date = (attribute?.values[0] as UTCTime | undefined)?.toDate()
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}

/** The name of a person or office, else of what they belong to. */
function nameOf({ typesAndValues }: RelativeDistinguishedNames): string | undefined {
  const find = (oid: string) => typesAndValues.find(({ type }) => type === oid)?.value.valueBlock.value
  const name = find(oids.commonName) ?? find(oids.organisation)
  const clean = name
    ?.toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
  return clean ? Array.from(clean).slice(0, longestName).join('') : undefined
}
