import { createSecretKey } from 'node:crypto'
import type { PoolClient } from 'pg'
import type { ChannelName } from '../../../bots/channels/channel.ts'
import type { DossierAnswer, DossierAsk } from '../../../bots/dialogue/event.ts'
import { newState } from '../../../bots/dialogue/new-state.ts'
import { lockConversations } from '../../../bots/inbox/claim-conversations.ts'
import { answerDossierAsk } from '../../../bots/inbox/effects/dossiers/answer-dossier-ask.ts'
import type { EffectScope } from '../../../bots/inbox/effects/effect-scope.ts'
import { hashPhone, hashProof } from '../../../knowledge/dossiers/access/dossier-hashes.ts'
import { issueSlip } from '../../../knowledge/dossiers/access/issue-slip.ts'
import type { DossierStatus } from '../../../knowledge/dossiers/dossier.ts'
import { appendAudit } from '../../../office/audit/append-audit.ts'
import { inTransaction } from '../../../server/database/in-transaction.ts'
import type { Sql, Statement } from '../../../server/database/sql.ts'
import { scriptedLink } from '../../faults/support/scripted-turn.ts'
import { tapKey } from '../../faults/support/start.ts'
import { testAnnouncementAccess } from '../../support/announcement-access.ts'
import type { TestDatabase } from '../../support/database.ts'

const dossierKey = createSecretKey(Buffer.alloc(32, 3))
export const noon = '2026-11-20T05:00:00Z'

export interface NewDossier {
  code: string
  phone?: string
  idLast4?: string
  unit?: string
  status?: DossierStatus
  statusAt?: string
  updatedAt?: string
}

interface AskOptions {
  now?: string
  limitKey?: string
  /** Told of every statement before it is sent. */
  onStatement?: (statement: Statement) => Promise<void>
}

const insertDossier = `
  insert into dossier (code, unit, procedure, applicant, phone_hash, phone_last2, proof_hash, status, status_at,
    received_at, due_at, promised_at, papers, note, result, source, fingerprint, created_at, updated_at)
  values ($1, $2, '1.001193', 'Nguyễn Văn An', $3, $4, $5, $6, $7, $7, '2026-11-27T10:00:00Z', '2026-11-27T10:00:00Z',
    '["Giấy chứng sinh"]', 'thiếu giấy', 'ở quầy 3', 'test', 'test', $7, $8)`

