import { describe, expect, it } from 'vitest'
import { AppError } from '../../server/errors.ts'
import { createUnits } from './create-units.ts'
import { loadUnitData, loadUnits } from './load-units.ts'

const units = await loadUnits()

/** "one hoan-kiem", "one hoan-kiem (phường Hàng Bạc)", "several a b (phường X)", "none" */
function found(text: string, from = units) {
  const result = from.search(text)
  if (result.kind === 'none') return 'none'
  const slugs = result.kind === 'one' ? [result.unit.slug] : result.units.map(({ slug }) => slug)
  return `${result.kind} ${slugs.join(' ')}${result.former ? ` (${result.former})` : ''}`
}

describe('a unit of today', () => {
  it.each([
    'phường Hoàn Kiếm',
    'Phường Hoàn Kiếm, thành phố Hà Nội',
    'phuong hoan kiem',
    'PHƯỜNG HOÀN KIẾM',
    'p. Hoàn Kiếm',
    'p.hoan kiem',
    'ph hoàn kiếm',
    'f hoàn kiếm',
    'phường hoankiem',
    'Hoan Kiem ward',
    'phuowngf hoafn kieesm',
    'phường Hoàn Kiếm'.normalize('NFD'),
    'phường\u200b Hoàn\u00a0Kiếm',
    'dạ nhà cháu ở phường Hoàn Kiếm ạ',
    'em mới sinh cháu, nhà em ở phường Hoàn Kiếm, muốn làm giấy khai sinh',
    'tổ 5 phường Hoàn Kiếm',
    'phường Hoàn Kiếm, quận Hoàn Kiếm',
  ])('is found in %j', (text) => {
    expect(found(text)).toBe('one hoan-kiem')
  })

  it('is found without the word phường when the old namesake went into it whole', () => {
    expect(found('Bạch Mai')).toBe('one bach-mai')
    expect(found('bach mai')).toBe('one bach-mai')
    expect(found('em ở phường Bạch Mai quận Hai Bà Trưng cũ')).toBe('one bach-mai')
  })

  it('is told from an old namesake of another kind', () => {
    expect(found('phường Thanh Xuân')).toBe('one thanh-xuan')
    expect(found('xã Thanh Xuân')).toBe('one noi-bai (xã Thanh Xuân)')
  })

  it('is asked about when part of its old namesake lies elsewhere, unless "mới" is said', () => {
    expect(found('phường Vĩnh Tuy')).toBe('several vinh-tuy vinh-hung (phường Vĩnh Tuy)')
    expect(found('phường Vĩnh Tuy mới')).toBe('one vinh-tuy')
    expect(found('phường mới Vĩnh Tuy')).toBe('one vinh-tuy')
    expect(found('phường Vĩnh Tuy cũ')).toBe('several vinh-hung vinh-tuy (phường Vĩnh Tuy)')
  })

  it('does not take "mới chuyển đến" for "mới"', () => {
    expect(found('phường Vĩnh Tuy mới chuyển đến')).toMatch(/^several/)
  })

  it('is asked about when its bare name was a district too', () => {
    expect(found('Hoàn Kiếm')).toBe(
      'several hoan-kiem cua-nam hong-ha ba-dinh van-mieu-quoc-tu-giam (quận Hoàn Kiếm)',
    )
    expect(found('ba dinh')).toMatch(/^several ba-dinh /)
    expect(found('Từ Liêm')).toMatch(/^several tu-liem /)
    expect(found('phường Từ Liêm')).toBe('one tu-liem')
  })

  it('survives the wrong word for its kind', () => {
    expect(found('xã Láng')).toBe('one lang')
    expect(found('phường Sóc Sơn')).toMatch(/^several soc-son /)
  })
})

describe('a name of before 2025-07-01', () => {
  it.each([
    ['phường Hàng Bạc', 'one hoan-kiem (phường Hàng Bạc)'],
    ['hàng bạc, hoàn kiếm, hà nội', 'one hoan-kiem (phường Hàng Bạc)'],
    ['xã dương xá gia lâm', 'one gia-lam (xã Dương Xá)'],
    ['TT Yên Viên', 'one phu-dong (thị trấn Yên Viên)'],
    ['phường phương mai', 'several kim-lien bach-mai (phường Phương Mai)'],
    ['phuong mai dong', 'several tuong-mai vinh-tuy (phường Mai Động)'],
    ['Trung Hoà, Cầu Giấy', 'several dai-mo thanh-xuan yen-hoa (phường Trung Hòa)'],
    ['quốc tử giám', 'several van-mieu-quoc-tu-giam o-cho-dua (phường Văn Miếu - Quốc Tử Giám)'],
    ['mỹ đình 1', 'several tu-liem cau-giay (phường Mỹ Đình 1)'],
    ['mỹ đình', 'several tu-liem cau-giay'],
  ])('%s: %s', (text, expected) => {
    expect(found(text)).toBe(expected)
  })

  it('that several places bore is asked about, and told apart by its district', () => {
    expect(found('phường Minh Khai')).toBe(
      'several tuong-mai xuan-phuong bach-mai tay-tuu dong-ngac thuong-cat (phường Minh Khai)',
    )
    expect(found('phường Minh Khai, quận Hai Bà Trưng')).toBe('several tuong-mai bach-mai (phường Minh Khai)')
    expect(found('xã Minh Khai')).toBe('one duong-hoa (xã Minh Khai)')
    expect(found('quận Hoàng Mai phường Thanh Trì')).toBe('several vinh-hung linh-nam (phường Thanh Trì)')
  })

  it('is compared with the diacritics that were typed, all of them when none were', () => {
    expect(found('xã Vân Phúc')).toBe('one phuc-loc (xã Vân Phúc)')
    expect(found('van phuc')).toBe('several ha-dong nam-phu phuc-loc')
    expect(found('vàn phúc')).toBe('several ha-dong nam-phu phuc-loc')
  })

  it.each(['quận Đống Đa', 'q. dong da', 'Q.ĐĐ', 'I live in Dong Da district', 'quận Đống Đa cũ'])(
    'of a district gives its units: %s',
    (text) => {
      expect(found(text)).toBe(
        'several van-mieu-quoc-tu-giam kim-lien dong-da o-cho-dua lang giang-vo bach-mai (quận Đống Đa)',
      )
    },
  )

  it('offers eight at most', () => {
    expect(found('huyện Thanh Trì').split(' (')[0]?.split(' ')).toHaveLength(9)
  })
})

