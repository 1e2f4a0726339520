import { AppError } from '../../../../server/errors.ts'
import { describeFailure } from '../describe-failure.ts'
import { callDeadline, createGatewayFetch } from '../gateway-fetch.ts'
import { type ScanEvent, scanToLogIn } from '../zalo-client.ts'
import type { Credentials } from './read-credentials.ts'

export interface QrLoginOptions {
  /** See `createGatewayFetch`. */
  gateway?: string | undefined
  /** A code to scan, in place of the one before. @param png base64 */
  onCode(png: string): void
  /** Somebody has scanned it and is asked on the phone. */
  onScanned(name: string): void
  /** Gives it up. */
  signal: AbortSignal
  /** How many codes are shown one after another; each stands for a hundred seconds. */
  codes?: number
}

/** Zalo holds a request that waits for the phone. */
const pollMs = 120_000
const mostCodes = 3

type Result = { kind: 'done'; credentials: Credentials } | { kind: 'expired' } | { kind: 'declined' }

/**
 * Logs an account in by a code that its owner scans with the phone.
 * @returns what to log in with from now on; see `keepLogin`
 * @throws AppError `forbidden` when the phone says no, `gone` when nobody scans or it is given up, `unavailable` when
 * Zalo gives no code or does not let the login through
 */
export async function loginByQr(options: QrLoginOptions): Promise<Credentials> {
  const { signal, codes = mostCodes } = options
  const polyfill = createGatewayFetch({ gateway: options.gateway, timeoutMs: pollMs })
  for (let left = codes; left > 0 && !signal.aborted; left -= 1) {
    const result = await callDeadline.run(signal, () => oneCode(polyfill, options))
    if (result.kind === 'done') return result.credentials
    if (result.kind === 'declined')
      throw new AppError('forbidden', 'the login was declined on the phone: begin again')
  }
  throw new AppError(
    'gone',
    signal.aborted ? 'the login was given up' : 'nobody scanned the code: begin again',
  )
}

async function oneCode(
  polyfill: typeof fetch,
  { onCode, onScanned, signal }: QrLoginOptions,
): Promise<Result> {
  const seen = new Set<ScanEvent['kind']>()
  let given: Credentials | null = null
  let abort = () => {}
  const giveUp = () => abort()
  signal.addEventListener('abort', giveUp, { once: true })
  try {
    const account = await scanToLogIn(polyfill, (event) => {
      seen.add(event.kind)
      if (event.kind === 'done') {
        given = event.credentials
        return
      }
      abort = event.abort
      if (event.kind === 'code') onCode(event.png)
      else if (event.kind === 'scanned') onScanned(event.name)
      // The library would wait for ever for what is to be done next.
      else event.abort()
      if (signal.aborted) event.abort()
    })
    if (!given) throw new Error('logged in without credentials')
    // The first calls have brought further cookies.
    return { kind: 'done', credentials: { ...(given as Credentials), cookie: account.cookies() } }
  } catch (error) {
    if (seen.has('declined')) return { kind: 'declined' }
    if (signal.aborted || (seen.has('code') && !seen.has('scanned'))) return { kind: 'expired' }
    const { detail } = describeFailure(error)
    throw new AppError('unavailable', `Zalo does not let the login through (${detail}): try again later`)
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}
