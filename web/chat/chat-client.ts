import type { AssistantEntry, Posted } from '../../bots/channels/web/api.ts'
import { addEntry, type Item, mergeHistory, setState } from './conversation.ts'
import { listen, loadHistory, type PhotoFailure, postMessage, postPhoto } from './server-api.ts'
import { shrinkPhoto } from './shrink-photo.ts'
import { createUnsent, toItem } from './unsent.ts'
import { createUuid } from './uuid.ts'

export interface ChatState {
  phase: 'loading' | 'failed' | 'ready'
  items: Item[]
  connected: boolean
  /** Messages are held back for about so many seconds, as the server asked. */
  heldSeconds: number | null
  /** Whether an answer is on its way, and whether it takes long. */
  answering: 'no' | 'soon' | 'late'
  /** A code that the page was opened with, until the citizen says whether to use it: a link alone must not do that. */
  code: string | null
  /** Whether a photo is being sent, or why the last one could not be. */
  photo: 'none' | 'sending' | PhotoFailure
}

/** What a citizen does on the page, before it has an id. */
export type Deed = Posted extends infer One ? (One extends Posted ? Omit<One, 'id'> : never) : never

export type ChatClient = ReturnType<typeof createChatClient>

const lateMs = 15_000
const slowestRetryMs = 30_000
/** A connection that comes back within this time was not worth a word. */
const lostMs = 2000

/**
 * The conversation as the page knows it, and the way to the server: everything the citizen does is kept in the
 * browser first and posted in order under its own id until the server confirms it, so that it arrives once.
 */
