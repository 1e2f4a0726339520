import { AppError } from '../errors.ts'

/** Why a server cannot listen, as the setting that has to be changed; anything unknown as it came. */
export function explainListening({ host, port }: { host: string; port: number }, cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  const wrong = (message: string) => new AppError('bad_setting', message, { cause })
  if (code === 'EADDRINUSE')
    return wrong(`PORT ${port} is taken on ${host}: stop what listens there, or choose another`)
  if (code === 'EACCES') return wrong(`PORT ${port} may not be used by this account: choose one above 1023`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return wrong(`HOST ${host} is no address of this machine: 127.0.0.1 and 0.0.0.0 always are`)
  return cause
}
