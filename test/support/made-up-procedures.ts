import { fileURLToPath } from 'node:url'
import type { KnowledgeParts } from '../../bots/flows/create-knowledge.ts'
import { loadTexts } from '../../bots/texts/load-texts.ts'
import { loadAnnouncementFacts } from '../../knowledge/announcements/facts/load-announcement-facts.ts'
import { loadCalendar } from '../../knowledge/calendar/load-calendar.ts'
import { loadDossierFacts } from '../../knowledge/dossiers/facts/load-dossier-facts.ts'
import type { Match } from '../../knowledge/matching/match.ts'
import { buildCatalogue } from '../../knowledge/procedures/catalogue.ts'
import { procedureFile } from '../../knowledge/procedures/schema.ts'
import { loadServicePoints } from '../../knowledge/units/load-service-points.ts'
import { loadUnits } from '../../knowledge/units/load-units.ts'

const both = (vi: string) => ({ vi, en: `${vi} (en)` })
const folder = fileURLToPath(new URL('../../bots/texts', import.meta.url))

/** What a text that nobody understands brings. */
export const noMatch: Match = { decision: 'none', procedures: [], intent: null, intents: [], aspect: null }

const plain = {
  aliases: [],
  field: { vi: 'Hộ tịch', en: 'Civil status' },
  url: null,
  source: 'Cổng Dịch vụ công quốc gia',
  checked: '2026-11-21',
  check_again: '2027-02-20',
}
const version = {
  from: '2026-01-01',
  until: null,
  questions: [],
  papers: [{ id: 'don', name: both('Đơn đề nghị'), form: 'form' }],
  fees: [{ channel: 'any', vnd: 0, verified: true, source: 'Luật' }],
  times: [{ value: 3, unit: 'working_day', verified: true, source: 'Luật' }],
  channels: { online: true, direct: true, post: null },
  where: both('Điểm Phục vụ hành chính công của xã, phường'),
  office: 'one_stop',
  who: both('Người có yêu cầu'),
  deadlines: [],
  result: both('Giấy xác nhận'),
  after: both('Anh/chị nhận kết quả theo giấy hẹn.'),
  links: [],
  legal_basis: ['60/2014/QH13'],
  unverified: [],
}

