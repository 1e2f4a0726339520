import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMatcher, type MatchEntry } from './create-matcher.ts'
import { loadMatchingData } from './load-matching-data.ts'
import type { Match } from './match.ts'

const entry = (code: string, name: string, aliases: string[], field = 'Hộ tịch'): MatchEntry => ({
  code,
  name,
  short: aliases[0] ?? name,
  aliases,
  field,
})
/** Ten procedures as their files name them, and a few of their neighbours that a text may mean instead. */
const ten = [
  entry('1.001193', 'Đăng ký khai sinh', [
    'khai sinh',
    'làm giấy khai sinh',
    'mới sinh con',
    'birth certificate',
  ]),
  entry('3.000722', 'Liên thông khai sinh, thường trú, thẻ bảo hiểm y tế, thẻ căn cước cho trẻ dưới 6 tuổi', [
    'liên thông khai sinh',
    'làm khai sinh và thẻ bảo hiểm cho bé',
    '3 trong 1 khai sinh',
  ]),
  entry('1.000894', 'Đăng ký kết hôn', ['đăng ký kết hôn', 'cưới', 'marriage certificate']),
  entry('1.000656', 'Đăng ký khai tử', ['khai tử', 'báo tử', 'giấy chứng tử', 'bố mất']),
  entry('1.004222', 'Đăng ký thường trú', ['thường trú', 'nhập hộ khẩu', 'chuyển hộ khẩu'], 'Cư trú'),
  entry('1.004194', 'Đăng ký tạm trú', ['tạm trú', 'thuê trọ', 'kt3'], 'Cư trú'),
  entry('1.004873', 'Cấp Giấy xác nhận tình trạng hôn nhân', [
    'giấy độc thân',
    'xác nhận tình trạng hôn nhân',
  ]),
  entry(
    '2.000815',
    'Chứng thực bản sao từ bản chính giấy tờ, văn bản',
    ['sao y', 'công chứng giấy tờ'],
    'Chứng thực',
  ),
  entry(
    '1.001612',
    'Đăng ký thành lập hộ kinh doanh',
    ['đăng ký hộ kinh doanh', 'mở cửa hàng'],
    'Hộ kinh doanh',
  ),
  entry(
    '1.014027',
    'Thực hiện, điều chỉnh, tạm dừng, thôi hưởng trợ cấp hưu trí xã hội',
    ['trợ cấp hưu trí xã hội', 'tiền người cao tuổi', 'trợ cấp người già 75 tuổi'],
    'Bảo trợ xã hội',
  ),
]
const { data } = await loadMatchingData()
const { match } = createMatcher(ten, data)

/** What a person would see first: the code, several to choose from, the intent, or nothing. */
function seen(answer: Match): string {
  if (answer.decision === 'procedure') return answer.procedures[0]?.code ?? 'nothing'
  return answer.decision === 'intent' ? `${answer.intent}` : answer.decision
}

describe('a text that names a procedure', () => {
  it.each([
    ['em mới sinh cháu, muốn làm giấy khai sinh', '1.001193'],
    ['em moi sinh chau, muon lam giay khai sinh', '1.001193'],
    ['laam giaays khai sinh', '1.001193'],
    ['lam2 giay61 khai sinh', '1.001193'],
    ['Làm giấy khai sinh'.normalize('NFD'), '1.001193'],
    ['làm kh\u200bai sinh cho con', '1.001193'],
    ['làm gks cho con', '1.001193'],
    ['birth certificate for my baby', '1.001193'],
    ['làm khai sinh, thẻ bảo hiểm và nhập khẩu cho bé một lần', '3.000722'],
    ['ddawng kys keets hoon', '1.000894'],
    ['dkkh', '1.000894'],
    ['tụi em muốn cưới', '1.000894'],
    ['xin giấy độc thân', '1.004873'],
    ['báo tử cho ông', '1.000656'],
    ['bà mất vì tai biến, khai tử cần gì', '1.000656'],
    ['nhập hộ khẩu cho vợ', '1.004222'],
    ['tạm trú', '1.004194'],
    ['sao y chứng thực', '2.000815'],
    ['đăng ký hkd', '1.001612'],
    ['register household business', '1.001612'],
    ['trợ cấp hưu trí xã hội', '1.014027'],
  ])('%s', (text, code) => {
    expect(seen(match(text))).toBe(code)
  })
})

