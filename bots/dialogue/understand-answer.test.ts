import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AnswerChoice, prepareChoices, understandAnswer, understandMany } from './understand-answer.ts'

/** The question of the birth guide, as on the screen. */
const married: AnswerChoice[] = [
  { label: 'Đã đăng ký kết hôn', says: ['đã kết hôn', 'cưới rồi'], means: 'yes' },
  { label: 'Chưa đăng ký', says: ['chưa cưới', 'chưa kết hôn', 'chưa đăng ký kết hôn'], means: 'no' },
  { label: 'Chỉ có mẹ khai', says: ['mẹ đơn thân', 'không có cha'] },
  { label: 'Gặp cán bộ', wayOut: true },
]
const certificate: AnswerChoice[] = [
  { label: 'Có giấy chứng sinh', says: ['bệnh viện cấp rồi'], means: 'yes' },
  { label: 'Không có', says: ['mất giấy chứng sinh', 'chưa có giấy chứng sinh', 'sinh ở nhà'], means: 'no' },
  { label: 'Chưa rõ', means: 'unsure' },
]
const filing: AnswerChoice[] = [
  { label: 'Nộp trực tuyến', says: ['online', 'qua mạng', 'trên điện thoại'] },
  { label: 'Nộp trực tiếp', says: ['ra phường', 'tận nơi'] },
  { label: 'Gửi bưu chính', says: ['bưu điện'] },
]
const who: AnswerChoice[] = [
  { label: 'Cha', says: ['bố', 'ba'] },
  { label: 'Mẹ', says: ['má'] },
  { label: 'Cả hai', means: 'both' },
  { label: 'Không ai', means: 'neither' },
]
const english: AnswerChoice[] = [
  { label: 'Yes, we are married', says: ['married'], means: 'yes' },
  { label: 'Not married', means: 'no' },
  { label: 'Not sure', means: 'unsure' },
]
const plain: AnswerChoice[] = [{ label: 'Có' }, { label: 'Không' }]
const ten: AnswerChoice[] = Array.from({ length: 10 }, (_, i) => ({
  label: `Phường thứ ${'abcdefghij'[i]}x`,
}))
const home: AnswerChoice[] = [
  { label: 'Nhà của tôi', says: ['nhà riêng', 'nhà tôi', 'nhà đứng tên tôi'] },
  { label: 'Nhà của người thân', says: ['nhà bố mẹ', 'người nhà'] },
  { label: 'Nhà thuê', says: ['ở trọ', 'quán ăn', 'cho tôi'] },
]
const gender: AnswerChoice[] = [{ label: 'Nam' }, { label: 'Nữ' }]

type Row = [AnswerChoice[], string, number | 'unclear' | number[] | `#${number}`]

/** A number is the chosen index, a list several, "#4" a number that was not offered. */
function seen(answer: ReturnType<typeof understandAnswer>): Row[2] {
  if (answer.kind === 'chosen') return answer.index
  if (answer.kind === 'several') return answer.indexes
  return answer.kind === 'number_not_offered' ? `#${answer.number}` : 'unclear'
}

