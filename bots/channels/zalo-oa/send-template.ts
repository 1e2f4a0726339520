import { AppError } from '../../../server/errors.ts'
import type { SendResult } from '../channel.ts'
import { fillTemplate } from './fill-template.ts'
import { postMessage, type SendDeps } from './post-message.ts'
import { readTemplates, type Template } from './read-templates.ts'

/** Something that is sent without being an answer, by a template that Zalo has approved. */
export interface TemplateMessage {
  /** The name in the operator's file, such as `dossier_result`. */
  template: string
  /** A follower by a transaction message, or anybody with Zalo by the number of their phone. */
  to: { userId: string } | { phone: string }
  values: Readonly<Record<string, string>>
  /** Ours, at most 48 characters, for telling deliveries apart. */
  trackingId: string
}

export interface TemplateDeps {
  /** The operator's file; absolute. */
  file: string
  /** By user id. */
  byUser: SendDeps
  /** By phone: another host. */
  byPhone: SendDeps
}

/** Why nothing was called where the operator has named no such template. */
export const noTemplate = 'no template configured'

/** Sends by a template. Without one nothing is called: an OA that has none approved sends none. */
export async function sendTemplate(deps: TemplateDeps, message: TemplateMessage): Promise<SendResult> {
  const { template: name, to } = message
  const found = await readTemplates(deps.file).catch((error: unknown) =>
    error instanceof AppError ? error : Promise.reject(error),
  )
  if (found instanceof AppError) return permanent('the file of templates cannot be used')
  const template: Template | undefined = Object.hasOwn(found, name) ? found[name] : undefined
  return 'phone' in to
    ? sendByPhone(deps, message, to.phone, template?.zns)
    : sendToUser(deps, message, to.userId, template?.transaction)
}

async function sendToUser(
  { byUser }: TemplateDeps,
  { values }: TemplateMessage,
  userId: string,
  template: Template['transaction'],
): Promise<SendResult> {
  if (!template) return permanent(noTemplate)
  const done = fillTemplate(template, values)
  if ('missing' in done) return permanent(`the template asks for {${done.missing}}`)
  const message = { attachment: { type: 'template', payload: done.filled } }
  const json = { recipient: { user_id: userId }, message }
  return postMessage(byUser, { method: 'POST', path: '/v3.0/oa/message/transaction', json }, 'message_id')
}

async function sendByPhone(
  { byPhone }: TemplateDeps,
  { values, trackingId }: TemplateMessage,
  given: string,
  template: Template['zns'],
): Promise<SendResult> {
  if (!template) return permanent(noTemplate)
  const phone = normalisePhone(given)
  if (phone === null) return permanent('not a Vietnamese phone number')
  const done = fillTemplate(template, values)
  if ('missing' in done) return permanent(`the template asks for {${done.missing}}`)
  const { template_id, data } = done.filled
  const json = { phone, template_id, template_data: data, tracking_id: trackingId }
  return postMessage(byPhone, { method: 'POST', path: '/message/template', json }, 'msg_id')
}

/** As Zalo wants it, `84…`; null when it is no Vietnamese number. */
function normalisePhone(given: string): string | null {
  const digits = given.replace(/[\s.()-]/g, '').replace(/^(?:\+84|0084|84|0)/, '')
  return /^\d{9,10}$/.test(digits) ? `84${digits}` : null
}

function permanent(detail: string): SendResult {
  return { ok: false, error: { kind: 'permanent', detail } }
}
