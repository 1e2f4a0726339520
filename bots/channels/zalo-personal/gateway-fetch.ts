import { AsyncLocalStorage } from 'node:async_hooks'

/** Ends the calls made within; the library has no way to hand a signal through. */
export const callDeadline = new AsyncLocalStorage<AbortSignal>()

export interface GatewayOptions {
  /** Where every request goes instead of to Zalo, which it then names in `x-original-url`. */
  gateway?: string | undefined
  /** After which a request is given up, in ms. */
  timeoutMs: number
  /** Told of each answer's headers. */
  answered?(headers: Headers): void
}

/**
 * The `fetch` that the library is given. Requests go as it made them, to Zalo or to a gateway, and always end:
 * the library itself waits for ever.
 */
export function createGatewayFetch({ gateway, timeoutMs, answered }: GatewayOptions): typeof fetch {
  return async (input, init = {}) => {
    const original = input instanceof Request ? input.url : String(input)
    const signals = [AbortSignal.timeout(timeoutMs), callDeadline.getStore(), init.signal]
    const signal = AbortSignal.any(signals.filter((each) => each instanceof AbortSignal))
    const response = gateway
      ? await fetch(gateway, { ...init, signal, headers: marked(init.headers, original), redirect: 'manual' })
      : await fetch(original, { ...init, signal })
    answered?.(response.headers)
    return response
  }
}

/** Redirects are left to the library, which follows them by this way again; `fetch` would go past the gateway. */
function marked(headers: RequestInit['headers'], original: string): Headers {
  const all = new Headers(headers)
  all.set('x-original-url', original)
  return all
}