/** A register, and chats that ask it as their turns would, each question in a transaction of its own. */
export function openDesk({ pool }: TestDatabase) {
  const alarms: string[] = []

  async function dossier(given: NewDossier): Promise<string> {
    const { code, phone = '0912 345 678', idLast4 = '1234', unit = 'hoan-kiem', status = 4 } = given
    const { statusAt = '2026-11-18T02:00:00Z', updatedAt = statusAt } = given
    const hashed = phone === '' ? undefined : hashPhone(dossierKey, phone)
    const proof =
      hashed && hashProof(dossierKey, { code, idLast4, phoneLast4: phone.replace(/\D/g, '').slice(-4) })
    const values = [
      code,
      unit,
      hashed?.hash ?? null,
      hashed?.last2 ?? null,
      proof ?? null,
      status,
      statusAt,
      updatedAt,
    ]
    await pool.query(insertDossier, values)
    return code
  }

  /** @returns the conversation's id */
  async function chat(
    name: string,
    { channel = 'web', group = false }: { channel?: ChannelName; group?: boolean } = {},
  ): Promise<string> {
    const { rows } = await pool.query<{ id: string }>(
      `insert into conversation (channel, account, chat, is_group, state, created_at, active_at)
       values ($1, 'main', $2, $3, $4, $5, $5) returning id`,
      [channel, name, group, JSON.stringify(newState('vi', group)), noon],
    )
    return rows[0]?.id ?? ''
  }

  async function askWithin(
    client: PoolClient,
    id: string,
    question: DossierAsk,
    { now = noon, limitKey, onStatement }: AskOptions = {},
  ): Promise<DossierAnswer> {
    const sql: Sql = {
      async query(statement) {
        await onStatement?.(statement)
        return client.query(statement)
      },
    }
    const [conversation] = await lockConversations(client, [id], ['web:main', 'telegram:main'])
    if (!conversation) throw new Error('no such chat')
    const scope: EffectScope = {
      sql,
      conversation,
      now,
      ...(limitKey ? { limitKey } : {}),
      newCode: () => 'AAA222',
      tryKey: tapKey,
      chatCodeKey: tapKey,
      tapKey,
      sayings: { apology: () => [], reminderMayWait: () => [], showCode: () => [], link: scriptedLink },
      dossiers: {
        key: dossierKey,
        isDiscreet: (channel) => channel === 'telegram',
        record: appendAudit,
        guessed: () => void alarms.push(now),
      },
      announcements: testAnnouncementAccess,
      recordErasure: async () => {},
    }
    return answerDossierAsk(scope, question)
  }

  const ask = (id: string, question: DossierAsk, options?: AskOptions) =>
    inTransaction(pool, (client) => askWithin(client, id, question, options))

  async function slip(code: string): Promise<string> {
    const letters = Array.from({ length: 12 }, () => 'ACDEFHJKMNPQRTUVWXY'[Math.floor(Math.random() * 19)])
    const made = `HS-${letters.join('').replace(/(.{4})(?=.)/g, '$1-')}`
    const issued = await issueSlip(pool, code, { key: dossierKey, makeSlip: () => made })
    if (!issued) throw new Error('no such dossier')
    return issued.slip
  }

  const phone = (number = '0912345678') => {
    const hashed = hashPhone(dossierKey, number)
    if (!hashed) throw new Error('no phone number')
    return { kind: 'prove_phone' as const, phone: hashed }
  }

  return {
    /** Of the hashes that the register holds. */
    key: dossierKey,
    alarms,
    dossier,
    chat,
    ask,
    askWithin,
    slip,
    phone,
    askFor: (id: string, code: string, options?: AskOptions) => ask(id, { kind: 'dossier', code }, options),
    prove: (id: string, code: string, digits = '1234 5678', options?: AskOptions) =>
      ask(
        id,
        { kind: 'prove_dossier', code, idLast4: digits.slice(0, 4), phoneLast4: digits.slice(-4) },
        options,
      ),
    redeem: (id: string, code: string, options?: AskOptions) =>
      ask(id, { kind: 'redeem_slip', code }, options),
    /** Makes chats one person's. */
    async join(...ids: string[]): Promise<void> {
      await pool.query(
        `insert into person_member (conversation_id, person, joined_at)
         select id, $2, now() from unnest($1::bigint[]) id`,
        [ids, `person of ${ids.join()}`],
      )
    },
    async part(id: string): Promise<void> {
      await pool.query('delete from person_member where conversation_id = $1', [id])
    },
    async official(
      id: string,
      {
        unit = 'hoan-kiem',
        role = 'official',
        left = false,
      }: { unit?: string; role?: string; left?: boolean },
    ) {
      await pool.query(
        `with o as (insert into official (name, unit, role, created_at, left_at)
           values ('Lan', $2, $3, now(), case when $4 then now() end) returning id)
         insert into official_chat (conversation_id, official_id, linked_at) select $1, id, now() from o`,
        [id, unit, role, left],
      )
    },
    /** The log of who looked, oldest first. */
    async audit() {
      const { rows } = await pool.query<{
        actor: string
        action: string
        subject: string | null
        detail: { by?: string; channel?: string } | null
      }>('select actor, action, subject, detail from audit_entry order by id')
      return rows
    },
  }
}

/** An answer's kind, or what of it tells whether something was learned. */
export function shownCode(answer: DossierAnswer): string | undefined {
  return answer.kind === 'dossier' ? answer.dossier.code : undefined
}