export function createChatClient(opening: {
  payload: string | null
  code: string | null
  lang: () => 'vi' | 'en'
}) {
  const unsent = createUnsent(window.localStorage)
  const channel = new BroadcastChannel('motcua.chat')
  const listeners = new Set<() => void>()
  const now = {
    cursor: '0',
    sending: false,
    again: false,
    heldUntil: 0,
    retryMs: 0,
    timers: { retry: 0, late: 0, load: 0, lost: 0 },
  }
  const { timers } = now
  const view: { state: ChatState } = {
    state: {
      phase: 'loading',
      items: [],
      connected: navigator.onLine,
      heldSeconds: null,
      answering: 'no',
      code: opening.code,
      photo: 'none',
    },
  }

  function change(part: Partial<ChatState>): void {
    view.state = { ...view.state, ...part }
    for (const listener of listeners) listener()
  }

  function addItem(message: Posted): void {
    const item = toItem(message, new Date().toISOString())
    const known = view.state.items.some(({ from, id }) => from === 'citizen' && id === message.id)
    if (item && !known) change({ items: [...view.state.items, item] })
  }

  function setConnected(connected: boolean): void {
    clearTimeout(timers.lost)
    if (connected) change({ connected })
    else timers.lost = window.setTimeout(() => change({ connected }), navigator.onLine ? lostMs : 0)
  }

  function expectAnswer(): void {
    clearTimeout(timers.late)
    timers.late = window.setTimeout(() => change({ answering: 'late' }), lateMs)
    change({ answering: 'soon' })
  }

  function receive(entry: AssistantEntry): void {
    if (BigInt(entry.id) > BigInt(now.cursor)) now.cursor = entry.id
    clearTimeout(timers.late)
    change({ items: addEntry(view.state.items, entry), answering: 'no' })
  }

  /** Posts what waits, in order, one tab at a time. */
  async function flush(): Promise<void> {
    if (now.sending) now.again = true
    if (now.sending || view.state.phase !== 'ready' || Date.now() < now.heldUntil) return
    now.sending = true
    now.again = false
    clearTimeout(timers.retry)
    await inTurn(async () => {
      for (let next = unsent.all()[0]; next; next = unsent.all()[0]) {
        expectAnswer()
        if (!(await postOne(next))) break
      }
    })
    now.sending = false
    // Something was added after the last look and before the turn was given back.
    if (now.again) void flush()
  }

  /** @returns whether to go on with the next */
  async function postOne(message: Posted): Promise<boolean> {
    const result = await postMessage(message)
    if (result.kind === 'accepted' || result.kind === 'refused') {
      const state = result.kind === 'accepted' ? 'sent' : 'failed'
      unsent.remove(message.id)
      now.retryMs = 0
      change({ items: setState(view.state.items, message.id, state), heldSeconds: null })
      channel.postMessage({ settled: message.id, state })
      if (state === 'failed') change({ answering: 'no' })
      return true
    }
    clearTimeout(timers.late)
    now.retryMs = Math.min(slowestRetryMs, Math.max(1000, now.retryMs * 2))
    const held = result.kind === 'too_many' ? result.seconds : null
    now.heldUntil = Date.now() + (held ?? 0) * 1000
    change({ answering: 'no', heldSeconds: held })
    if (!held) setConnected(false)
    timers.retry = window.setTimeout(() => void flush(), held ? held * 1000 : now.retryMs)
    return false
  }

  async function load(): Promise<void> {
    clearTimeout(timers.load)
    change({ phase: 'loading' })
    const history = await loadHistory()
    const waiting = unsent.all()
    const items = waiting.map((message) => toItem(message, '')).filter((item) => item !== null)
    if (!history) {
      change({ phase: 'failed', items, connected: navigator.onLine })
      timers.load = window.setTimeout(() => void load(), 5000)
      return
    }
    now.cursor = history.cursor
    change({ phase: 'ready', connected: true, items: mergeHistory(history.entries, items) })
    listen({
      cursor: () => now.cursor,
      onMessage: receive,
      onConnection: (connected) => {
        setConnected(connected)
        if (connected && unsent.all().length > 0) void flush()
      },
    })
    const opened = history.entries.length > 0 || waiting.length > 0
    if (opening.payload || (!opened && view.state.code === null)) begin(opening.payload)
    else void flush()
  }

  function begin(payload: string | null): void {
    send({ start: payload, lang: opening.lang() })
  }

  /** A picture is too large to be kept until there is a network: what cannot be sent now is taken off the page. */
  async function sendPhoto(file: Blob): Promise<void> {
    const id = createUuid()
    const item = { from: 'citizen' as const, id, at: new Date().toISOString(), photo: true as const }
    change({ photo: 'sending', items: [...view.state.items, { ...item, state: 'waiting' }] })
    const photo = await shrinkPhoto(file)
    expectAnswer()
    const failure = photo ? await postPhoto(id, photo) : 'unreadable'
    if (failure === null) change({ photo: 'none', items: setState(view.state.items, id, 'sent') })
    else {
      clearTimeout(timers.late)
      const items = view.state.items.filter((one) => one.id !== id)
      change({ photo: failure, items, answering: 'no' })
    }
  }

  function send(deed: Deed): void {
    const message = { ...deed, id: createUuid() } as Posted
    unsent.add(message)
    addItem(message)
    channel.postMessage({ added: message })
    void flush()
  }

  channel.onmessage = ({
    data,
  }: MessageEvent<{ added?: Posted; settled?: string; state?: 'sent' | 'failed' }>) => {
    if (data.added) addItem(data.added)
    if (data.settled && data.state) change({ items: setState(view.state.items, data.settled, data.state) })
  }
  window.addEventListener('online', () => {
    if (view.state.phase === 'failed') void load()
    else void flush()
  })

  window.addEventListener('offline', () => setConnected(false))

  return {
    state: () => view.state,
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    load: () => void load(),
    send,
    sendPhoto: (photo: Blob) => void sendPhoto(photo),
    /** Uses the code that the page was opened with, or leaves it. */
    decide(use: boolean) {
      const { code, items } = view.state
      if (code === null) return
      history.replaceState(null, '', '/chat')
      change({ code: null })
      if (use) begin(code)
      else if (items.length === 0) begin(null)
    },
    /** Takes a message that could not be sent off the page, to be written anew. */
    drop: (id: string) => change({ items: view.state.items.filter((item) => item.id !== id) }),
  }
}

/** Lets one tab work at a time; without locks (plain http) tabs may post the same twice, which has no effect. */
async function inTurn(work: () => Promise<void>): Promise<void> {
  if ('locks' in navigator) await navigator.locks.request('motcua.send', work)
  else await work()
}