/** One with cases of every kind. */
export const marriage = procedureFile.parse({
  ...plain,
  code: '1.000001',
  name: both('Đăng ký việc cưới'),
  short: both('Giấy cưới'),
  replaces: ['1.000009'],
  former_names: [{ name: 'hôn thú', now: both('Hôn thú nay gọi là giấy cưới.') }],
  url: 'https://dichvucong.gov.vn/thu-tuc/1.000001',
  versions: [
    {
      ...version,
      questions: [
        {
          id: 'ngay_cuoi',
          kind: 'date',
          ask: both('Anh/chị cưới ngày nào?'),
        },
        {
          id: 'tung_cuoi',
          kind: 'choice',
          ask: both('Đã ai từng kết hôn chưa?'),
          choices: [
            { id: 'chua', label: both('Chưa ai') },
            { id: 'ly_hon', label: both('Đã ly hôn') },
            { id: 'goa', label: both('Góa') },
          ],
        },
        { id: 'tuoi', kind: 'number', ask: both('Bao nhiêu tuổi?'), min: 0, max: 120, unit: both('tuổi') },
        {
          id: 'o_dau',
          kind: 'choice',
          when: { tung_cuoi: 'ly_hon' },
          ask: both('Ly hôn ở đâu?'),
          choices: [
            { id: 'trong_nuoc', label: both('Trong nước') },
            { id: 'nuoc_ngoai', label: both('Nước ngoài') },
          ],
        },
      ],
      papers: [
        { id: 'to_khai', name: both('Tờ khai'), form: 'form', issued_by: both('Nhận ở nơi nộp') },
        { id: 'ban_an', name: both('Bản án ly hôn'), form: 'copy', copies: 2, when: { o_dau: 'nuoc_ngoai' } },
        { id: 'trich_luc', name: both('Trích lục khai tử'), form: 'shown', when: { tung_cuoi: ['goa'] } },
        { id: 'dong_y', name: both('Ý kiến của cha mẹ'), form: 'original', when: { tuoi: { at_most: 17 } } },
        {
          id: 'kho_noi',
          name: both('Giấy khó nói'),
          form: 'original',
          when: { any_of: [{ tuoi: { at_least: 60 } }, { tung_cuoi: 'goa' }] },
        },
        {
          id: 'can_cuoc',
          name: both('Thẻ căn cước'),
          form: 'shown',
          not_needed: [{ why: both('Cơ quan tự tra cứu.') }],
        },
      ],
      fees: [
        { case: both('Đúng hạn'), channel: 'any', vnd: 0, verified: true, source: 'Luật' },
        {
          case: both('Quá hạn'),
          channel: 'direct',
          vnd: 8000,
          per: both('lần'),
          verified: false,
          source: 'Luật',
        },
      ],
      times: [
        { value: 0, unit: 'same_day', cutoff: '15:00', verified: true, source: 'Luật' },
        {
          case: both('Phải xác minh'),
          value: 5,
          unit: 'working_day',
          main: false,
          verified: false,
          source: 'Luật',
        },
      ],
      deadlines: [
        {
          text: both('Đăng ký'),
          value: 60,
          unit: 'day',
          from: 'ngay_cuoi',
          from_text: both('kể từ ngày cưới'),
          verified: true,
        },
      ],
      notes: [{ text: both('Quá hạn vẫn làm được.'), when: { ngay_cuoi: { days_ago_at_least: 61 } } }],
      links: [
        { code: '1.000009', name: both('Chính việc này'), why: both('Theo mã cũ'), kind: 'next' },
        { code: '1.999999', name: both('Việc chưa có trang'), why: both('Khi cần'), kind: 'next' },
      ],
    },
  ],
})

/** One of the shortest, with signs that HTML has uses for. */
const hostile = procedureFile.parse({
  ...plain,
  code: '1.000002',
  name: both('Xác nhận <b>&"đậm"</b>'),
  short: both('Giấy <script>'),
  field: { vi: 'Đất đai & nhà', en: 'Land & houses' },
  check_again: '2026-11-21',
  versions: [{ ...version, who: both('Người "có" <yêu cầu> & người thân') }],
})

/** Of a ward's own. */
export const local = procedureFile.parse({
  ...plain,
  code: 'local.hop-dan',
  name: both('Họp dân'),
  short: both('Họp dân'),
  versions: [version],
})

/** Knowledge of these three, understood by whatever `match` says. */
export async function madeUpKnowledge(more: Partial<KnowledgeParts> = {}): Promise<KnowledgeParts> {
  const [calendar, units, servicePoints, dossiers, announcements, { texts }] = await Promise.all([
    loadCalendar(),
    loadUnits(),
    loadServicePoints(),
    loadDossierFacts(),
    loadAnnouncementFacts(),
    loadTexts(folder),
  ])
  return {
    catalogue: buildCatalogue([marriage, hostile, local]),
    calendar: calendar.calendar,
    units,
    servicePoints: servicePoints.points,
    dossiers: dossiers.facts,
    announcements: announcements.facts,
    texts,
    lifeEvents: [
      {
        id: 'cuoi',
        name: { vi: 'Kết hôn', en: 'Getting married' },
        says: ['sắp cưới'],
        steps: [
          { code: '1.000001', why: both('Trước hết'), together: false },
          { code: 'local.hop-dan', why: both('Rồi mới'), together: true },
          { code: '1.777777', why: both('Chưa có'), together: false },
        ],
      },
    ],
    referrals: [
      { id: 'toa_an', verified: true, answer: { vi: 'Việc này hỏi Tòa án.', en: 'Ask the court.' } },
    ],
    match: () => noMatch,
    served: [],
    ...more,
  }
}
