import type { SentFile } from '../../dialogue/event.ts'
import { asFields, asText, type Fields } from '../read-json.ts'
import { toSentFile } from '../to-sent-file.ts'
import { readPicture } from './read-picture.ts'

/** The document of a message, or its photo, of which Telegram makes a JPEG; null when there is neither. */
export function readSentFile(message: Fields): SentFile | null {
  const document = asFields(message.document)
  if (document) {
    const { file_id: id, file_name: name, mime_type: type, file_size: size } = document
    return toSentFile({ ref: asText(id), name, type, size })
  }
  const ref = readPicture(message)?.image
  const sizes: readonly unknown[] = Array.isArray(message.photo) ? message.photo : []
  const photo = sizes.map(asFields).find((one) => one?.file_id === ref)
  return toSentFile({ ref: ref ?? null, type: 'image/jpeg', size: photo?.file_size })
}