describe('understandAnswer', () => {
  const groups: Record<string, Row[]> = {
    'a label as it stands': [
      [married, 'Đã đăng ký kết hôn', 0],
      [married, 'đã đăng ký kết hôn', 0],
      [married, 'da dang ky ket hon', 0],
      [married, 'DA DANG KY KET HON', 0],
      [married, 'Đã đăng kí kết hôn', 0],
      [married, 'Đã đăng ký kết hôn'.normalize('NFD'), 0],
      [married, ' "Chưa đăng ký". ', 1],
      [married, 'Chưa đăng\u200b ký', 1],
      [married, 'Gặp cán bộ', 3],
      [married, 'gap can bo', 3],
      [married, '1. Đã đăng ký kết hôn', 0],
      [married, '2) chua dang ky', 1],
      [married, '1. Chưa đăng ký', 'unclear'],
      [gender, 'nam', 0],
      [gender, 'Nữ', 1],
      [gender, 'nu', 1],
      [plain, 'có', 0],
      [plain, 'khong', 1],
    ],
    '"no" and "ba" without their marks': [
      [married, 'bo me no co dang ky ket hon', 0],
      [married, 'bo me no dang ky ket hon roi', 0],
      [married, 'vo chong no chua dang ky', 1],
      [certificate, 'no co giay chung sinh', 0],
      [certificate, 'me no co giay chung sinh roi', 0],
      [certificate, 'no chua co giay chung sinh', 1],
      [english, 'no', 1],
      [english, 'no, not married', 1],
      [filing, 'ba', 'unclear'],
      [filing, 'cho ba', 'unclear'],
      [filing, 'ba a', 'unclear'],
      [filing, 'chon ba', 2],
      [filing, 'cau ba', 2],
    ],
    'a number': [
      [married, '1', 0],
      [married, '1.', 0],
      [married, '1)', 0],
      [married, '(1)', 0],
      [married, ' 2 ', 1],
      [married, 'số 1', 0],
      [married, 'so 1', 0],
      [married, 'câu 1', 0],
      [married, 'chọn 2 ạ', 1],
      [married, 'em chọn số 3 nhé', 2],
      [married, 'cái thứ 2', 1],
      [married, 'cái thứ hai', 1],
      [married, 'thứ nhất', 0],
      [married, 'cái đầu tiên', 0],
      [married, 'cái cuối cùng ạ', 2],
      [married, 'một', 0],
      [married, 'mot', 0],
      [married, 'hai', 1],
      [married, 'số ba', 2],
      [married, '１', 0],
      [married, '٢', 1],
      [married, '1️⃣', 0],
      [married, '①', 0],
      [married, 'option 2', 1],
      [married, 'two', 1],
      [married, 'the second one', 1],
      [married, '#1', 0],
      [married, '2 ạ', 1],
      [married, 'dạ 2', 1],
      [married, '4', '#4'],
      [married, '0', '#0'],
      [married, '10', '#10'],
      [married, '12', '#12'],
      [married, 'số 7', '#7'],
      [ten, '10', 9],
      [ten, '1', 0],
      [ten, 'mười', 9],
      [ten, 'năm', 4],
      [ten, 'số nam', 4],
      [ten, 'tám', 7],
      [ten, 'tạm', 'unclear'],
      [ten, 'tam', 'unclear'],
      [ten, 'bà', 'unclear'],
      [ten, '11', '#11'],
      [married, '1.5', 'unclear'],
      [married, '-1', 'unclear'],
      [married, '1/2', 'unclear'],
      [married, '12/11', 'unclear'],
      [married, '1 tháng', 'unclear'],
      [married, '2 vợ chồng', 'unclear'],
      [married, '1a', 'unclear'],
      [married, '1?', 'unclear'],
      [married, '1 và 3', [0, 2]],
      [married, '1,3', [0, 2]],
      [married, '1 hoặc 2', 'unclear'],
      [married, '1 hay 2', 'unclear'],
      [married, 'không phải 1', 'unclear'],
      [married, '1 và 9', '#9'],
    ],
    'said loosely': [
      [married, 'rồi', 0],
      [married, 'dạ rồi', 0],
      [married, 'da roi', 0],
      [married, 'rồi ạ', 0],
      [married, 'roi a', 0],
      [married, 'dạ em rồi ạ', 0],
      [married, 'r ạ', 0],
      [married, 'có', 0],
      [married, 'có ạ', 0],
      [married, 'co a', 0],
      [married, 'vâng', 0],
      [married, 'vâng ạ', 0],
      [married, 'ừ', 0],
      [married, 'ok', 0],
      [married, 'đúng rồi', 0],
      [married, 'dung roi em', 0],
      [married, 'đã rồi ạ', 0],
      [married, 'vợ chồng em rồi ạ', 0],
      [married, 'chưa', 1],
      [married, 'chưa ạ', 1],
      [married, 'chua a', 1],
      [married, 'dạ chưa em ơi', 1],
      [married, 'vâng, chưa ạ', 1],
      [married, 'em thì chưa', 1],
      [married, 'hai vợ chồng em chưa', 1],
      [married, 'chưa, cảm ơn', 1],
      [married, 'không', 1],
      [married, 'k', 1],
      [married, 'ko', 1],
      [married, 'ko ạ', 1],
      [married, 'hok', 1],
      [married, 'khum', 1],
      [married, 'hông', 1],
      [married, 'k có', 1],
      [married, 'k co', 1],
      [married, 'không phải', 1],
      [married, 'hồng', 'unclear'],
      [married, 'chứa', 'unclear'],
      [married, 'cô ơi', 'unclear'],
      [married, 'dạ', 'unclear'],
      [married, 'có, không', 'unclear'],
      [married, 'rồi chưa', 'unclear'],
      [certificate, 'không biết', 2],
      [certificate, 'ko bit', 2],
      [certificate, 'chưa rõ', 2],
      [certificate, 'em không nhớ', 2],
      [certificate, 'em không nhớ nữa ạ', 2],
      [certificate, 'k rõ ạ', 2],
      [certificate, 'quên rồi', 2],
      [married, 'không biết', 'unclear'],
      [who, 'cả hai', 2],
      [who, 'ca 2', 2],
      [who, 'cả hai ạ', 2],
      [who, 'hai cái', 2],
      [who, 'cả hai đều có', 2],
      [who, 'cả hai đều chưa', 3],
      [who, 'không có ai', 3],
      [who, 'không cái nào', 3],
      [plain, 'dạ có ạ', 0],
      [plain, 'vâng', 0],
      [plain, 'không ạ', 1],
      [plain, 'cả hai', [0, 1]],
      [english, 'yes', 0],
      [english, 'Yes, we are', 0],
      [english, 'yep', 0],
      [english, 'no', 1],
      [english, 'not yet', 1],
      [english, "no, we haven't", 1],
      [english, "I don't know", 2],
      [english, 'not sure', 2],
      [english, 'idk', 2],
      [who, 'both', 2],
      [who, 'both of them', 2],
      [who, 'neither', 3],
    ],
    'in a longer sentence': [
      [married, 'vợ chồng em đăng ký kết hôn rồi ạ', 0],
      [married, 'vo chong em dang ky ket hon roi a', 0],
      [married, 'bọn em đã đăng ký kết hôn năm ngoái', 0],
      [married, 'vợ chồng tôi có đăng ký kết hôn', 0],
      [married, 'bọn em cưới rồi', 0],
      [married, 'bọn em chưa cưới', 1],
      [married, 'bon em chua cuoi', 1],
      [married, 'chúng em chưa đăng ký kết hôn ạ', 1],
      [married, 'chưa đăng ký', 1],
      [married, 'chưa có đăng ký', 1],
      [married, 'em chưa đăng ký được', 1],
      [married, 'hai đứa k đăng ký', 1],
      [married, 'đăng ký kết hôn thì chưa ạ', 1],
      [married, 'đăng ký rồi', 0],
      [married, 'em đăng ký rồi ạ', 0],
      [married, 'rồi em ạ, cưới năm 2020', 0],
      [married, 'Có, nhưng mất giấy rồi', 'unclear'],
      [married, 'em là mẹ đơn thân', 2],
      [married, 'cháu không có cha', 2],
      [married, 'đăng ký kết hôn', 'unclear'],
      [married, 'không phải là chưa đăng ký', 'unclear'],
      [married, 'hình như đăng ký rồi', 'unclear'],
      [married, 'cha mẹ cháu chưa đăng ký kết hôn', 1],
      [filing, 'em muốn nộp trực tuyến', 0],
      [filing, 'em nộp online cho nhanh', 0],
      [filing, 'online', 0],
      [filing, 'trực tuyến', 0],
      [filing, 'truc tiep', 1],
      [filing, 'trực tiếp ạ', 1],
      [filing, 'chị ra phường nộp', 1],
      [filing, 'không phải online', 'unclear'],
      [filing, 'em không nộp trực tuyến', 'unclear'],
      [filing, 'không online, em ra phường', 1],
      [filing, 'nộp', 'unclear'],
      [filing, 'online và bưu điện', [0, 2]],
      [filing, 'online hoặc bưu điện', 'unclear'],
      [filing, 'onlien', 0],
      [filing, 'nộp trực tuyếnn', 0],
      [filing, 'nop truc tuyn', 0],
      [filing, 'nôp qua bưu đện', 'unclear'],
      [certificate, 'em có giấy chứng sinh rồi', 0],
      [certificate, 'có giấy chứng sinh', 0],
      [certificate, 'giấy chứng sinh có rồi ạ', 0],
      [certificate, 'giấy chứng sinh thì chưa có', 1],
      [certificate, 'chưa có giấy chứng sinh', 1],
      [certificate, 'em bị mất giấy chứng sinh', 1],
      [certificate, 'cháu sinh ở nhà', 1],
      [who, 'mẹ', 1],
      [who, 'me', 1],
      [who, 'mẹ cháu ạ', 1],
      [who, 'bố em', 0],
      [who, 'cha và mẹ', [0, 1]],
      [gender, 'năm nay', 'unclear'],
      [english, 'we are not married', 1],
      [english, 'we got married in 2020', 0],
    ],
    'words that only look alike': [
      [married, 'cưới ạ', 'unclear'],
      [married, 'cưới', 'unclear'],
      [married, 'cuoi a', 'unclear'],
      [married, 'đâu ạ', 'unclear'],
      [married, 'đau', 'unclear'],
      [married, 'dau a', 'unclear'],
      [married, 'đầu tiên', 0],
      [married, 'đầu ạ', 0],
      [married, 'cuối', 2],
      [married, 'cai cuoi a', 2],
      [married, 'cai dau tien', 0],
      [home, 'nhà tôi', 0],
      [home, 'nha toi', 0],
      [home, 'dạ nhà tôi ạ', 0],
      [home, 'em ở nhà tôi nha', 0],
      [home, 'nhà bố mẹ nha', 1],
      [home, 'nha bo me nha', 1],
      [home, 'quan an', 2],
      [home, 'mo quan an a', 2],
      [home, 'nhà tôi cháy', 'unclear'],
      [home, 'nha toi chay', 'unclear'],
      [home, 'cứu tôi với', 'unclear'],
      [home, 'xóa dữ liệu của tôi', 'unclear'],
      [home, 'nhắc tôi', 'unclear'],
      [home, 'tôi', 'unclear'],
      [filing, '/online', 'unclear'],
      [home, 'giấy tờ của tôi', 'unclear'],
      [home, 'em cần gặp người', 'unclear'],
      [home, 'cho tôi gặp người khác', 'unclear'],
    ],
    'Telex and VNI remains': [
      [married, 'rooif a', 0],
      [married, 'chuwa a', 1],
      [married, 'cos', 0],
      [married, 'khoong', 1],
      [married, 'ddax ddawng kys keets hoon', 0],
      [married, 'chu7a d9a8ng ky1', 1],
      [certificate, 'khoong bieets', 2],
    ],
    'a question, or nothing of the sort': [
      [married, 'cần mang gì?', 'unclear'],
      [married, 'cần mang gì', 'unclear'],
      [married, 'can mang gi', 'unclear'],
      [married, 'bao nhiêu tiền', 'unclear'],
      [married, 'đã đăng ký kết hôn thì cần giấy gì', 'unclear'],
      [married, 'có cần không', 'unclear'],
      [married, 'đăng ký kết hôn chưa', 'unclear'],
      [filing, 'nộp online được không', 'unclear'],
      [filing, 'nop online dc ko', 'unclear'],
      [filing, 'online?', 'unclear'],
      [filing, 'what do I need online', 'unclear'],
      [married, '', 'unclear'],
      [married, '   ', 'unclear'],
      [married, '🙂', 'unclear'],
      [married, '...', 'unclear'],
      [married, '\u0301\u0323', 'unclear'],
      [married, 'asdf qwer', 'unclear'],
      [married, '<b>1</b>', 'unclear'],
      [married, 'em muốn làm khai tử', 'unclear'],
      [married, 'x'.repeat(100_000), 'unclear'],
      [married, '1 '.repeat(50_000), 'unclear'],
    ],
  }
  for (const [name, rows] of Object.entries(groups)) {
    describe(name, () => {
      it.each(rows.map(([choices, text, expected]) => ({ choices, text, expected })))(
        '$text',
        ({ choices, text, expected }) => {
          expect(seen(understandAnswer(text, choices))).toEqual(expected)
        },
      )
    })
  }
})

