import type { Capabilities } from '../../bots/channels/channel.ts'
import type { DeskAnswer, DeskAsk, PreviewedChannel } from '../../bots/dialogue/event.ts'
import type { Reply } from '../../bots/dialogue/reply.ts'
import { carriesFile } from '../../bots/outbox/carries-file.ts'
import { splitForChannel } from '../../bots/outbox/split-for-channel.ts'
import type { AnnouncementContent } from '../../knowledge/announcements/announcement.ts'
import { actsOf } from '../announcements/acts-of.ts'
import { findMissingFile } from '../announcements/find-missing-file.ts'
import { countAudience } from '../audiences/count-audience.ts'
import type { DeskScope } from './desk-scope.ts'
import { findOnDesk } from './find-on-desk.ts'

// What is still on its way from the chat it was sent in cannot be shown yet.
const findHere = 'select id::text from announcement_file where announcement_id = $1 and bytes is not null'

/** The very message as people get it here, to how many it goes, and how it differs on the other channels. */
export async function previewOnDesk(
  scope: DeskScope,
  { id, channel }: Extract<DeskAsk, { kind: 'desk_preview' }>,
): Promise<DeskAnswer> {
  const { office, official, turn, parts } = scope
  const found = await findOnDesk(scope, id)
  if ('refusal' in found) return { kind: 'desk_refused', refusal: found.refusal, id }
  const { view } = found
  const { rows } = await office.sql.query<{ id: string }>({ text: findHere, values: [id] })
  const missing = await findMissingFile(office.sql, id)
  const files = view.content.files.filter((file) => rows.some((here) => here.id === file.id))
  const content = { ...view.content, files }
  const own = turn.conversation.channel
  const { topic, urgent = null, corrects = null } = content
  const audience = await countAudience(
    parts.counting,
    { audience: view.audience, topic, urgent, corrects },
    office.now,
  )
  // Few talk at the office's own machine: it is shown where some of them get it.
  const running = parts
    .channels()
    .filter(({ name }) => name !== 'terminal' || name === own || audience.byChannel.terminal)
  const shown = running.find(({ name }) => name === channel) ?? running.find(({ name }) => name === own)
  return {
    kind: 'desk_preview',
    view,
    channel: shown?.name ?? own,
    message: compose(scope, content, shown?.capabilities),
    audience,
    others: running
      .filter(({ name }) => name !== (shown?.name ?? own))
      .map(
        ({ name, capabilities }): PreviewedChannel => ({
          channel: name,
          messages: splitForChannel(compose(scope, content, capabilities), capabilities).length,
          links: content.files.filter((file) => !carriesFile(capabilities, file)).length,
        }),
      ),
    may: actsOf(view, official, office.now),
    reach: official.reach,
    ...(missing ? { missing } : {}),
  }
}

function compose(
  { known, turn }: DeskScope,
  content: AnnouncementContent,
  capabilities: Capabilities | undefined,
): Reply {
  return known.sayings.announcement(content, {
    lang: turn.conversation.state?.lang ?? 'vi',
    carries: (file) => capabilities !== undefined && carriesFile(capabilities, file),
  })
}