describe('a text that leaves it open, or is about something else', () => {
  it.each([
    ['mới sinh con', 'choices'],
    ['chồng em vừa mất', 'choices'],
    ['thuê trọ cần làm gì', 'choices'],
    ['bác 76 tuổi không có lương hưu', 'choices'],
    ['ông nhà bác mất rồi', 'choices'],
    ['khai sinh và khai tử', 'choices'],
    // Other procedures of the ward, which this catalogue does not hold.
    ['mất giấy khai sinh', 'choices'],
    ['cấp lại giấy khai sinh', 'choices'],
    ['đăng ký kết hôn với người Hàn Quốc', 'choices'],
    ['gia hạn tạm trú', 'choices'],
    ['xóa thường trú', 'choices'],
    ['giải thể hộ kinh doanh', 'choices'],
    ['đổi tên hộ kinh doanh', 'choices'],
    ['tách hộ', 'none'],
    ['sang tên sổ đỏ', 'none'],
    ['giấy phép xây dựng', 'none'],
    ['nhận con nuôi', 'none'],
    ['ly hôn', 'none'],
    ['tôi cần xin giấy xác nhận', 'none'],
    ['thời tiết hôm nay', 'none'],
    ['viết thơ tình', 'none'],
    ['chưa ạ', 'none'],
    ['cả hai', 'none'],
    ['1', 'none'],
    ['', 'none'],
    ['   ', 'none'],
    ['😀', 'none'],
    ['\u0301', 'none'],
    ['asdfgh', 'none'],
  ])('%j: %s', (text, decision) => {
    expect(seen(match(text))).toBe(decision)
  })
})

describe('an intent', () => {
  it.each([
    ['xin chào', 'greeting'],
    ['cảm ơn em nhiều nhé', 'thanks'],
    ['cam on', 'thanks'],
    ['tạm biệt', 'goodbye'],
    ['bạn là ai', 'who_are_you'],
    ['gặp cán bộ', 'human'],
    ['bác gọi ai', 'human'],
    ['gọi ai để làm giấy kết hôn', '1.000894'],
    ['nhà cháy gọi ai', 'emergency'],
    ['gap can bo', 'human'],
    ['I want to talk to a human', 'human'],
    ['hồ sơ của tôi đến đâu rồi', 'dossier_status'],
    ['nộp khai sinh hôm thứ hai, bao giờ lấy được', 'dossier_status'],
    ['H26.4-261010-0009', 'dossier_status'],
    ['tôi muốn phản ánh rác đầu ngõ', 'feedback'],
    ['lịch họp tổ dân phố', 'meeting'],
    ['phường mấy giờ mở cửa', 'hours'],
    ['ủy ban ở đâu', 'place'],
    ['xóa dữ liệu của tôi', 'erase_data'],
    ['giấy tờ của tôi', 'my_papers'],
    ['nhắc tôi', 'remind_me'],
    ['danh sách thủ tục', 'list_procedures'],
    ['đổi phường', 'change_ward'],
    ['tiếp tục ở kênh khác', 'resume_code'],
  ])('%s: %s', (text, intent) => {
    expect(seen(match(text))).toBe(intent)
  })

  it('stands back behind a procedure when it is only a greeting', () => {
    const answer = match('chào em, cho anh hỏi làm giấy khai sinh')
    expect(seen(answer)).toBe('1.001193')
    expect(answer.intents).toEqual(['greeting'])
  })
})