describe('understandMany', () => {
  const papers: AnswerChoice[] = [
    { label: 'Căn cước' },
    { label: 'Giấy chứng sinh' },
    { label: 'Sổ hộ khẩu cũ', says: ['hộ khẩu'] },
    { label: 'Gặp cán bộ', wayOut: true },
  ]
  const withNone: AnswerChoice[] = [...papers, { label: 'Không có giấy nào', means: 'neither' }]
  it.each<Row>([
    [papers, '1', 0],
    [papers, '1 và 3', [0, 2]],
    [papers, '1,3', [0, 2]],
    [papers, '1, 3.', [0, 2]],
    [papers, '3 1', [0, 2]],
    [papers, 'số 1 và số 3 ạ', [0, 2]],
    [papers, 'một và ba', [0, 2]],
    [papers, '1;2;3', [0, 1, 2]],
    [papers, '1 & 2', [0, 1]],
    [papers, '1 and 2', [0, 1]],
    [papers, '1 1', 0],
    [papers, '1 và 9', '#9'],
    [papers, '13', '#13'],
    [papers, '1-3', 'unclear'],
    [papers, 'tất cả', [0, 1, 2]],
    [papers, 'có hết ạ', [0, 1, 2]],
    [papers, 'em có đủ cả', [0, 1, 2]],
    [papers, 'all of them', [0, 1, 2]],
    [papers, 'cả hai', 'unclear'],
    [papers.slice(0, 2), 'cả hai', [0, 1]],
    [papers, 'không có cái nào', []],
    [papers, 'khong co cai nao a', []],
    [papers, 'none', []],
    [withNone, 'không có cái nào', 4],
    [withNone, 'tất cả', [0, 1, 2]],
    [papers, 'căn cước với giấy chứng sinh', [0, 1]],
    [papers, 'em có căn cước và hộ khẩu ạ', [0, 2]],
    [papers, 'có căn cước, chưa có giấy chứng sinh', 0],
    [papers, 'tất cả trừ 2', 'unclear'],
    [papers, 'giấy gì ạ', 'unclear'],
    [papers, 'gap can bo', 3],
    [papers, '', 'unclear'],
  ])('%j: %s', (choices, text, expected) => {
    expect(seen(understandMany(text, choices))).toEqual(expected)
  })
})

