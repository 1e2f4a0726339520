import { type ChannelName, pullChannels } from '../../bots/channels/channel.ts'
import type { Lang } from '../../bots/dialogue/event.ts'
import type { Reply } from '../../bots/dialogue/reply.ts'
import { changeOf } from './change-of.ts'
import type { Recipient } from './claim-statement.ts'
import { claimTerms } from './claim-terms.ts'
import { createTurns, type Turns } from './create-turns.ts'
import type { Lane, LaneWork } from './lane.ts'
import type { ChannelAccount } from './pace.ts'
import type { UnderWay } from './under-way.ts'
import { writeRecipients } from './write-recipients.ts'

/** In one transaction: whoever writes here meanwhile waits for its end. */
const slice = 50

/** Whoever composes here does not know what each of them can show: a text of any length, and files by their links. */
const capabilities = { maxText: 20_000, edit: false }
const longestDigest = 200_000

const findAccounts = `
  select distinct channel, account from announcement_recipient
  where announcement_id = any($1::bigint[]) and status = 'planned' and channel = any($2::text[])`

/** Writes to those who are reached by what they read themselves. */
export function createPullLane(work: LaneWork): Lane {
  const { parts, composer, ending } = work
  const lanes = new Map<string, { of: ChannelAccount; turns: Turns }>()
  const state = { again: false, known: '' }
  let running: Promise<void> | undefined

  function start(): void {
    state.again = true
    running ??= run()
      .catch((err) => parts.log.warn({ err }, 'announcements could not be written'))
      .finally(() => {
        running = undefined
      })
  }

  async function run(): Promise<void> {
    while (state.again && !ending.aborted) {
      state.again = false
      await findLanes()
      for (const { of, turns } of lanes.values()) while (await write(of, turns));
    }
  }

  async function findLanes(): Promise<void> {
    const ids = work.underWay().map(({ id }) => id)
    if (ids.join() === state.known) return
    const { rows } = await parts.pool.query<{ channel: ChannelName; account: string }>(findAccounts, [
      ids,
      pullChannels,
    ])
    for (const of of rows) {
      const key = `${of.channel}:${of.account}`
      if (!lanes.has(key)) lanes.set(key, { of, turns: createTurns() })
    }
    state.known = ids.join()
  }

  /** @returns whether there may be more to do at once */
  async function write(of: ChannelAccount, turns: Turns): Promise<boolean> {
    const owner = work.owner()
    const turn = owner === null || ending.aborted ? undefined : turns.next(work.underWay())
    if (!turn || owner === null) return false
    const { announcement, wave } = turn
    const said = new Map<Lang, Reply>()
    for (const lang of ['vi', 'en'] as const) {
      const [reply] = (await composer.compose(announcement, { ...of, capabilities, lang })) ?? []
      if (!reply) throw new Error('An announcement says nothing')
      said.set(lang, reply)
    }
    const claim = { announcement, of, wave, after: turn.after, limit: slice, owner, begin: true }
    const { looked, last, sent, waiting, left } = await writeRecipients(
      parts,
      { ...claim, ...claimTerms(work, announcement) },
      async (lang, told) => {
        const usual = said.get(lang) ?? { blocks: [] }
        if (told.held.length === 0) return usual
        const reader = { ...of, capabilities: { ...capabilities, maxText: longestDigest }, lang }
        const [digest] = (await composer.compose(announcement, reader, told)) ?? []
        return digest ?? usual
      },
    )
    turns.note(turn, { looked, limit: slice, last })
    await Promise.all(left.map((recipient) => goOn(recipient, owner, announcement)))
    for (let count = 0; count < sent; count++) parts.counters.send(of.channel, 'sent')
    if (looked > waiting) work.onSettled(announcement.id)
    return true
  }

  /** Not in the transaction of the claim: whoever stops an announcement locks it before its recipients. */
  async function goOn(recipient: Recipient, owner: string, announcement: UnderWay): Promise<void> {
    const about = { id: recipient.id, owner, announcement, tried: recipient, now: parts.clock.now() }
    await work.record(changeOf({ kind: 'left' }, about))
  }

  return {
    poke(anew) {
      if (anew) {
        state.known = ''
        for (const { turns } of lanes.values()) turns.forgetDry()
      }
      start()
    },
    isDry: (announcement) => [...lanes.values()].every(({ turns }) => turns.isDry(announcement)),
    async finish() {
      await running
    },
  }
}
