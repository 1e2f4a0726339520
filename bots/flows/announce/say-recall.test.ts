import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import type { Scope } from '../../dialogue/flow.ts'
import { loadTexts } from '../../texts/load-texts.ts'
import { sayRecall } from './say-recall.ts'

const { texts } = await loadTexts(fileURLToPath(new URL('../../texts', import.meta.url)))
const scope = { text: (key, values) => texts.text(key, 'vi', values) } as Scope

it.each([
  [
    { deletes: true, stays: [] },
    'Đã gỡ thông báo số 12 khỏi bảng tin. Trợ lý đang xóa tin đã gửi ở những kênh cho phép.',
  ],
  [
    { deletes: true, stays: ['zalo_oa'] },
    'Đã gỡ thông báo số 12 khỏi bảng tin. Trợ lý đang xóa tin đã gửi ở những kênh cho phép. Tin đã gửi qua Zalo OA vẫn còn vì kênh này không cho xóa. Tin có chỗ sai thì anh/chị gửi đính chính.',
  ],
  [
    { deletes: false, stays: [] },
    'Đã gỡ thông báo số 12 khỏi bảng tin. Trợ lý không xóa được tin nào đã đến người nhận.',
  ],
])('what is taken back is said, with where it stays', (reach, said) => {
  expect(sayRecall('12', reach, scope)).toBe(said)
})
