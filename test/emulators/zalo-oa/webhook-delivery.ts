import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import { signWebhook } from './sign-webhook.ts'

/** A post as it goes over the wire: what a test forges, replays or cuts short. */
export interface Post {
  body: Buffer
  /** The header's value; absent when it is not sent at all. */
  signature?: string
}

export interface PostAnswer {
  status: number
  body: string
  milliseconds: number
  retryAfter?: string
}

/**
 * Posts events to the webhook: those of one person one after another, those of different people side by side.
 * What is not answered 2xx is posted again after each of the pauses, then given up.
 */
export function createWebhookDelivery(app: { id: string; oaSecret: string }, retryMs: readonly number[]) {
  const agent = new HttpAgent({ keepAlive: true })
  const lanes = new Map<string, Promise<void>>()
  const timers = new Set<NodeJS.Timeout>()
  const answers: PostAnswer[] = []
  let url: string | null = null
  let times = 1
  let closed = false
  let pending = 0
  let givenUp = 0

  /** Posts once, as it stands. */
  function post({ body, signature }: Post): Promise<PostAnswer> {
    const began = performance.now()
    return new Promise((resolve, reject) => {
      if (url === null) return reject(new Error('no webhook is set'))
      const outgoing = httpRequest(url, {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/json',
          'content-length': body.length,
          ...(signature === undefined ? {} : { 'x-zevent-signature': signature }),
        },
      })
      outgoing.on('response', (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const retryAfter = response.headers['retry-after']
          const answer = {
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString('utf8'),
            milliseconds: performance.now() - began,
            ...(retryAfter ? { retryAfter } : {}),
          }
          // A load test posts for minutes.
          if (answers.length < 100_000) answers.push(answer)
          resolve(answer)
        })
        response.on('error', reject)
      })
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  }

  async function deliver(signed: Post): Promise<void> {
    for (const pause of [...retryMs, null]) {
      const answer = await post(signed).catch(() => null)
      if (answer && answer.status >= 200 && answer.status < 300) return
      if (pause === null || closed) break
      await wait(pause)
    }
    givenUp += 1
  }

  function wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        resolve()
      }, ms)
      timers.add(timer)
    })
  }

  /** An event as Zalo would post it. */
  function sign(event: Record<string, unknown>): Post {
    const body = Buffer.from(JSON.stringify(event))
    return { body, signature: signWebhook(app, body, String(event.timestamp ?? '')) }
  }

  return {
    answers: answers as readonly PostAnswer[],
    get pending() {
      return pending
    },
    /** Events that were refused as often as they were posted. */
    get givenUp() {
      return givenUp
    },
    set(address: string | null): void {
      url = address
    },
    /** Every event from now on is posted so often. */
    repeat(count: number): void {
      times = count
    },
    sign,
    post,
    push(lane: string, event: Record<string, unknown>): void {
      if (url === null) return
      const signed = sign(event)
      pending += 1
      const done = (lanes.get(lane) ?? Promise.resolve()).then(async () => {
        for (let count = 0; count < times; count++) await deliver(signed)
        pending -= 1
        if (lanes.get(lane) === done) lanes.delete(lane)
      })
      lanes.set(lane, done)
    },
    /** Settles when everything was taken or given up. */
    async drained(): Promise<void> {
      while (lanes.size > 0) await Promise.all(lanes.values())
    },
    close(): void {
      closed = true
      for (const timer of timers) clearTimeout(timer)
      agent.destroy()
    },
  }
}

export type WebhookDelivery = ReturnType<typeof createWebhookDelivery>
