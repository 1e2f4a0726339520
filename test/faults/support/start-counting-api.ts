import { startApi } from './killable.ts'

/** The platform's side, which one can wait for: until so many messages have come. @param delayMs of each answer */
export async function startCountingApi(delayMs: number) {
  const arrived = { count: 0, heard: () => {} }
  const api = await startApi(delayMs, () => {
    arrived.count++
    arrived.heard()
  })
  return {
    url: api.url,
    count: () => arrived.count,
    /** The chats that messages came to, one for each. */
    chats: () => api.arrivals.map(({ chat }) => chat),
    until: (enough: number) =>
      new Promise<void>((resolve) => {
        arrived.heard = () => {
          if (arrived.count >= enough) resolve()
        }
        arrived.heard()
      }),
    close: () => api.close(),
  }
}
