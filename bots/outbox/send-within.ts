import type { OutgoingMessage, PushChannel, SendResult } from '../channels/channel.ts'

/** Sends a message; a channel that throws or takes longer than `ms` leaves an unknown outcome. */
export async function sendWithin(
  channel: PushChannel,
  message: OutgoingMessage,
  ms: number,
): Promise<SendResult> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(unknown(`no end within ${ms} ms`)), ms)
    const done = (result: SendResult) => {
      clearTimeout(timer)
      resolve(result)
    }
    try {
      channel.send(message).then(done, (error) => done(unknown(nameOf(error))))
    } catch (error) {
      done(unknown(nameOf(error)))
    }
  })
}

function unknown(detail: string): SendResult {
  return { ok: false, error: { kind: 'unknown_outcome', detail } }
}

/** Not its message, which may quote what was sent. */
function nameOf(error: unknown): string {
  return error instanceof Error ? `threw ${error.name}` : 'threw'
}
