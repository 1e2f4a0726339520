import type { ErrorCode } from '../../../../server/errors.ts'
import type { OperatorNotice } from '../../operator-notice.ts'

/** How far a login by a code has come. */
export type LoginState =
  | { kind: 'idle' }
  /** Zalo has been asked for a code. */
  | { kind: 'asking' }
  | { kind: 'code' }
  | { kind: 'scanned'; name: string }
  | { kind: 'done' }
  | { kind: 'failed'; code: ErrorCode }

const begin = { vi: 'Hiện mã đăng nhập', en: 'Show the code' }
const again = { vi: 'Làm lại', en: 'Try again' }

/** The page for a state; it holds no script, and asks for itself again while something is under way. */
export function loginPage(
  state: LoginState,
  { path, codePath }: { path: string; codePath: string },
): OperatorNotice {
  const { button, ...words } = wordsFor(state)
  const image = `<p><img src="${codePath}" width="280" height="280" alt="Mã QR đăng nhập Zalo"></p>`
  return {
    ...words,
    ...(state.kind === 'code' ? { inside: image } : {}),
    ...(button ? { button: { ...button, action: path } } : {}),
  }
}

function wordsFor(state: LoginState): OperatorNotice {
  switch (state.kind) {
    case 'idle':
      return {
        title: 'Đăng nhập tài khoản Zalo của trợ lý',
        vi: 'Dùng một tài khoản Zalo riêng cho trợ lý, không dùng tài khoản cá nhân của cán bộ. Bấm nút, rồi mở Zalo trên điện thoại của tài khoản đó và quét mã.',
        en: 'Use an account kept for the assistant alone. Press the button, then scan the code with its phone.',
        button: begin,
      }
    case 'asking':
      return {
        title: 'Đang lấy mã từ Zalo',
        vi: 'Trang này tự cập nhật sau vài giây.',
        en: 'This page refreshes by itself.',
      }
    case 'code':
      return {
        title: 'Quét mã bằng Zalo trên điện thoại',
        vi: 'Mở Zalo trên điện thoại của tài khoản trợ lý, chọn biểu tượng quét mã ở góc trên và quét mã dưới đây. Mã đổi sau khoảng 100 giây; trang tự cập nhật.',
        en: 'Scan this with Zalo on the phone of the assistant’s account. The page refreshes by itself.',
      }
    case 'scanned':
      return {
        title: 'Đã quét mã',
        vi: `Xác nhận đăng nhập trên điện thoại của ${state.name}. Trang này tự cập nhật.`,
        en: 'Confirm on the phone. This page refreshes by itself.',
      }
    case 'done':
      return {
        title: 'Đã đăng nhập Zalo',
        vi: 'Xong. Trợ lý đang kết nối bằng tài khoản này; anh/chị có thể đóng trang. Không đăng nhập tài khoản này trên Zalo web hay máy tính khác: mỗi lần như vậy trợ lý bị ngắt. Trong 10 phút đầu trợ lý trả lời chậm hơn bình thường.',
        en: 'Done. Do not open this account in a browser elsewhere: that disconnects the assistant.',
      }
    case 'failed':
      return { ...whyFailed(state.code), button: again }
  }
}

function whyFailed(code: ErrorCode): OperatorNotice {
  if (code === 'forbidden')
    return {
      title: 'Đăng nhập bị từ chối trên điện thoại',
      vi: 'Trên điện thoại đã chọn từ chối. Nếu bấm nhầm, hãy làm lại.',
      en: 'The login was declined on the phone.',
    }
  if (code === 'gone')
    return {
      title: 'Chưa có ai quét mã',
      vi: 'Mã đã hết hạn. Chuẩn bị sẵn điện thoại rồi bấm nút để lấy mã mới.',
      en: 'Nobody scanned the code in time.',
    }
  if (code === 'internal')
    return {
      title: 'Máy chủ chưa lưu được đăng nhập',
      vi: 'Lỗi ở máy chủ của phường, không phải ở Zalo: có thể ổ đĩa đầy hoặc cơ sở dữ liệu không trả lời. Xem nhật ký máy chủ, sửa xong rồi bấm nút để làm lại.',
      en: 'The fault is this server’s, not Zalo’s: see its log, mend it, then try again.',
    }
  return {
    title: 'Chưa đăng nhập được',
    vi: 'Zalo không cho đăng nhập hoặc không trả lời. Đợi vài phút rồi bấm nút để làm lại.',
    en: 'Zalo did not let the login through. Wait a few minutes, then try again.',
  }
}
