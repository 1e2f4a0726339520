import type { PlaceKind } from './place.ts'
import { type Token, tokenise } from './tokens.ts'

/** Words for the kind of a place, without diacritics; they stand before its name, the English ones after it. */
export const kindWords: readonly { words: readonly string[]; kinds: readonly PlaceKind[] }[] = [
  { words: ['phuong'], kinds: ['phường'] },
  { words: ['p'], kinds: ['phường'] },
  { words: ['ph'], kinds: ['phường'] },
  { words: ['f'], kinds: ['phường'] },
  { words: ['xa'], kinds: ['xã'] },
  { words: ['x'], kinds: ['xã'] },
  { words: ['thi', 'tran'], kinds: ['thị trấn'] },
  { words: ['tt'], kinds: ['thị trấn'] },
  { words: ['t', 't'], kinds: ['thị trấn'] },
  { words: ['quan'], kinds: ['quận'] },
  { words: ['q'], kinds: ['quận'] },
  { words: ['huyen'], kinds: ['huyện'] },
  { words: ['h'], kinds: ['huyện'] },
  { words: ['thi', 'xa'], kinds: ['thị xã'] },
  { words: ['tx'], kinds: ['thị xã'] },
  { words: ['t', 'x'], kinds: ['thị xã'] },
  { words: ['ward'], kinds: ['phường'] },
  { words: ['commune'], kinds: ['xã'] },
  { words: ['district'], kinds: ['quận', 'huyện'] },
  { words: ['town'], kinds: ['thị trấn', 'thị xã'] },
  { words: ['township'], kinds: ['thị trấn', 'thị xã'] },
]

export const englishKindWords: ReadonlySet<string> = new Set([
  'ward',
  'commune',
  'district',
  'town',
  'township',
])

/** Beside a name they say of which time it is. */
export const eraWords: readonly { word: Token; era: 'now' | 'before' }[] = [
  ...tokenise('mới new').map((word) => ({ word, era: 'now' as const })),
  ...tokenise('cũ củ old former').map((word) => ({ word, era: 'before' as const })),
]

/** After "Vĩnh Tuy mới" one of these may follow; anything else, as in "Vĩnh Tuy mới chuyển đến", is another "mới". */
export const closingWords: ReadonlySet<string> = new Set([
  'a',
  'nhe',
  'nha',
  'day',
  'oi',
  'thuoc',
  'ha',
  'hn',
  'tp',
])

/** After one of these a name is a street's, which runs through several wards. */
export const streetWords: ReadonlySet<string> = new Set([
  'duong',
  'pho',
  'ngo',
  'ngach',
  'hem',
  'd',
  'dg',
  'street',
  'road',
  'st',
])

/** A number after one of these is not a house's: "tổ 5 Bạch Mai". */
export const groupWords: ReadonlySet<string> = new Set([
  'to',
  'tdp',
  'khu',
  'kp',
  'thon',
  'cum',
  'xom',
  'doi',
  'group',
])

/** A name right after one of these is where somebody lives. */
export const placeCues: ReadonlySet<string> = new Set([
  'o',
  'tai',
  'thuoc',
  've',
  'song',
  'in',
  'at',
  'from',
  'tu',
  'que',
])

/** What people say around the name of their ward, without diacritics. */
export const fillers: ReadonlySet<string> = new Set(
  [
    'da vang a oi nhe nha voi thi la co chu bac anh chi ong ba em toi minh tui chau con ban nha minh ben gia dinh',
    'o tai thuoc ve song que tu hien dang nay bay gio cu tru thuong tam ho khau dia ban chinh chac hinh nhu phai',
    'cho hoi xin chao thua a cua tren duoi so to tdp khu thon cum xom doi ngo ngach hem duong pho',
    'ha noi hanoi hn tp thanh pho viet nam vn thu do city of vietnam',
    'i live am my is it the in at from we our home address near group',
  ].flatMap((line) => line.split(' ')),
)

/** Names of places that are everyday words too: inside a sentence they count only with "xã", "ở" or the like. */
export const everydayWords: ReadonlySet<string> = new Set([
  'an tien',
  'binh minh',
  'cong hoa',
  'hoa binh',
  'hop dong',
  'kim anh',
  'lien minh',
  'lien quan',
  'mai lam',
  'minh chau',
  'phuc loi',
  'tan tien',
  'thang loi',
  'thanh cong',
  'tien phong',
  'tu lap',
  'tu nhien',
])
