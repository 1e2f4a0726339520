import type { Lang } from '../../../bots/dialogue/event.ts'

/** What the board says around the announcements. */
export interface BoardTexts {
  title(said: string): string
  cityTitle: string
  city: string
  everyUnit: string
  pick: string
  pickLead: string
  lead: string
  none: string
  noneOfTopic(topic: string): string
  urgent: string
  topic: string
  everyTopic: string
  older: string
  newest: string
  readOn: string
  published(when: string): string
  until(when: string): string
  from(who: string): string
  groups(names: string): string
  corrects(title: string, when: string): string
  event: string
  at(when: string): string
  fromTo(from: string, to: string): string
  place(where: string): string
  addToCalendar: string
  vote: string
  votes(count: number): string
  answerInChat: string
  files: string
  filesAttached(count: number): string
  follow: string
  followWhy: string
  followScan: string
  followHere: string
  write(words: string): string
  web: string
  feed: string
  poster: string
  screen: string
  back(said: string): string
  gone: string
  goneWhy: string
  missing: string
  missingWhy: string
  signature: {
    /** A name is that of the signer only where the issuer of the certificate is trusted. */
    of(name: string, issuer: string | undefined): string
    named(name: string): string
    unnamed: string
    at(when: string): string
    valid: string
    untrusted: string
    broken: string
    unchecked: string
    partial: string
  }
  screenNone: string
  screenScan: string
  screenMore: string
  posterTitle(who: string): string
  /** @param where the channels there are to choose among, as a list; absent where there is one */
  posterSteps(where: string | undefined): readonly string[]
  posterAddress: string
  posterFoot: string
}

