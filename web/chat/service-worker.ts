/** What this file uses of a worker's world; the compiler's own description of it clashes with a page's. */
interface WorkerScope {
  addEventListener(type: 'install' | 'activate', listener: (event: ExtendableEvent) => void): void
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void
  skipWaiting(): Promise<void>
  clients: { claim(): Promise<void> }
}
interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface FetchEvent extends ExtendableEvent {
  request: Request
  respondWith(answer: Promise<Response>): void
}

/** Written in by the build. */
declare const __SHELL__: { version: string; files: string[] }

const worker = self as unknown as WorkerScope
const page = '/chat'
const name = `shell-${__SHELL__.version}`
const slowMs = 4000

// The page opens without a network; what was said stays on the server and is never kept here.
worker.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(name)
      .then((cache) => cache.addAll([page, ...__SHELL__.files]))
      .then(() => worker.skipWaiting()),
  )
})

worker.addEventListener('activate', (event) => {
  const dropOld = async () => {
    for (const old of await caches.keys()) if (old !== name) await caches.delete(old)
    await worker.clients.claim()
  }
  event.waitUntil(dropOld())
})

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const { pathname, origin } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (request.mode === 'navigate' && pathname === page) event.respondWith(openPage(request))
  else if (pathname.startsWith('/assets/')) event.respondWith(openAsset(request))
})

/** The newest page where the network gives one in time, else the kept one. */
async function openPage(request: Request): Promise<Response> {
  const kept = await caches.match(page)
  try {
    const answer = await fetch(request, kept ? { signal: AbortSignal.timeout(slowMs) } : undefined)
    if (answer.ok || !kept) return answer
    return kept
  } catch (error) {
    if (kept) return kept
    throw error
  }
}

/** Files with a hash in their name never change, so a kept one is as good as a fetched one. */
async function openAsset(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request)
}

// Without it the compiler would take the names above for the page's own.
export {}
