import { keepLogin } from '../../bots/channels/zalo-personal/login/keep-login.ts'
import { loginByQr, type QrLoginOptions } from '../../bots/channels/zalo-personal/login/login-by-qr.ts'
import type { Config } from '../config.ts'
import type { OpenDatabase } from '../open-database.ts'
import { zaloSessions } from './zalo-sessions.ts'

/**
 * Logs the personal account in by a code, keeps the login, and tells a server that runs.
 * @throws AppError saying why it came to nothing; see `loginByQr`
 */
export async function logInToZalo(
  { config, open }: { config: Config; open: Pick<OpenDatabase, 'pool' | 'secret'> },
  events: Pick<QrLoginOptions, 'onCode' | 'onScanned' | 'signal'>,
): Promise<void> {
  const { gateway, credentials: file } = config.zaloPersonal
  const credentials = await loginByQr({ gateway, ...events })
  await keepLogin(zaloSessions(config, open.secret), credentials, file)
  await open.pool.query(`select pg_notify('channels', 'login zalo_personal')`)
}
