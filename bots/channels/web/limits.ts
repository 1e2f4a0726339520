import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

/** How much one browser and one address may do; an address can be a whole office or a mobile operator's gateway. */
export interface WebChatLimits {
  messagesPerSession: number
  messagesPerAddress: number
  photosPerSession: number
  photosPerAddress: number
  /** Of the history and openings of streams together. */
  viewsPerSession: number
  viewsPerAddress: number
  streamsPerSession: number
  streamsPerAddress: number
}

/**
 * Messages, photos and views are counted by the minute. Ten in one second are a person in a hurry; a hundred are not.
 * A photo takes up to seconds to read, one after another.
 */
export const defaultLimits: WebChatLimits = {
  messagesPerSession: 60,
  messagesPerAddress: 1200,
  photosPerSession: 10,
  photosPerAddress: 60,
  viewsPerSession: 600,
  viewsPerAddress: 1200,
  streamsPerSession: 8,
  streamsPerAddress: 400,
}

/** Counts by the minute. */
export interface Rate {
  /** Counts one. @returns how many seconds to wait, 0 when it may pass */
  take(key: string): Promise<number>
  /** Counts more for what was taken and turned out to be dear. */
  charge(key: string, more: number): Promise<void>
}

export function limitRate(perMinute: number): Rate {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 })
  return {
    async take(key) {
      try {
        await limiter.consume(key)
        return 0
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal
        return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000))
      }
    },
    async charge(key, more) {
      await limiter.penalty(key, more)
    },
  }
}

/** Counts what is open at the moment. */
export interface OpenStreams {
  /** @returns the function that gives the place back, null when there is none left */
  open(chat: string, address: string): (() => void) | null
}

export function limitStreams(limits: WebChatLimits): OpenStreams {
  const chats = new Map<string, number>()
  const addresses = new Map<string, number>()
  return {
    open(chat, address) {
      if ((chats.get(chat) ?? 0) >= limits.streamsPerSession) return null
      if ((addresses.get(address) ?? 0) >= limits.streamsPerAddress) return null
      change(chats, chat, 1)
      change(addresses, address, 1)
      return () => {
        change(chats, chat, -1)
        change(addresses, address, -1)
      }
    },
  }
}

function change(counts: Map<string, number>, key: string, by: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + by
  if (count === 0) counts.delete(key)
  else counts.set(key, count)
}
