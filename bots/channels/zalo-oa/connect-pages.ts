import type { OperatorNotice } from '../operator-notice.ts'
import type { Connection } from './create-tokens.ts'

/** Where the pages are; their button posts there. */
export const connectPath = '/connect/zalo-oa'

const connectNow = { vi: 'Kết nối với Zalo', en: 'Connect to Zalo', action: connectPath }
const connectAgain = { vi: 'Kết nối lại với Zalo', en: 'Connect to Zalo again', action: connectPath }

/** Whether the account is connected and until when, and the button that connects it. */
export function statusPage(connection: Connection): OperatorNotice {
  if (connection.kind === 'connected') {
    const date = toDate(connection.refreshExpiresAt)
    return {
      title: 'Official Account đã kết nối',
      vi: `Trợ lý đang gửi tin bằng Official Account của phường. Kết nối còn hiệu lực đến ngày ${date} và tự được gia hạn khi máy chủ chạy. Chỉ bấm nút khi đổi Official Account hoặc khi được báo kết nối sắp hết hạn.`,
      en: `Connected until ${date}, renewed by itself while the server runs.`,
      button: connectAgain,
    }
  }
  const [title, vi, en] =
    connection.kind === 'refused'
      ? [
          'Zalo không còn nhận kết nối này',
          'Official Account đã từng kết nối, nhưng Zalo không còn chấp nhận. Bấm nút, đăng nhập Zalo bằng tài khoản quản trị Official Account và đồng ý cấp quyền.',
          'Zalo refuses the stored connection. Press the button and give consent again.',
        ]
      : connection.kind === 'unreachable'
        ? [
            'Chưa liên lạc được với Zalo',
            'Máy chủ đang tự thử lại. Nếu sau vài phút vẫn thấy trang này, bấm nút để kết nối lại.',
            'Zalo cannot be reached for now; the server tries again by itself.',
          ]
        : [
            'Official Account chưa kết nối',
            'Bấm nút, đăng nhập Zalo bằng tài khoản quản trị Official Account của phường và đồng ý cấp quyền. Sau đó Zalo đưa anh/chị trở lại đây.',
            'Not connected yet. Press the button, log in to Zalo and give consent.',
          ]
  return { title, vi, en, button: connectNow }
}

export const connectedPage: OperatorNotice = {
  title: 'Đã kết nối Official Account',
  vi: 'Xong. Trợ lý gửi và nhận tin được bằng Official Account này. Anh/chị có thể đóng trang; để thử, nhắn "chào" cho Official Account từ Zalo của mình.',
  en: 'Done. The assistant works with this Official Account now; you may close this page.',
}

export const staleConsentPage: OperatorNotice = {
  title: 'Lượt kết nối không còn hiệu lực',
  vi: 'Lượt kết nối này không bắt đầu từ trình duyệt này, đã dùng rồi hoặc đã quá 10 phút. Chưa có gì thay đổi. Bấm nút để làm lại.',
  en: 'This attempt was not begun in this browser, was used, or is older than ten minutes. Try again.',
  button: connectNow,
}

export const declinedPage: OperatorNotice = {
  title: 'Zalo chưa cấp quyền',
  vi: 'Zalo không chấp nhận lượt kết nối này, hoặc anh/chị chưa đồng ý cấp quyền. Chưa có gì thay đổi. Kiểm tra mã ứng dụng và khóa bí mật (ZALO_OA_APP_ID, ZALO_OA_APP_SECRET), rồi bấm nút để làm lại.',
  en: 'Zalo gave no permission. Check the app id and its secret, then try again.',
  button: connectNow,
}

export const failedPage: OperatorNotice = {
  title: 'Chưa kết nối được',
  vi: 'Zalo hoặc cơ sở dữ liệu không trả lời kịp. Đợi một phút rồi bấm nút để làm lại.',
  en: 'Zalo or the database did not answer in time. Wait a minute, then try again.',
  button: connectNow,
}

/** @param milliseconds since the epoch */
function toDate(milliseconds: number): string {
  return new Date(milliseconds).toLocaleDateString('en-GB', { timeZone: 'Asia/Ho_Chi_Minh' })
}