export const boardTexts: Record<Lang, BoardTexts> = {
  vi: {
    title: (said) => `Thông báo của ${said}`,
    cityTitle: 'Thông báo chung của thành phố',
    city: 'Thành phố Hà Nội',
    everyUnit: 'Phường, xã khác',
    pick: 'Thông báo của phường, xã',
    pickLead: 'Anh/chị chọn nơi mình ở.',
    lead: 'Tin mới nhất ở trên.',
    none: 'Hiện chưa có thông báo nào. Khi có tin mới, anh/chị sẽ thấy ở đây.',
    noneOfTopic: (topic) => `Hiện chưa có thông báo nào về ${topic}.`,
    urgent: 'Khẩn',
    topic: 'Chủ đề',
    everyTopic: 'Mọi chủ đề',
    older: 'Tin cũ hơn',
    newest: 'Về tin mới nhất',
    readOn: 'Đọc tiếp',
    published: (when) => `Đăng lúc ${when}`,
    until: (when) => `Có hiệu lực đến ${when}`,
    from: (who) => `Nơi gửi: ${who}`,
    groups: (names) => `Dành cho ${names}`,
    corrects: (title, when) => `Tin này đính chính tin “${title}” đăng lúc ${when}. Tin cũ không còn dùng.`,
    event: 'Thời gian, địa điểm',
    at: (when) => `Lúc ${when}`,
    fromTo: (from, to) => `Từ ${from} đến ${to}`,
    place: (where) => `Tại ${where}`,
    addToCalendar: 'Thêm vào lịch',
    vote: 'Hỏi ý kiến',
    votes: (count) => `${count.toLocaleString('vi-VN')} ý kiến`,
    answerInChat: 'Ai đăng ký nhận tin thì trả lời được ngay trong tin nhắn.',
    files: 'Tệp kèm theo',
    filesAttached: (count) => `${count} tệp kèm theo`,
    follow: 'Nhận tin qua điện thoại',
    followWhy: 'Có tin mới, trợ lý nhắn ngay cho anh/chị. Không nhận nữa thì nhắn “dừng”.',
    followScan: 'Quét mã bằng điện thoại để đăng ký:',
    followHere: 'Đăng ký trên điện thoại này',
    write: (words) => `Vào rồi, anh/chị nhắn: ${words}`,
    web: 'Trang web',
    feed: 'Nguồn tin RSS',
    poster: 'In tờ dán',
    screen: 'Màn hình sảnh',
    back: (said) => `Thông báo của ${said}`,
    gone: 'Thông báo này không còn hiệu lực',
    goneWhy: 'Thông báo đã hết hạn hoặc đã được rút lại. Anh/chị xem những tin còn hiệu lực ở bảng tin.',
    missing: 'Không có thông báo này',
    missingWhy: 'Anh/chị xem những tin còn hiệu lực ở bảng tin.',
    signature: {
      of: (name, issuer) => `Chữ ký số của ${name}${issuer ? ` (nơi cấp: ${issuer})` : ''}`,
      named: (name) => `Chữ ký số ghi tên ${name}`,
      unnamed: 'Chữ ký số',
      at: (when) => `ký lúc ${when}`,
      valid: 'đã kiểm tra: văn bản còn nguyên vẹn, nơi cấp tin cậy',
      untrusted: 'văn bản còn nguyên vẹn; chưa kiểm tra được nơi cấp',
      broken: 'không hợp lệ: văn bản đã bị sửa sau khi ký',
      unchecked: 'chưa kiểm tra được',
      partial: 'tệp có phần thêm vào sau chữ ký này',
    },
    screenNone: 'Hiện chưa có thông báo nào.',
    screenScan: 'Quét mã để nhận tin qua điện thoại',
    screenMore: 'Quét mã để đọc đủ tin này',
    posterTitle: (who) => `Nhận tin của ${who} qua điện thoại`,
    posterSteps: (where) => [
      'Mở máy ảnh hoặc Zalo, quét mã này',
      where === undefined ? 'Mở trang hiện ra' : `Chọn nơi nhận tin: ${where}`,
      'Bấm “Bắt đầu” hoặc gửi tin đầu tiên là xong',
    ],
    posterAddress: 'Không quét được thì mở địa chỉ:',
    posterFoot: 'Miễn phí. Không nhận nữa thì nhắn “dừng”.',
  },
  en: {
    title: (said) => `Announcements of ${said}`,
    cityTitle: 'Announcements to the whole city',
    city: 'City of Hanoi',
    everyUnit: 'Other wards and communes',
    pick: 'Announcements by ward and commune',
    pickLead: 'Choose where you live.',
    lead: 'The newest first. They are written in Vietnamese.',
    none: 'There is no announcement at present. New ones will be shown here.',
    noneOfTopic: (topic) => `There is no announcement about ${topic} at present.`,
    urgent: 'Urgent',
    topic: 'Topic',
    everyTopic: 'All topics',
    older: 'Older announcements',
    newest: 'Back to the newest',
    readOn: 'Read on',
    published: (when) => `Published ${when}`,
    until: (when) => `Valid until ${when}`,
    from: (who) => `From: ${who}`,
    groups: (names) => `For: ${names}`,
    corrects: (title, when) => `This corrects “${title}” of ${when}, which is no longer valid.`,
    event: 'When and where',
    at: (when) => `At ${when}`,
    fromTo: (from, to) => `From ${from} to ${to}`,
    place: (where) => `Place: ${where}`,
    addToCalendar: 'Add to calendar',
    vote: 'Question',
    votes: (count) => `${count.toLocaleString('en-GB')} ${count === 1 ? 'answer' : 'answers'}`,
    answerInChat: 'Those who follow can answer right in the message.',
    files: 'Attached files',
    filesAttached: (count) => (count === 1 ? '1 attached file' : `${count} attached files`),
    follow: 'Get the news on your phone',
    followWhy: 'The assistant writes to you when there is news. Write “stop” to end it.',
    followScan: 'Scan with your phone to follow:',
    followHere: 'Follow on this phone',
    write: (words) => `There, write: ${words}`,
    web: 'Web page',
    feed: 'RSS feed',
    poster: 'Print a poster',
    screen: 'Lobby screen',
    back: (said) => `Announcements of ${said}`,
    gone: 'This announcement is no longer valid',
    goneWhy: 'It has expired or was taken back. The board shows those that are valid.',
    missing: 'There is no such announcement',
    missingWhy: 'The board shows those that are valid.',
    signature: {
      of: (name, issuer) => `Digital signature of ${name}${issuer ? ` (issued by ${issuer})` : ''}`,
      named: (name) => `Digital signature in the name of ${name}`,
      unnamed: 'Digital signature',
      at: (when) => `signed ${when}`,
      valid: 'checked: unchanged, and from a trusted issuer',
      untrusted: 'unchanged; the issuer could not be checked',
      broken: 'not valid: the document was changed after it was signed',
      unchecked: 'could not be checked',
      partial: 'something was added to the file after this signature',
    },
    screenNone: 'There is no announcement at present.',
    screenScan: 'Scan to get the news on your phone',
    screenMore: 'Scan to read all of it',
    posterTitle: (who) => `Get the news of ${who} on your phone`,
    posterSteps: (where) => [
      'Open your camera or Zalo and scan this code',
      where === undefined ? 'Open the page that it leads to' : `Choose where: ${where}`,
      'Press “Start” or send the first message, and that is all',
    ],
    posterAddress: 'If it cannot be scanned, open:',
    posterFoot: 'Free of charge. Write “stop” to end it.',
  },
}
