import { createHash } from 'node:crypto'

/** What Zalo puts into `X-ZEvent-Signature`: no HMAC, a plain digest with the secret at its end. */
export function signWebhook(
  app: { id: string; oaSecret: string },
  rawBody: Buffer,
  timestamp: string,
): string {
  const mac = createHash('sha256').update(app.id).update(rawBody).update(timestamp).update(app.oaSecret)
  return `mac=${mac.digest('hex')}`
}
