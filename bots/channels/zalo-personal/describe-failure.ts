import { asFields } from '../read-json.ts'

/** Why a call to Zalo brought no result. `detail` is for logs: codes only, nothing of what was sent or answered. */
export type Failure = { detail: string } & (
  | { kind: 'session' }
  | { kind: 'too_many' }
  | { kind: 'strangers' }
  | { kind: 'banned' }
  | { kind: 'blocked' }
  | { kind: 'refused' }
  /** Zalo answered, with an error of its own making. */
  | { kind: 'server' }
  /** No connection stood: certainly not received. */
  | { kind: 'unreachable' }
  /** The request was on its way and no answer came: received or not, nobody knows. */
  | { kind: 'lost' }
)

/** What is known of the codes; they are nowhere documented, these were reported by those who met them. */
const byCode: Record<number, Failure['kind']> = {
  102: 'session',
  122: 'strangers',
  123: 'strangers',
  221: 'too_many',
}

/**
 * What a refusal says in words only. The first that fits counts. A locked account that is somebody else's is theirs
 * to mend, so it comes before our own.
 */
const byText: readonly (readonly [words: RegExp, kind: Failure['kind']])[] = [
  [/zpw_sek|đăng nhập thất bại|phiên (đăng nhập|làm việc).*(hết|không)|chưa đăng nhập/i, 'session'],
  [/(người nhận|người dùng|đối phương).*(khóa|khoá|hạn chế|chặn|không tồn tại)/i, 'blocked'],
  [/(đã|bị) chặn|không (còn )?(là|phải là) thành viên|không muốn nhận tin|nhóm không tồn tại/i, 'blocked'],
  [/tài khoản.*(khóa|khoá|hạn chế|vô hiệu|đình chỉ|tạm ngừng|cấm)/i, 'banned'],
  [/account.*(locked|restricted|suspended|disabled|banned)/i, 'banned'],
  [/quá nhiều|thao tác quá nhanh|too many/i, 'too_many'],
  [/người lạ/i, 'strangers'],
]

const notConnected =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN|UND_ERR_CONNECT_TIMEOUT)$/

/** What the library threw, as a value. Its own words may hold the whole session, so none of them go on. */
export function describeFailure(error: unknown): Failure {
  const fields = asFields(error) ?? {}
  const code = typeof fields.code === 'number' ? fields.code : null
  const words = error instanceof Error && error.name === 'ZcaApiError' ? error.message : null
  if (words === null) return describeNetwork(error)
  const known = code === null ? undefined : byCode[code]
  if (known) return { kind: known, detail: `code ${code}` }
  const status = /status code (\d{3})/.exec(words)?.[1]
  if (status) return { kind: kindOfStatus(Number(status)), detail: `HTTP ${status}` }
  if (/failed to parse response/i.test(words)) return { kind: 'lost', detail: 'an answer that is none' }
  const kind = byText.find(([pattern]) => pattern.test(words.normalize('NFC')))?.[1]
  if (kind) return { kind, detail: code === null ? 'without a code' : `code ${code}` }
  if (/^failed to fetch/i.test(words)) return { kind: 'server', detail: 'an error while logging in' }
  return { kind: 'refused', detail: code === null ? 'an unknown refusal' : `code ${code}` }
}

function kindOfStatus(status: number): Failure['kind'] {
  if (status === 429) return 'too_many'
  return status >= 500 ? 'server' : 'refused'
}

function describeNetwork(error: unknown): Failure {
  const { name, cause } = asFields(error) ?? {}
  const { code } = asFields(cause) ?? asFields(error) ?? {}
  if (typeof code === 'string' && notConnected.test(code)) return { kind: 'unreachable', detail: code }
  if (name === 'TimeoutError' || name === 'AbortError') return { kind: 'lost', detail: 'no answer in time' }
  return { kind: 'lost', detail: typeof code === 'string' ? code : 'no proper answer' }
}