describe('what may be something else', () => {
  it("asks about a street's name and prefers the ward named beside it", () => {
    expect(found('12 Bạch Mai')).toBe('several bach-mai')
    expect(found('đường Láng')).toBe('several lang')
    expect(found('số 9 ngõ 12 phố Bạch Mai, phường Cát Linh')).not.toContain('bach-mai')
    expect(found('tổ 5 Bạch Mai')).toBe('one bach-mai')
  })

  it('asks about slips of the finger and wrong diacritics, also when only one unit comes near', () => {
    expect(found('phường Hoàn Kiêmm')).toBe('several hoan-kiem')
    expect(found('phường hồn kiếm')).toBe('several hoan-kiem')
    expect(found('phường Bach Mia')).toBe('several bach-mai')
    expect(found('Hàng Bè')).toBe('several hoan-kiem')
    expect(found('hai ba trug')).toMatch(/^several hai-ba-trung /)
  })

  it('never takes a ward for another for saying that it is an old one', () => {
    expect(found('phường Hoàn Kiếm cũ')).toBe('several hoan-kiem')
  })

  it('asks when two wards are named', () => {
    expect(found('phường Láng hay phường Bạch Mai')).toBe('several lang bach-mai')
  })

  it.each([
    '',
    '   ',
    '?!',
    '👍👍',
    '\u0301\u0323',
    'Hà Nội',
    'phường',
    'tôi không biết',
    'phường Bến Nghé',
    'giấy tờ liên quan',
    'em muốn làm hợp đồng thuê nhà',
    'đăng ký thành công chưa',
    '__proto__',
    '1234567890',
  ])('finds nothing in %j', (text) => {
    expect(found(text)).toBe('none')
  })

  it('reads no more of a huge text than an address has', () => {
    expect(found('phường Bạch Mai '.repeat(10_000))).toBe('one bach-mai')
    expect(found('a'.repeat(100_000))).toBe('none')
    expect(found(`${'x '.repeat(50_000)}phường Bạch Mai`)).toBe('none')
  })
})

describe('a served subset', () => {
  const served = new Set(['bach-mai', 'vinh-tuy', 'lang'])

  it('knows only its own units', async () => {
    const few = await loadUnits(served)
    expect(few.all.map(({ slug }) => slug).sort()).toEqual(['bach-mai', 'lang', 'vinh-tuy'])
    expect(few.find('hoan-kiem')).toBeUndefined()
    expect(found('phường Hoàn Kiếm', few)).toBe('none')
    expect(found('phường Bạch Mai', few)).toBe('one bach-mai')
    expect(few.districts.find(({ slug }) => slug === 'quan-hoan-kiem')).toBeUndefined()
    expect(few.districts.find(({ slug }) => slug === 'quan-dong-da')?.units).toEqual(['lang', 'bach-mai'])
  })

  it('knows that it is not the whole city', async () => {
    expect((await loadUnits(served)).whole).toBe(false)
    expect(units.whole).toBe(true)
    expect((await loadUnits(new Set(units.all.map(({ slug }) => slug)))).whole).toBe(true)
  })

  it('does not claim who may as well live in a neighbour that is not served', async () => {
    const few = await loadUnits(served)
    expect(found('phường Vĩnh Tuy', few)).toBe('several vinh-tuy (phường Vĩnh Tuy)')
  })

  it('refuses a unit that is none, naming it', async () => {
    const data = await loadUnitData()
    expect(() => createUnits(data, new Set(['hoan-kiem', 'hoankiem']))).toThrow(AppError)
    expect(() => createUnits(data, new Set(['hoankiem']))).toThrow(/UNITS: .*"hoankiem"/)
  })
})

describe('the data', () => {
  it('holds 51 wards and 75 communes from 526 former units in 30 districts', async () => {
    const data = await loadUnitData()
    const former = data.units.flatMap((unit) => unit.former.map((part) => ({ ...part, slug: unit.slug })))
    const names = new Set(former.map(({ type, name, district }) => `${type} ${name}, ${district}`))
    expect(units.all.filter(({ type }) => type === 'phuong')).toHaveLength(51)
    expect(units.all.filter(({ type }) => type === 'xa')).toHaveLength(75)
    expect(names.size).toBe(526)
    expect(units.districts).toHaveLength(30)
    const parts = (part: string) => former.filter((entry) => entry.part === part).length
    expect([parts('whole'), parts('part'), parts('rest')]).toEqual([327, 269, 199])
  })

  it('is Unicode NFC throughout', async () => {
    const text = JSON.stringify(await loadUnitData())
    expect(text.normalize('NFC')).toBe(text)
  })

  it('lets every unit be reached from some district', () => {
    expect(new Set(units.districts.flatMap((district) => district.units)).size).toBe(126)
  })
})
