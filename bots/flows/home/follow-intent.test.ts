import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import type { Intent } from '../../../knowledge/matching/match.ts'
import { buildCatalogue } from '../../../knowledge/procedures/catalogue.ts'
import type { Procedure } from '../../../knowledge/procedures/schema.ts'
import { madeUpKnowledge, marriage, noMatch } from '../../../test/support/made-up-procedures.ts'
import type { Lang } from '../../dialogue/event.ts'
import { newState } from '../../dialogue/new-state.ts'
import { turn } from '../../dialogue/turn.ts'
import { createKnowledge } from '../create-knowledge.ts'

const now = Temporal.Instant.from('2026-11-19T03:00Z')
const where = { vi: 'Cơ quan bảo hiểm xã hội.', en: 'The social insurance office' }

/** What is answered to a wish in the midst of a guide that is handed in at such an office. */
async function answered(
  intent: Intent,
  { office, direct, lang = 'vi' }: { office: Procedure['office']; direct: boolean; lang?: Lang },
): Promise<string> {
  const versions = marriage.versions.map((version) => ({
    ...version,
    office,
    where,
    channels: { ...version.channels, direct },
  }))
  const parts = await madeUpKnowledge({
    catalogue: buildCatalogue([{ ...marriage, versions }]),
    match: () => ({ ...noMatch, decision: 'intent', intent, intents: [intent] }),
  })
  const knowledge = createKnowledge(parts)
  const begin = { ...newState(lang, false), met: true as const, unit: 'hoan-kiem' }
  const { state } = turn(begin, { kind: 'start', payload: marriage.code }, knowledge, now)
  return JSON.stringify(turn(state, { kind: 'text', text: 'xin hỏi thêm' }, knowledge, now).replies)
}

const desk = 'Điểm Phục vụ hành chính công phường Hoàn Kiếm'

it.each<Intent>(['human', 'place'])(
  '%s: names the desk of the ward where it takes the dossier in',
  async (intent) => {
    expect(await answered(intent, { office: 'one_stop', direct: true })).toContain(desk)
    expect(await answered(intent, { office: 'police', direct: true })).toContain('Công an phường Hoàn Kiếm')
  },
)

it.each<Intent>(['human', 'place', 'hours'])(
  '%s: names the place of the procedure where that is no desk of the ward, and no hours of the ward',
  async (intent) => {
    const said = await answered(intent, { office: 'other', direct: true })
    expect(said).toContain('Nơi nộp: Cơ quan bảo hiểm xã hội. Trợ lý chưa có giờ làm việc ở đó')
    expect(said).not.toContain('Điểm Phục vụ hành chính công')
    expect(said).not.toContain('8 giờ')
    expect(await answered(intent, { office: 'other', direct: true, lang: 'en' })).toContain(
      'Where to file: The social insurance office. The assistant has no opening hours for it',
    )
  },
)

it('speaks of no hours where nobody can come', async () => {
  const said = await answered('human', { office: 'other', direct: false })
  expect(said).toContain('Nơi nộp: Cơ quan bảo hiểm xã hội.')
  expect(said).not.toContain('giờ làm việc')
})
