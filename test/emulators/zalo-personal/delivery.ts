import type { Mode } from './cipher.ts'
import { type Event, inOneFrame } from './events.ts'
import type { Sockets } from './sockets.ts'

export interface Release {
  /** Events of one command that follow each other go in one frame. */
  together?: boolean
  reversed?: boolean
}

export type Delivery = ReturnType<typeof createDelivery>

/** The way of an event to whoever is connected, and what can befall it there. */
export function createDelivery(sockets: Sockets) {
  let encrypt: Mode = 2
  let held: { event: Event; encrypt: Mode }[] | null = null
  let repeat = 0
  let lose = 0

  function send(events: Event[], mode: Mode): void {
    const cmd = events[0]?.cmd
    if (cmd === undefined) return
    if (lose > 0) {
      lose -= 1
      return
    }
    const push = { cmd, data: inOneFrame(events), encrypt: mode }
    sockets.send(push)
    if (repeat > 0) {
      repeat -= 1
      sockets.send(push)
    }
  }

  return {
    get encrypt() {
      return encrypt
    },
    /** How data are wrapped from now on; 2 at first, as Zalo does. */
    wrap(mode: Mode): void {
      encrypt = mode
    },
    push(event: Event, mode: Mode = encrypt): void {
      if (held) held.push({ event, encrypt: mode })
      else send([event], mode)
    },
    /** Keeps back what is pushed until `release`. */
    hold(): void {
      held ??= []
    },
    release({ together = false, reversed = false }: Release = {}): void {
      const waiting = held ?? []
      held = null
      if (reversed) waiting.reverse()
      const frames: (typeof waiting)[] = []
      for (const one of waiting) {
        const last = frames.at(-1)
        if (together && last?.[0]?.event.cmd === one.event.cmd) last.push(one)
        else frames.push([one])
      }
      for (const frame of frames) {
        send(
          frame.map(({ event }) => event),
          frame[0]?.encrypt ?? encrypt,
        )
      }
    },
    /** The next frames come twice. */
    repeat(times: number): void {
      repeat = times
    },
    /** The next frames get lost on the way; the history knows of them. */
    lose(times: number): void {
      lose = times
    },
  }
}
