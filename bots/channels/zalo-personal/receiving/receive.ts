import type { Log } from '../../../../server/log.ts'
import type { Connection } from '../connect.ts'
import { createSaver, type Saver } from '../create-saver.ts'
import type { Pace } from '../pace.ts'
import { type CatchUp, createCatchUp } from './catch-up.ts'
import { type Cursor, createCursor } from './cursor.ts'
import type { CursorStore, ThreadKind } from './cursor-store.ts'
import type { Intake } from './intake.ts'
import type { Pushed } from './pushed.ts'

/** What one account is written, by people and in groups: each has a cursor, and catches up after a gap. */
export interface Receiver {
  /** Reads where it was left; at the first login ever it begins at `now`, by Zalo's clock, in ms. */
  load(now: number): Promise<void>
  connected(connection: Connection): void
  disconnected(): void
  live(messages: readonly Pushed[]): void
  old(group: boolean, messages: readonly Pushed[]): void
  broken(group: boolean): void
  unreadable(group: boolean): void
  /** Settles when the cursors are written down. */
  stop(): Promise<void>
}

interface Side {
  kind: ThreadKind
  cursor: Cursor
  catchUp: CatchUp
  saver: Saver
}

export function createReceiver(
  account: string,
  { store, intake, pace, log }: { store: CursorStore; intake: Intake; pace: Pace; log: Pick<Log, 'warn'> },
): Receiver {
  const people = side('user')
  const groups = side('group')
  const sides = [people, groups]
  let loaded = false

  function side(kind: ThreadKind): Side {
    const saver = createSaver(
      async () => {
        const { position } = cursor
        if (position) await store.save(account, kind, position)
      },
      pace.save,
      (err) => log.warn({ err }, 'zalo_personal: a cursor is not written down, trying again'),
    )
    const cursor = createCursor(() => saver.touch())
    const catchUp = createCatchUp(cursor, pace, (messages) => intake.take(messages, cursor))
    return { kind, cursor, catchUp, saver }
  }

  return {
    async load(now) {
      if (loaded) return
      const marks = await store.load(account)
      for (const { kind, cursor } of sides) {
        const mark = marks[kind] ?? { id: null, at: now }
        if (!marks[kind]) await store.save(account, kind, mark)
        cursor.set(mark)
      }
      loaded = true
    },
    connected(connection) {
      for (const { kind, catchUp } of sides)
        catchUp.begin((lastId) => connection.requestOld(kind === 'group', lastId))
    },
    disconnected() {
      for (const { catchUp } of sides) catchUp.end()
    },
    live(messages) {
      for (const one of [people, groups]) {
        const theirs = messages.filter(({ group }) => group === (one === groups))
        if (theirs.length > 0) one.catchUp.live(theirs)
      }
    },
    old: (group, messages) => (group ? groups : people).catchUp.old(messages),
    broken: (group) => (group ? groups : people).catchUp.again(),
    unreadable: (group) => (group ? groups : people).catchUp.unreadable(),
    async stop() {
      for (const { saver } of sides) {
        await saver.flush()
        saver.cancel()
      }
    },
  }
}
