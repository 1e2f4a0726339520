import { createHash, randomBytes } from 'node:crypto'

export interface OauthSetting {
  app: { id: string; secret: string }
  oaId: string
  now(): number
  /** How long an access token holds, in seconds. */
  accessSeconds: number
  /** Told with a pair only where it is set; Zalo does not always say it. */
  refreshSeconds?: number
}

export type Answer = Record<string, unknown>

/** The tokens of one OA and how they are had: a code once, with its PKCE verifier; a refresh token once. */
export function createOauth(setting: OauthSetting) {
  const codes = new Map<string, string>()
  const access = new Map<string, number>()
  const refresh = new Set<string>()
  let exchanges = 0
  const random = () => randomBytes(24).toString('base64url')

  function issue(): Answer {
    exchanges += 1
    const pair = { access_token: `access-${random()}`, refresh_token: `refresh-${random()}` }
    access.set(pair.access_token, setting.now() + setting.accessSeconds * 1000)
    refresh.add(pair.refresh_token)
    // Zalo sends the number as a string.
    const until = setting.refreshSeconds
    return {
      ...pair,
      expires_in: String(setting.accessSeconds),
      ...(until === undefined ? {} : { refresh_token_expires_in: String(until) }),
    }
  }

  return {
    setting,
    /** Pairs given out. */
    get exchanges() {
      return exchanges
    },
    /** A refresh token as an operator gets it from Zalo's own page. */
    giveRefreshToken(): string {
      const token = `refresh-${random()}`
      refresh.add(token)
      return token
    },
    /** Every access token of now has run out. */
    expireAccess(): void {
      for (const token of access.keys()) access.set(token, 0)
    },
    /** The operator took the consent back: nothing given out holds any more. */
    revokeAll(): void {
      access.clear()
      refresh.clear()
    },
    /** @returns where the browser goes back to; null for a request of another app or without PKCE */
    permit(query: URLSearchParams): string | null {
      const challenge = query.get('code_challenge')
      const back = query.get('redirect_uri')
      if (query.get('app_id') !== setting.app.id || !challenge || !back || !URL.canParse(back)) return null
      const code = random()
      codes.set(code, challenge)
      const target = new URL(back)
      target.searchParams.set('code', code)
      target.searchParams.set('oa_id', setting.oaId)
      target.searchParams.set('state', query.get('state') ?? '')
      return target.href
    },
    exchange(form: URLSearchParams, secretKey: unknown): Answer {
      if (secretKey !== setting.app.secret || form.get('app_id') !== setting.app.id)
        return refusal(-14004, 'Invalid secret key')
      if (form.get('grant_type') === 'refresh_token') {
        if (!refresh.delete(form.get('refresh_token') ?? '')) return refusal(-14014, 'Invalid refresh token')
        return issue()
      }
      if (form.get('grant_type') !== 'authorization_code') return refusal(-14002, 'Invalid grant type')
      const code = form.get('code') ?? ''
      const challenge = codes.get(code)
      codes.delete(code)
      const verifier = form.get('code_verifier') ?? ''
      if (challenge === undefined || challenge !== createHash('sha256').update(verifier).digest('base64url'))
        return refusal(-14010, 'Invalid authorized code')
      return issue()
    },
    /** @returns null when the token is good */
    refuse(token: unknown): Answer | null {
      const until = typeof token === 'string' ? access.get(token) : undefined
      if (until === undefined) return { error: -216, message: 'Access token is invalid' }
      return until > setting.now() ? null : { error: -220, message: 'Access token has expired' }
    },
  }
}

export type Oauth = ReturnType<typeof createOauth>

function refusal(error: number, name: string): Answer {
  return { error, error_name: name, error_reason: name, error_description: name, ref_doc: '' }
}
