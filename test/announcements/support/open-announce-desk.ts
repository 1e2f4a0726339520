import type { Capabilities, ChannelName } from '../../../bots/channels/channel.ts'
import type { DeskAnswer, DeskAsk } from '../../../bots/dialogue/event.ts'
import { newState } from '../../../bots/dialogue/new-state.ts'
import { createAnnouncementSayings } from '../../../bots/flows/announcements/create-announcement-sayings.ts'
import { lockConversations } from '../../../bots/inbox/claim-conversations.ts'
import type { EffectScope } from '../../../bots/inbox/effects/effect-scope.ts'
import { createDesk } from '../../../office/desk/create-desk.ts'
import { inTransaction } from '../../../server/database/in-transaction.ts'
import { tapKey } from '../../faults/support/start.ts'
import { announcementRows } from '../../support/announcement-rows.ts'
import type { TestDatabase } from '../../support/database.ts'
import { madeUpKnowledge } from '../../support/made-up-procedures.ts'

/** 10:00 in Hanoi. */
export const morning = '2026-11-25T03:00:00.000Z'

const telegram: Capabilities = {
  maxText: 3500,
  edit: true,
  files: { types: { 'application/pdf': 50_000_000 }, maxCaption: 1000 },
}
const web: Capabilities = { maxText: 20_000, edit: true }

const link = `
  insert into official_chat (conversation_id, official_id, linked_at) values ($1, $2, $3)
  on conflict (conversation_id) do update set official_id = excluded.official_id`

/** Two wards, and chats that ask a desk as their turns would, each question in a transaction of its own. */
export async function openAnnounceDesk({ pool }: TestDatabase) {
  const { texts, units, announcements: facts } = await madeUpKnowledge()
  const rows = announcementRows(pool, morning)
  const served = ['hoan-kiem', 'ba-dinh']
  const fileLink = (_unit: string, { name }: { name: string }) => `https://phuong.example/${name}`
  const desk = createDesk({
    known: () => ({
      facts,
      served,
      isUnit: (slug) => slug === 'all' || served.includes(slug),
      sayings: createAnnouncementSayings({ texts, units, facts, fileLink }),
    }),
    channels: () => [
      { name: 'telegram', capabilities: telegram },
      { name: 'web', capabilities: web },
    ],
    counting: pool,
  })

  /** A private chat of an official. @returns the conversation's id */
  async function chatOf(official: string, channel: ChannelName = 'telegram'): Promise<string> {
    const id = await rows.chat(channel, { lang: 'vi' })
    await pool.query(link, [id, official, morning])
    return id
  }

  const ask = (chat: string, question: DeskAsk, now = morning): Promise<DeskAnswer> =>
    inTransaction(pool, async (sql) => {
      const [conversation] = await lockConversations(sql, [chat], ['telegram:bot', 'web:bot'])
      if (!conversation) throw new Error('no such chat')
      const state = conversation.state ?? newState('vi', conversation.is_group)
      const scope = { sql, now, conversation: { ...conversation, state }, tapKey }
      // All else in the scope of a turn is nothing to a desk.
      return desk(scope as unknown as EffectScope, question)
    })

  return {
    rows,
    chatOf,
    ask,
    link: (chat: string, official: string) => pool.query(link, [chat, official, morning]),
  }
}
