import type { Lang } from '../../../bots/dialogue/event.ts'

/** What the pages say around the facts; the facts' own sentences are the assistant's (`bots/texts/`). */
export interface PageTexts {
  brand: string
  otherLanguage: string
  indexTitle: string
  indexLead: string
  searchLabel: string
  searchButton: string
  fieldLabel: string
  everyField: string
  events: string
  fields: string
  results(text: string): string
  found(count: number): string
  noneFound(text: string): string
  noneInField(field: string): string
  noProcedure: string
  otherBusiness: string
  askInstead(hotline: string): string
  eventOrder: string
  together: string
  count(count: number): string
  ask: string
  askThis: string
  askWhy: string
  askMore: string
  print: string
  printTitle: string
  printHow: string
  printWhat: string
  all: string
  code(code: string): string
  scan: string
  scanAtPrint: string
  scanToAsk: string
  scanOnScreen: string
  more(count: number): string
  portalOnPaper(host: string, code: string): string
  web: string
  missingTitle: string
  missing(hotline: string): string
}

export const pageTexts: Record<Lang, PageTexts> = {
  vi: {
    brand: 'Một Cửa',
    otherLanguage: 'English',
    indexTitle: 'Thủ tục ở xã, phường',
    indexLead: 'Mỗi việc có một trang tóm tắt, in ra được thành tờ rơi.',
    searchLabel: 'Anh/chị cần làm việc gì?',
    searchButton: 'Tìm',
    fieldLabel: 'Lĩnh vực',
    everyField: 'Mọi lĩnh vực',
    events: 'Theo việc trong đời sống',
    fields: 'Theo lĩnh vực',
    results: (text) => `Tìm “${text}”`,
    found: (count) =>
      count === 1 ? 'Trợ lý thấy việc này hợp.' : `Trợ lý thấy ${count} việc hợp, đúng nhất ở trên.`,
    noneFound: (text) => `Trợ lý không tìm thấy thủ tục nào hợp với “${text}”.`,
    noneInField: (field) => `Trong lĩnh vực ${field} không có việc nào hợp.`,
    noProcedure: 'Đây không phải tên một thủ tục. Anh/chị nhắn cho trợ lý để được trả lời.',
    otherBusiness: 'Việc này không thuộc xã, phường.',
    askInstead: (hotline) => `Anh/chị thử viết ngắn hơn, nhắn cho trợ lý, hoặc gọi ${hotline}.`,
    eventOrder: 'Các việc theo thứ tự nên làm. Không phải nhà nào cũng cần làm tất cả.',
    together: 'Làm cùng lúc với việc trên được',
    count: (count) => `${count} việc`,
    ask: 'Hỏi trợ lý',
    askThis: 'Hỏi trợ lý về việc này',
    askWhy: 'Trợ lý hỏi từng câu rồi chọn đúng giấy tờ cho trường hợp của anh/chị.',
    askMore: 'Điều gì chưa rõ ở đây, anh/chị hỏi trợ lý.',
    print: 'In tờ rơi',
    printTitle: 'In thành tờ rơi',
    printHow: 'Mở trình đơn của trình duyệt và chọn “In”.',
    printWhat: 'Trang tự xếp thành tờ rơi khổ A5, chữ to.',
    all: 'Tất cả thủ tục',
    code: (code) => `Mã thủ tục ${code}`,
    scan: 'Mở trên điện thoại',
    scanAtPrint: 'Quét mã, trợ lý chọn đúng giấy tờ cho anh/chị:',
    scanToAsk: 'Quét mã để hỏi trợ lý về việc này:',
    scanOnScreen: 'Quét mã bằng điện thoại để hỏi trợ lý ngay ở việc này.',
    more: (count) => `và ${count} mục nữa, quét mã để xem đủ`,
    portalOnPaper: (host, code) => `Trên mạng: ${host}, mã thủ tục ${code}`,
    web: 'Trang web',
    missingTitle: 'Không có trang này',
    missing: (hotline) =>
      `Trợ lý không có thủ tục nào mang mã này. Anh/chị tìm trong danh sách thủ tục, hoặc gọi ${hotline}.`,
  },
  en: {
    brand: 'Một Cửa',
    otherLanguage: 'Tiếng Việt',
    indexTitle: 'Procedures at the ward',
    indexLead: 'Each has a page of its own, which can be printed as a leaflet.',
    searchLabel: 'What do you need to do?',
    searchButton: 'Search',
    fieldLabel: 'Field',
    everyField: 'All fields',
    events: 'By life event',
    fields: 'By field',
    results: (text) => `Search “${text}”`,
    found: (count) => (count === 1 ? '1 that fits.' : `${count} that fit, the best first.`),
    noneFound: (text) => `The assistant found no procedure that fits “${text}”.`,
    noneInField: (field) => `Nothing in the field ${field} fits.`,
    noProcedure: 'This is not the name of a procedure. Write to the assistant for an answer.',
    otherBusiness: 'This is not the business of the ward.',
    askInstead: (hotline) => `Try fewer words, write to the assistant, or call ${hotline}.`,
    eventOrder: 'In the order in which they are best done. Not everybody needs all of them.',
    together: 'Can be done together with the one above',
    count: (count) => (count === 1 ? '1 procedure' : `${count} procedures`),
    ask: 'Ask the assistant',
    askThis: 'Ask the assistant about this',
    askWhy: 'The assistant asks you step by step and picks the papers for your case.',
    askMore: 'Ask the assistant about whatever is not clear here.',
    print: 'Print a leaflet',
    printTitle: 'Print it as a leaflet',
    printHow: 'Open the menu of your browser and choose “Print”.',
    printWhat: 'The page becomes an A5 leaflet in big type.',
    all: 'All procedures',
    code: (code) => `Procedure code ${code}`,
    scan: 'Open it on your phone',
    scanAtPrint: 'Scan, and the assistant picks your papers:',
    scanToAsk: 'Scan to ask the assistant about this:',
    scanOnScreen: 'Scan a code with your phone to ask the assistant about this.',
    more: (count) =>
      count === 1 ? 'and 1 other, scan to learn which' : `and ${count} others, scan to learn which`,
    portalOnPaper: (host, code) => `Online: ${host}, procedure code ${code}`,
    web: 'Web page',
    missingTitle: 'There is no such page',
    missing: (hotline) =>
      `The assistant knows no procedure of this code. Look in the list of procedures, or call ${hotline}.`,
  },
}
