import { photoBounds } from './photo-bounds.ts'
import { type PhotoHeader, readPhotoHeader } from './read-photo-header.ts'

/** `no_photo`: neither JPEG nor PNG; `too_large`: more bytes or pixels than are looked at. */
export type PhotoJudgement = { ok: true; header: PhotoHeader } | { ok: false; why: 'no_photo' | 'too_large' }

/** Whether a photo may be unpacked, by what it says of itself: a bomb is to be refused before it bursts. */
export function judgePhoto(photo: Uint8Array): PhotoJudgement {
  if (photo.length > photoBounds.bytes) return { ok: false, why: 'too_large' }
  const header = readPhotoHeader(photo)
  if (!header) return { ok: false, why: 'no_photo' }
  const { width, height, unpackedBytes } = header
  const fits = width * height <= photoBounds.pixels && unpackedBytes <= photoBounds.unpackedBytes
  return fits ? { ok: true, header } : { ok: false, why: 'too_large' }
}
