import type { FollowAnswer, FollowAsk } from '../../../bots/dialogue/event.ts'
import { lockConversations } from '../../../bots/inbox/claim-conversations.ts'
import { answerFollowAsk } from '../../../bots/inbox/effects/announcements/answer-follow-ask.ts'
import type { EffectScope } from '../../../bots/inbox/effects/effect-scope.ts'
import { inTransaction } from '../../../server/database/in-transaction.ts'
import { scriptedLink } from '../../faults/support/scripted-turn.ts'
import { tapKey } from '../../faults/support/start.ts'
import { testAnnouncementAccess } from '../../support/announcement-access.ts'
import type { TestDatabase } from '../../support/database.ts'
import { testDossierAccess } from '../../support/dossier-access.ts'

export const noon = '2026-11-25T05:00:00Z'

const accounts = ['telegram:bot', 'zalo_oa:bot', 'web:bot']

interface AskOptions {
  now?: string
  limitKey?: string
  quotes?: string
}

/** Chats that ask of what they follow as their turns would, each question in a transaction of its own. */
export function openFollowing({ pool }: TestDatabase) {
  const ask = (id: string, question: FollowAsk, { now = noon, limitKey, quotes }: AskOptions = {}) =>
    inTransaction(pool, async (sql): Promise<FollowAnswer> => {
      const [conversation] = await lockConversations(sql, [id], accounts)
      if (!conversation) throw new Error('no such chat')
      const scope: EffectScope = {
        sql,
        conversation,
        now,
        ...(limitKey ? { limitKey } : {}),
        ...(quotes ? { quotes } : {}),
        newCode: () => 'AAA222',
        tryKey: tapKey,
        chatCodeKey: tapKey,
        tapKey,
        sayings: { apology: () => [], reminderMayWait: () => [], showCode: () => [], link: scriptedLink },
        dossiers: testDossierAccess,
        announcements: {
          ...testAnnouncementAccess,
          topics: () => ({ all: ['chung', 'y-te', 'dien-nuoc'], first: 'chung' }),
        },
        recordErasure: async () => {},
      }
      return answerFollowAsk(scope, question)
    })

  /** A neighbourhood group; its code is made of the number. */
  async function group(unit: string, name: string, code: string): Promise<string> {
    const { rows } = await pool.query<{ id: string }>(
      `insert into neighbourhood_group (unit, name, join_code, created_at) values ($1, $2, $3, $4) returning id::text`,
      [unit, name, code, noon],
    )
    return rows[0]?.id ?? ''
  }

  /** What is stored of whom: who follows, and since when they do not. */
  async function stored(id: string) {
    const { rows } = await pool.query<{
      units: string[]
      groups: string[]
      topics: string[]
      stopped: boolean
      followed_at: string
    }>(
      `select units, groups::text[] as groups, topics, stopped_at is not null as stopped, followed_at
       from follower where conversation_id = $1`,
      [id],
    )
    return rows[0]
  }

  return { ask, group, stored }
}
