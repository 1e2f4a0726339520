import type { AssistantEntry, ChatHistory, Posted } from '../../bots/channels/web/api.ts'

export type PostResult =
  | { kind: 'accepted' }
  /** The server will never take it: too long, malformed. */
  | { kind: 'refused' }
  | { kind: 'too_many'; seconds: number }
  /** No network, or a server in trouble: worth trying again. */
  | { kind: 'unreachable' }

/** Posts one thing; never throws. */
export async function postMessage(message: Posted): Promise<PostResult> {
  try {
    const answer = await fetch('/api/chat/messages', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(15_000),
    })
    if (answer.ok) return { kind: 'accepted' }
    if (answer.status === 429) {
      return { kind: 'too_many', seconds: Number(answer.headers.get('retry-after')) || 10 }
    }
    return answer.status < 500 && answer.status !== 408 ? { kind: 'refused' } : { kind: 'unreachable' }
  } catch {
    return { kind: 'unreachable' }
  }
}

/** `unreadable`: no photo, or one of another kind than the server reads. */
export type PhotoFailure = 'unreadable' | 'too_many' | 'unreachable'

/** Posts a photo; never throws. @returns why it could not be, null when it was */
export async function postPhoto(id: string, photo: Blob): Promise<PhotoFailure | null> {
  try {
    const { ok, status } = await fetch(`/api/chat/photos?id=${id}`, {
      method: 'POST',
      headers: { 'content-type': 'image/jpeg' },
      body: photo,
      // Sending takes long on a poor network, and the server may have others to read before.
      signal: AbortSignal.timeout(90_000),
    })
    if (ok) return null
    if (status === 429) return 'too_many'
    return status < 500 && status !== 408 ? 'unreadable' : 'unreachable'
  } catch {
    return 'unreachable'
  }
}

/** @returns null when it could not be had */
export async function loadHistory(): Promise<ChatHistory | null> {
  try {
    const answer = await fetch('/api/chat/history', { signal: AbortSignal.timeout(15_000) })
    return answer.ok ? ((await answer.json()) as ChatHistory) : null
  } catch {
    return null
  }
}

export interface StreamHandlers {
  /** Where to go on from when the stream is opened anew. */
  cursor(): string
  onMessage(entry: AssistantEntry): void
  onConnection(connected: boolean): void
}

const reopenMs = 3000
/** The server beats every 20 s; after two missed beats the connection is dead, whatever the browser thinks. */
const silenceMs = 45_000

/**
 * Listens for the assistant's messages for as long as the page is open. The browser reconnects by itself after
 * a lost connection; this opens anew after a refusal, a silence, or when the network or the page comes back.
 */
export function listen({ cursor, onMessage, onConnection }: StreamHandlers): void {
  const now: { source: EventSource | null; timer: number } = { source: null, timer: 0 }

  function close(): void {
    clearTimeout(now.timer)
    now.source?.close()
    now.source = null
  }

  function openAfter(ms: number): void {
    clearTimeout(now.timer)
    now.timer = window.setTimeout(open, ms)
  }

  function open(): void {
    close()
    const source = new EventSource(`/api/chat/events?after=${cursor()}`)
    now.source = source
    const alive = () => {
      onConnection(true)
      openAfter(silenceMs)
    }
    openAfter(silenceMs)
    source.onopen = alive
    source.addEventListener('beat', alive)
    source.addEventListener('message', ({ data }: MessageEvent<string>) => {
      alive()
      onMessage(JSON.parse(data) as AssistantEntry)
    })
    source.onerror = () => {
      onConnection(false)
      openAfter(source.readyState === EventSource.CLOSED ? reopenMs : silenceMs)
    }
  }

  window.addEventListener('online', open)
  document.addEventListener('visibilitychange', () => {
    // Hidden tabs give their connection back: browsers allow six to a server, and phones save power.
    if (document.hidden) close()
    else if (!now.source) open()
  })
  open()
}