describe('whatever is typed', () => {
  const lists = [married, certificate, filing, who, english, plain, ten, gender, []]

  it('gets an answer that exists, and prepared choices give the same', () => {
    const word = fc.constantFrom(
      'dạ',
      'rồi',
      'chua',
      'không',
      'co',
      'cả',
      'hai',
      'đăng',
      'ký',
      '1',
      '10',
      ',',
      '?',
      'online',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(word).map((words) => words.join(' ')),
    )
    fc.assert(
      fc.property(text, fc.constantFrom(...lists), (typed, choices) => {
        for (const understand of [understandAnswer, understandMany]) {
          const answer = understand(typed, choices)
          expect(understand(typed, prepareChoices(choices))).toEqual(answer)
          if (answer.kind === 'chosen') expect(choices[answer.index]).toBeDefined()
          if (answer.kind === 'several')
            for (const index of answer.indexes) expect(choices[index]).toBeDefined()
        }
      }),
      { numRuns: 1500 },
    )
  })

  it('never takes a number for another, however it is dressed', () => {
    const dress = fc.constantFrom('%', '%.', '%)', '(%)', 'số %', 'câu %', 'chọn % ạ', ' % ')
    fc.assert(
      fc.property(fc.nat(200), dress, fc.constantFrom(married, ten, plain), (number, dressed, choices) => {
        const answer = understandAnswer(dressed.replace('%', String(number)), choices)
        const offered = choices.filter((choice) => !choice.wayOut).length
        expect(answer).toEqual(
          number >= 1 && number <= offered
            ? { kind: 'chosen', index: number - 1 }
            : { kind: 'number_not_offered', number },
        )
      }),
    )
  })

  it('a denied label is never chosen', () => {
    const before = fc.constantFrom('', 'em ', 'dạ ', 'vợ chồng em ', 'hiện tại bọn em ')
    const denial = fc.constantFrom('chưa', 'không', 'k', 'ko', 'chưa có', 'không có', 'chua', 'khong')
    fc.assert(
      fc.property(before, denial, fc.constantFrom('', ' ạ', ' em ơi'), (start, no, end) => {
        const answer = understandAnswer(`${start}${no} đăng ký kết hôn${end}`, married)
        expect(answer).toEqual({ kind: 'chosen', index: 1 })
        expect(seen(understandAnswer(`${start}${no} nộp trực tuyến${end}`, filing))).toBe('unclear')
      }),
    )
  })
})
