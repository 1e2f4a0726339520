import { randomInt } from 'node:crypto'
import encodeQR from 'qr'
import { hashCode } from '../../../knowledge/dossiers/access/dossier-hashes.ts'
import { type IssuedSlip, issueSlip } from '../../../knowledge/dossiers/access/issue-slip.ts'
import { revokeSlips } from '../../../knowledge/dossiers/access/revoke-slips.ts'
import { sayDossierCode } from '../../../knowledge/dossiers/codes/say-dossier-code.ts'
import { appendAudit } from '../../../office/audit/append-audit.ts'
import { makeChatCode } from '../../../office/codes/make-chat-code.ts'
import { inTransaction } from '../../database/in-transaction.ts'
import { dossierKey } from '../../dossiers/dossier-key.ts'
import { AppError } from '../../errors.ts'
import { publicAddress } from '../../public-address.ts'
import type { CommandContext } from '../command-context.ts'
import { readCode } from './read-code.ts'

/** `dossiers slip CODE`: the access slip that the desk hands to the applicant. */
export async function giveSlip(context: CommandContext, typed: string): Promise<void> {
  const { clock, config, print, withDatabase } = context
  const code = readCode(typed)
  const issued = await withDatabase(({ pool, secret }) =>
    inTransaction(pool, async (sql) => {
      const key = dossierKey(secret)
      const slip = await issueSlip(sql, code, { key, makeSlip: () => makeChatCode('HS', randomInt) })
      if (!slip) throw unknown()
      await appendAudit(sql, {
        at: clock.now().toString(),
        actor: 'operator',
        action: 'slip.issued',
        subject: hashCode(key, code),
      })
      return slip
    }),
  )
  const url = `${publicAddress(config)}/l/${issued.slip}`
  print({ code, link_code: issued.slip, url }, sayFor(code, issued, url))
}

/** `dossiers slip CODE --revoke`: after a slip was lost. With `--all` every chat that follows does so no more. */
export async function revokeSlip(
  context: CommandContext,
  typed: string,
  { all = false }: { all?: boolean } = {},
): Promise<void> {
  const { clock, print, withDatabase } = context
  const code = readCode(typed)
  const now = clock.now().toString()
  const revoked = await withDatabase(({ pool, secret }) =>
    inTransaction(pool, async (sql) => {
      const done = await revokeSlips(sql, code, { now, all })
      if (!done) throw unknown()
      const subject = hashCode(dossierKey(secret), code)
      const action = all ? 'dossier.all_revoked' : 'slip.revoked'
      await appendAudit(sql, { at: now, actor: 'operator', action, subject, detail: done })
      return done
    }),
  )
  const { slips, follows } = revoked
  print(
    { code, revoked: slips, follows_ended: follows },
    `${slips} unused slips are worthless now, and ${follows} chats that followed${all ? '' : ' by a slip'} ` +
      'do so no more.\n' +
      (all
        ? 'It still opens by the phone number and the digits that are registered: if they are wrong, set them first.'
        : 'Give the applicant a new one: dossiers slip does.'),
  )
}

/** What is printed: the slip between the lines is the citizen's, the rest is for whoever hands it over. */
function sayFor(code: string, { slip, digitsOpen, phoneOpens }: IssuedSlip, url: string): string {
  const line = '─'.repeat(60)
  const others = [
    ...(phoneOpens ? ['sharing the phone number that was registered (Telegram)'] : []),
    ...(digitsOpen ? ['the code with the last four digits of the identity number and of the phone'] : []),
  ]
  return [
    line,
    'PHIẾU TRA CỨU HỒ SƠ',
    `Hồ sơ: ${sayDossierCode(code)}`,
    `Mã tra cứu: ${slip}`,
    '',
    encodeQR(url, 'ascii', { ecc: 'medium' }),
    `Quét mã trên, hoặc mở ${url}`,
    'rồi chọn Zalo, Telegram hay trang web; hoặc nhắn mã tra cứu cho trợ lý.',
    'Mã dùng một lần, trong 30 ngày. Ai có phiếu này xem được hồ sơ: xin giữ cẩn thận.',
    line,
    'Tell the applicant: the first chat that sends the code follows the dossier and is told of changes.',
    others.length > 0
      ? `The dossier opens by ${others.join(', and by ')} too.`
      : 'No phone number is registered, so only a slip opens the dossier.',
    'For a family member, make another slip. If one is lost: dossiers slip CODE --revoke',
  ].join('\n')
}

function unknown(): AppError {
  return new AppError(
    'not_found',
    'no dossier of this code is in the register: check the code, or import it first (dossiers import)',
  )
}