describe('an emergency', () => {
  it.each([
    ['nhà tôi đang cháy', '114'],
    ['chay nha cuu voi', '114'],
    ['the house is on fire', '114'],
    ['tôi bị đau ngực khó thở', '115'],
    ['con tôi sốt cao co giật', '115'],
    ['tôi muốn tự tử', '115'],
    ['em bị chồng đánh', '113'],
    ['113', '113'],
    ['gọi 113', '113'],
    ['goi 113', '113'],
    ['114', '114'],
    ['115!', '115'],
    ['gọi giúp tôi 115 với', '115'],
    ['cướp', '113'],
    ['trộm vào nhà', '113'],
    ['có người bị dao đâm', '113'],
    ['tai nạn giao thông cứu với', '115'],
    ['cứu với cháy nhà', '114'],
    ['bị tai nạn', '115'],
    ['bị đánh', '113'],
    ['có trộm', '113'],
    ['có người dọa giết tôi', '113'],
    ['làm khai sinh nhưng nhà đang cháy', '114'],
  ])('%s: %s', (text, number) => {
    expect(match(text)).toMatchObject({ decision: 'intent', intent: 'emergency', call: number })
  })

  it.each(['cứu tôi với', 'cuu toi voi', 'cứu với', 'cứu'])('%s: all numbers', (text) => {
    expect(match(text)).toMatchObject({ decision: 'intent', intent: 'emergency' })
    expect(match(text).call).toBeUndefined()
  })

  it.each([
    'nghị định 113',
    'theo luật 115',
    '113 tuổi',
    'nhà số 113 phố Huế',
    'cần làm khẩn cấp giấy khai sinh',
    'cựu chiến binh',
    'giấy xác nhận nhà bị cháy',
    'nhà bị cháy mất hết giấy tờ thì làm lại khai sinh thế nào',
    'chồng em bị tai nạn chết, làm khai tử',
    'bố tôi mất vì đột quỵ, xin giấy chứng tử',
    'cháu ở nhà',
    'phòng cháy chữa cháy cho quán karaoke',
    'bản sao giấy ra viện cấp cứu',
    'bị đánh thuế',
    'người chết thì xóa hộ khẩu thế nào',
    'bố em mất hôm qua',
  ])('is not seen in: %s', (text) => {
    expect(match(text).intents).not.toContain('emergency')
    expect(match(text).call).toBeUndefined()
  })
})

describe('a word of a menu', () => {
  it.each([
    ['/papers', 'my_papers'],
    ['/papers@motcua_bot', 'my_papers'],
    ['/human', 'human'],
    ['/xoadulieu', 'erase_data'],
    ['Talk to an official', 'human'],
  ])('%s', (text, intent) => {
    expect(match(text)).toMatchObject({ decision: 'intent', intent })
  })

  it('is known with its slash only', () => {
    expect(match('what papers do I need').intents).toEqual([])
    expect(match('human').intents).toEqual([])
  })
})

describe('the part that is asked for', () => {
  it.each([
    ['khai sinh cần mang gì', 'papers'],
    ['what papers do I need', 'papers'],
    ['khai sinh bao nhiêu tiền', 'fee'],
    ['mất phí không', 'fee'],
    ['mất bao lâu', 'time'],
    ['mấy ngày thì xong', 'time'],
    ['nộp ở đâu', 'place'],
    ['mấy giờ', 'hours'],
    ['nộp online được không', 'online'],
    ['ai đi được', 'who'],
    ['hạn bao lâu', 'deadline'],
    ['căn cứ', 'basis'],
    ['khai sinh', null],
  ])('%s: %s', (text, aspect) => {
    expect(match(text).aspect).toBe(aspect)
  })
})

describe('whatever is typed', () => {
  it('is answered in the promised shape', () => {
    const word = fc.constantFrom(
      'khai',
      'sinh',
      'mất',
      'giấy',
      'cháy',
      'nhà',
      'chào',
      'k',
      '1',
      'kết hôn',
      '?',
      '<b>',
      'laam',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(word).map((words) => words.join(' ')),
    )
    fc.assert(
      fc.property(text, (typed) => {
        const answer = match(typed)
        expect(answer.procedures.length).toBeLessThanOrEqual(5)
        const scores = answer.procedures.map(({ score }) => score)
        expect(scores).toEqual([...scores].sort((a, b) => b - a))
        for (const score of scores) expect(score >= 0 && score <= 1).toBe(true)
        expect(answer.intent).toBe(answer.intents[0] ?? null)
        if (answer.decision === 'intent') expect(answer.intent).not.toBeNull()
        if (answer.decision === 'procedure' || answer.decision === 'choices')
          expect(answer.procedures.length).toBeGreaterThan(0)
        expect(match(typed)).toEqual(answer)
      }),
      { numRuns: 300 },
    )
  })

  it('looks at the beginning of a huge text only', () => {
    const huge = `làm giấy khai sinh ${'x '.repeat(50_000)}`
    expect(match(huge).procedures[0]?.code).toBe('1.001193')
    expect(match(`${'x '.repeat(50_000)} làm giấy khai sinh`).decision).toBe('none')
  })

  it('works with an empty catalogue', () => {
    expect(createMatcher([], data).match('khai sinh').decision).toBe('none')
  })
})
