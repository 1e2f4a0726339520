import type { AnnouncementAct } from '../../../knowledge/announcements/announcement.ts'
import { fold } from '../../../knowledge/matching/fold.ts'
import type { DeskAsk } from '../../dialogue/event.ts'
import { askOfRef } from './press-desk-button.ts'

/** A wish is said shortly. */
const longest = 60

const desk = new RegExp(
  '^/(?:thongbao|announce)(?:@\\w+)?$|^(?:ban|bang|danh sach|(?:xem|tinh hinh)(?: cac)?) thong bao$' +
    '|^(?:co )?(?:gi |thong bao nao |tin nao )?(?:dang )?(?:can|cho) (?:toi |em )?duyet(?: (?:khong|ko|k))?(?: a)?$' +
    '|^announcements$|^what is (?:waiting|to approve)$',
)
const write =
  /^(?:(?:toi |em )?(?:muon |can )?(?:soan|viet|dang|tao) (?:mot )?(?:thong bao|tin)(?: moi)?|thong bao moi|(?:write|new|make) (?:an )?announcement)$/
/** Without a number: the one that waits for it. */
const waiting =
  /^(?:(?<approve>duyet|phe duyet|approve)|(?<return>tra lai|return|send back)|(?<submit>gui duyet|trinh duyet|submit))(?: di| luon| tin| thong bao)?$/
const about =
  /^(?<wish>[a-z ]+?)(?: (?:thong bao|tin|announcement))?(?: (?:so|no|number|#))?\.? ?#?(?<id>\d{1,18})$/

/** How officials say what is to be done with one, before its number. */
const acts: readonly (readonly [RegExp, AnnouncementAct | 'show' | 'preview'])[] = [
  [/^(?:tam dung|tam ngung|pause)$/, 'pause'],
  [/^(?:tiep tuc|tiep tuc gui|gui tiep|resume|go on with)$/, 'resume'],
  [/^(?:dung han|ngung han|huy|stop)$/, 'stop'],
  [/^(?:dinh chinh|correct)$/, 'correct'],
  [/^(?:thu hoi|recall)$/, 'recall'],
  [/^(?:duyet|phe duyet|approve)$/, 'approve'],
  [/^(?:tra lai|return|send back)$/, 'return'],
  [/^(?:gui duyet|trinh duyet|submit)$/, 'submit'],
  [/^(?:sua|soan tiep|edit|change)$/, 'edit'],
  [/^(?:tinh hinh|tinh trang|xem|thong bao|show|status|status of|announcement)$/, 'show'],
  [/^(?:xem truoc|preview)$/, 'preview'],
]

/** "Soạn thông báo", "/thongbao", "tạm dừng thông báo 12", "tình hình 12": what an official asks of their desk. */
export function readDeskWords(text: string): DeskAsk | undefined {
  if (text.length > longest) return undefined
  const said = fold(text).replace(/[.!?]+$/, '')
  if (desk.test(said)) return { kind: 'desk', words: text }
  if (write.test(said)) return { kind: 'desk', to: 'write', words: text }
  const { groups } = waiting.exec(said) ?? {}
  const to = (['approve', 'return', 'submit'] as const).find((one) => groups?.[one])
  if (to) return { kind: 'desk', to, words: text }
  const { wish = '', id } = about.exec(said)?.groups ?? {}
  const act = acts.find(([pattern]) => pattern.test(wish))?.[1]
  if (act === undefined || id === undefined) return undefined
  const ref =
    act === 'show'
      ? ({ kind: 'show', id } as const)
      : act === 'preview'
        ? ({ kind: 'preview', id } as const)
        : ({ kind: 'act', act, id } as const)
  return { ...askOfRef(ref), words: text }
}
