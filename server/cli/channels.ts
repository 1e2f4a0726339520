import { z } from 'zod'
import type { Config } from '../config.ts'
import { AppError } from '../errors.ts'
import { publicAddress } from '../public-address.ts'
import type { CommandContext } from './command-context.ts'

const patienceMs = 2_000

/** What of the health report is shown. */
const report = z.object({
  parts: z.record(z.string(), z.object({ status: z.string(), detail: z.string().optional() })),
})

type Parts = z.infer<typeof report>['parts']

/** `channels`: what the settings switch on, and how the running server says each of them is. */
export async function listChannels({ config, print }: CommandContext): Promise<void> {
  const parts = await askServer(config)
  const channels = [
    { channel: 'web', on: true },
    { channel: 'terminal', on: true },
    { channel: 'telegram', on: config.telegram !== undefined },
    { channel: 'zalo_oa', on: config.zaloOa !== undefined },
    { channel: 'zalo_personal', on: isOn(parts, 'zalo_personal', config) },
  ].map((channel) => ({ ...channel, ...parts?.[channel.channel] }))
  const lines = channels.map(
    ({ channel, on, ...part }) =>
      `${channel.padEnd(14)}${on ? 'on ' : 'off'}  ${'status' in part ? `${part.status} ${part.detail ?? ''}` : ''}`,
  )
  if (!parts) lines.push('the server does not run here, or cannot be reached; this is what its settings say')
  print({ running: parts !== null, channels }, lines.map((line) => line.trimEnd()).join('\n'))
}

/** `channels resume`: the personal account goes on after another session took it over, or Zalo stopped it. */
export async function resumeChannel({ print, withDatabase }: CommandContext, name: string): Promise<void> {
  if (name !== 'zalo-personal')
    throw new AppError('bad_usage', `only zalo-personal is ever stopped for good, not ${name}`)
  await withDatabase(async ({ pool }) => {
    // For a server that starts later; one that runs is told.
    await pool.query(
      `update zalo_personal_guard
       set state = (state::jsonb || '{"banned": false, "tooMany": null, "strangers": null}')::json`,
    )
    await pool.query(`select pg_notify('channels', 'resume zalo_personal')`)
  })
  print({ channel: 'zalo_personal', state: 'resumed' }, 'zalo-personal goes on; "channels" shows how it is')
}

function isOn(parts: Parts | null, name: string, { zaloPersonal }: Config): boolean {
  const part = parts?.[name]
  return part ? part.status !== 'off' : zaloPersonal.credentials !== undefined
}

/** @returns null when no server answers where this one would listen */
async function askServer(config: Config): Promise<Parts | null> {
  const address = publicAddress({ ...config, publicUrl: undefined })
  try {
    const answer = await fetch(`${address}/healthz`, { signal: AbortSignal.timeout(patienceMs) })
    return report.parse(await answer.json()).parts
  } catch {
    return null
  }
}
