import { randomUUID } from 'node:crypto'
import { createZaloOa } from '../../bots/channels/zalo-oa/create-zalo-oa.ts'
import { createFileStore } from '../channels/create-file-store.ts'
import { zaloOaParts } from '../channels/zalo-oa-parts.ts'
import { AppError } from '../errors.ts'
import type { CommandContext } from './command-context.ts'

/** `zalo try-template`: sends a configured template, to be looked at before citizens get it. */
export async function tryTemplate(
  { config, clock, log, print, withDatabase }: CommandContext,
  template: string,
  given: { user?: string; phone?: string; value?: string[] },
): Promise<void> {
  const account = config.zaloOa
  if (!account) throw new AppError('bad_setting', 'ZALO_OA_APP_ID must be set: the Official Account is off')
  const to = readRecipient(given)
  const values = Object.fromEntries((given.value ?? []).map(readValue))
  const result = await withDatabase((open) =>
    createZaloOa({
      ...zaloOaParts({ config, account, open, clock, log }),
      store: () => Promise.reject(new Error('a command takes nothing in')),
      health: () => {},
      // Whoever runs the command is told by it.
      alerts: { raise: () => {}, clear: () => {} },
      ignored: () => {},
      receipts: () => {},
      files: createFileStore(open.pool),
    }).sendTemplate({ template, to, values, trackingId: randomUUID() }),
  )
  if (!result.ok) {
    const { kind, detail } = result.error
    throw new AppError('unavailable', `Zalo did not take the template ${template}: ${detail} (${kind})`)
  }
  print({ template, id: result.externalId }, `Zalo took it: ${result.externalId ?? 'without a number'}`)
}

function readRecipient({ user, phone }: { user?: string; phone?: string }) {
  if (user && !phone) return { userId: user }
  if (phone && !user) return { phone }
  throw new AppError('bad_usage', 'give either --user, by Zalo’s id, or --phone')
}

function readValue(text: string): [string, string] {
  const at = text.indexOf('=')
  if (at < 1)
    throw new AppError('bad_usage', '--value must be name=text, such as dossier=G01.899.406-251121-0001')
  return [text.slice(0, at), text.slice(at + 1)]
}
