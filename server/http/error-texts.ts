import type { ErrorCode } from '../errors.ts'

/** What a person is told over HTTP when something went wrong; the internal message stays in the log. */
export const errorTexts: Record<ErrorCode, { vi: string; en: string }> = {
  bad_setting: {
    vi: 'Hệ thống chưa được cài đặt đúng. Anh/chị vui lòng báo cán bộ kỹ thuật.',
    en: 'The system is not set up correctly. Please tell the technical staff.',
  },
  bad_usage: {
    vi: 'Yêu cầu chưa đúng cách dùng.',
    en: 'The request was not made in the right way.',
  },
  bad_data: {
    vi: 'Dữ liệu của hệ thống đang có lỗi. Anh/chị vui lòng báo cán bộ kỹ thuật.',
    en: 'There is an error in the data of the system. Please tell the technical staff.',
  },
  bad_request: {
    vi: 'Yêu cầu chưa đúng, nên hệ thống chưa nhận được.',
    en: 'The request was not in the right form, so it was not accepted.',
  },
  unauthorised: {
    vi: 'Cần đăng nhập hoặc mã truy cập cho trang này.',
    en: 'This page needs a sign-in or an access code.',
  },
  forbidden: {
    vi: 'Trang này không được phép làm việc đó.',
    en: 'This is not allowed here.',
  },
  not_found: {
    vi: 'Không có trang này.',
    en: 'There is no such page.',
  },
  gone: {
    vi: 'Trang này không còn nữa.',
    en: 'This page is no longer available.',
  },
  conflict: {
    vi: 'Việc này đã được làm, hoặc vừa thay đổi. Anh/chị vui lòng tải lại trang.',
    en: 'This was already done, or has just changed. Please reload the page.',
  },
  too_large: {
    vi: 'Nội dung quá dài. Anh/chị vui lòng gửi ngắn hơn.',
    en: 'This is too long. Please send something shorter.',
  },
  too_many: {
    vi: 'Có quá nhiều yêu cầu trong thời gian ngắn. Anh/chị vui lòng đợi một chút rồi thử lại.',
    en: 'Too many requests in a short time. Please wait a little and try again.',
  },
  unavailable: {
    vi: 'Hệ thống đang tạm gián đoạn. Anh/chị vui lòng thử lại sau ít phút.',
    en: 'The system is briefly unavailable. Please try again in a few minutes.',
  },
  internal: {
    vi: 'Hệ thống gặp lỗi. Anh/chị vui lòng thử lại sau ít phút.',
    en: 'Something went wrong in the system. Please try again in a few minutes.',
  },
}
