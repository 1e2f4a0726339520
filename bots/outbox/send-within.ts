import type { OutgoingMessage, SendResult } from '../channels/channel.ts'
import type { Job } from './hands.ts'

/** Sends a message; a channel that throws or takes longer than `ms` leaves an unknown outcome. */
export async function sendWithin(job: Job, ms: number): Promise<SendResult> {
  const message: OutgoingMessage = {
    id: job.id,
    chat: job.chat,
    reply: job.reply,
    ...(job.replaces === null ? {} : { replaces: job.replaces }),
    window: job.window,
  }
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(unknown(`no end within ${ms} ms`)), ms)
    const done = (result: SendResult) => {
      clearTimeout(timer)
      resolve(result)
    }
    try {
      job.channel.send(message).then(done, (error) => done(unknown(nameOf(error))))
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
