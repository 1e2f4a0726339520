import type { Pushed } from './pushed.ts'

/** A message by its id, and when it was written by Zalo's clock; without an id, just an instant. */
export interface Mark {
  id: string | null
  at: number
}

/** How far messages of one kind (from people, or in groups) are stored for good. */
export interface Cursor {
  /** From where to ask for what may be missing; null before the first login. */
  readonly position: Mark | null
  /** When the account was first logged in, as far as this process knows: nothing older is any business of ours. */
  readonly since: number
  /** Puts it where it was left, or at the first login. */
  set(mark: Mark): void
  /** A message has come. @returns to be called when it is stored, or is nothing to store */
  begin(message: Pushed): () => void
  /** What is stored from now on says nothing about what lies before it: the position stays until `release`. */
  hold(): Mark | null
  /** All that was to come before has come; takes effect when it is stored. */
  release(): void
}

/**
 * What comes may come out of order, and be lost within: so the position trails behind the newest by this much, and
 * a little is fetched twice.
 */
const trail = 60_000

/** @param moved told of each new position */
export function createCursor(moved: (mark: Mark) => void): Cursor {
  /** Of what is stored, in order of time; the first is the position, and none but it is older than the trail. */
  let stored: Mark[] = []
  let held: Mark | null = null
  let since = 0
  /** In the order in which they came; one that is not stored holds back all behind it. Without a mark: a release. */
  const open: { mark: Mark | null; done: boolean }[] = []

  function advance(): void {
    let before = stored[0]
    while (open[0]?.done) {
      const { mark } = open.shift() as { mark: Mark | null }
      if (mark === null) {
        before = held ?? before
        held = null
      } else if (stored[0]?.id === null) {
        // Any message is better to go on from than none; and what comes by itself is no history, whatever the clocks say.
        since = Math.min(since, mark.at)
        stored = [mark]
      } else if (mark.at >= (stored.at(-1)?.at ?? 0)) stored.push(mark)
    }
    tidy(before)
  }

  function tidy(before: Mark | undefined): void {
    const newest = stored.at(-1)?.at ?? 0
    const last = stored.findLastIndex(({ at }) => at <= newest - trail)
    if (last > 0) stored = stored.slice(last)
    if (!held && stored[0] && stored[0] !== before) moved(stored[0])
  }

  return {
    get position() {
      return held ?? stored[0] ?? null
    },
    get since() {
      return since
    },
    set(mark) {
      stored = [mark]
      if (mark.id === null) since = mark.at
    },
    begin({ id, at }) {
      const entry = { mark: { id, at }, done: false }
      open.push(entry)
      return () => {
        entry.done = true
        advance()
      }
    },
    hold() {
      const release = open.findIndex(({ mark }) => mark === null)
      if (release >= 0) open.splice(release, 1)
      held ??= stored[0] ?? null
      return held
    },
    release() {
      if (!held) return
      // What is in hand came before: it is to be stored first.
      open.push({ mark: null, done: true })
      advance()
    },
  }
}
