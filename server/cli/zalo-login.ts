import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import encodeQR from 'qr'
import { readCode } from '../../bots/channels/zalo-personal/login/read-code.ts'
import { logInToZalo } from '../channels/zalo-login.ts'
import type { CommandContext } from './command-context.ts'

/** `zalo login`: shows the code that logs the personal account in, and waits for the phone. */
export async function logInByCode({ config, print, withDatabase }: CommandContext): Promise<void> {
  const leaving = new AbortController()
  process.once('SIGINT', () => leaving.abort())
  // Beside the result, which has stdout to itself.
  const say = (text: string) => process.stderr.write(`${text}\n`)
  await withDatabase((open) =>
    logInToZalo(
      { config, open },
      {
        signal: leaving.signal,
        onCode: (png) => void showCode(png, config.dataDir, say),
        onScanned: (name) => say(`${name} has scanned it: now confirm the login on the phone.`),
      },
    ),
  )
  print(
    { channel: 'zalo_personal', state: 'logged_in' },
    'Logged in. A server that runs takes it up by itself; "channels" shows how it is.',
  )
}

async function showCode(png: string, dataDir: string, say: (text: string) => void): Promise<void> {
  const picture = Buffer.from(png, 'base64')
  const content = readCode(picture)
  if (content !== null) {
    say(encodeQR(content, 'ascii'))
    say('In the Zalo app of the number kept for this: QR scanner, scan this code, confirm.')
    return
  }
  const file = join(dataDir, 'zalo-login.png')
  await writeFile(file, picture, { mode: 0o600 })
  say(`Open ${file} and scan it in the Zalo app of the number kept for this, then confirm.`)
}
