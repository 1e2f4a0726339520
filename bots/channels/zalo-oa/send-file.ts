import { Temporal } from 'temporal-polyfill'
import type { FileRef } from '../../dialogue/reply.ts'
import type { OutgoingMessage, SendResult } from '../channel.ts'
import type { HandedOver, HandOver } from '../hand-over.ts'
import { nameFile } from '../name-file.ts'
import { asFields, asText } from '../read-json.ts'
import { callWithToken } from './call-with-token.ts'
import { postMessage, type SendDeps } from './post-message.ts'
import { toSendError } from './to-send-error.ts'

/** Zalo keeps what was handed over for seven days; after six it is handed over again. */
const keptHours = 6 * 24

/** What is needed to send files. @property now milliseconds since the epoch, by the real clock */
export type FileDeps = SendDeps & { handOver: HandOver; now(): number }

/** Delivers a file as a message of its own: a picture as such, anything else as a document. */
export function sendFile(
  deps: FileDeps,
  { chat }: OutgoingMessage,
  file: FileRef,
): Promise<HandedOver<SendResult>> {
  const until = performance.now() + deps.sendMs
  const left = () => until - performance.now()
  const isPicture = file.type.startsWith('image/')

  function send(id: string): Promise<SendResult> {
    const attachment = isPicture
      ? {
          type: 'template',
          payload: { template_type: 'media', elements: [{ media_type: 'image', attachment_id: id }] },
        }
      : { type: 'file', payload: { token: id } }
    const json = { recipient: { user_id: chat }, message: { attachment } }
    const call = { method: 'POST' as const, path: '/v3.0/oa/message/cs', json }
    return postMessage({ ...deps, sendMs: Math.max(1, left()) }, call, 'message_id')
  }

  return deps.handOver(file, left, {
    async byId(id) {
      const result = await send(id)
      // -201: a parameter is not valid; here that is what the file is known as.
      return !result.ok && /^-201\b/.test(result.error.detail) ? null : result
    },
    async withBytes(bytes) {
      const uploaded = await upload(deps, { file, bytes, isPicture, withinMs: Math.max(1, left()) })
      if ('ok' in uploaded) return { result: uploaded, known: null }
      const end = Temporal.Instant.fromEpochMilliseconds(deps.now()).add({ hours: keptHours })
      return { result: await send(uploaded.id), known: { externalId: uploaded.id, until: end.toString() } }
    },
  })
}

async function upload(
  deps: FileDeps,
  given: { file: FileRef; bytes: Uint8Array; isPicture: boolean; withinMs: number },
): Promise<{ id: string } | Extract<SendResult, { ok: false }>> {
  const { file, bytes, isPicture, withinMs } = given
  const answer = await callWithToken(
    deps,
    {
      method: 'POST',
      path: isPicture ? '/v2.0/oa/upload/image' : '/v2.0/oa/upload/file',
      file: { name: nameFile(file), type: file.type, bytes },
    },
    withinMs,
  )
  if (!answer.ok) {
    deps.health.sending(answer.failure)
    const error = toSendError(answer.failure, deps.tooFast.refused)
    // Whether the bytes arrived or not, no message has gone.
    return {
      ok: false,
      error: error.kind === 'unknown_outcome' ? { kind: 'unavailable', detail: error.detail } : error,
    }
  }
  const { attachment_id: picture, token } = asFields(answer.fields.data) ?? {}
  const id = asText(isPicture ? picture : token)
  return id ? { id } : { ok: false, error: { kind: 'permanent', detail: 'Zalo took the file without an id' } }
}
