import { fold } from '../../../knowledge/matching/fold.ts'
import { type OfficialRole, officialRoles } from '../../../server/database/schema.ts'

const inVietnamese: Record<OfficialRole, readonly string[]> = {
  chair: ['chủ tịch', 'lãnh đạo', 'chủ trì'],
  secretary: ['thư ký'],
  official: ['cán bộ', 'công chức', 'chuyên viên'],
  communicator: ['truyền thông', 'cán bộ truyền thông', 'người soạn tin'],
  approver: ['người duyệt', 'người phê duyệt', 'phê duyệt'],
  operator: ['quản trị', 'vận hành', 'người vận hành'],
  head: ['tổ trưởng', 'tổ trưởng tổ dân phố', 'trưởng thôn'],
}

const byName = new Map(
  officialRoles.flatMap((role) => [role, ...inVietnamese[role]].map((name) => [fold(name), role] as const)),
)

/** A role as sheets name it, in English or Vietnamese; undefined when it is none. */
export function readRole(text: string): OfficialRole | undefined {
  return byName.get(fold(text.slice(0, 100)))
}
