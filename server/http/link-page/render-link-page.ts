import { escapeHtml } from '../escape-html.ts'
import { renderDocument } from '../render-document.ts'
import { renderQr } from '../render-qr.ts'
import { isFollowLink } from './read-link-code.ts'

/** A way to one channel with a code. */
export interface LinkDoor {
  label: string
  url: string
  /** What is to be typed there, where the address cannot carry the code. */
  say?: string
}

/** The page of a code: every channel in which it can be used, in Vietnamese with the English below. */
export function renderLinkPage(
  code: string,
  doors: readonly LinkDoor[],
  { address, style }: { address: string; style: string | null },
): string {
  const { title, english, use } = purposeOf(code)
  const body = `<main>
<h1>${title}</h1>
<p class="english" lang="en">${english}</p>
${isFollowLink(code) ? '' : `<p class="code">${escapeHtml(code)}</p>\n`}${use}
${doors.map(renderDoor).join('\n')}
<h2>Sang máy khác <span lang="en">On another device</span></h2>
<p>Quét mã này bằng máy kia. <span lang="en">Scan this with the other device.</span></p>
${renderQr(address, `Địa chỉ của trang này, dạng mã QR`)}
${isPublic(code) ? '' : keepIt}
</main>`
  const head = ['<meta name="robots" content="noindex">', '<meta name="referrer" content="no-referrer">']
  return renderDocument({ title: `${title} · Một Cửa`, style, head, body })
}

const choose =
  '<p>Anh/chị chọn nơi muốn dùng mã. Mở trang này không làm mất mã. <span lang="en">Choose where to use it; opening this page does not use it up.</span></p>'

const anyCode = { title: 'Mã của anh/chị', english: 'Your code', use: choose }

/** Who scans the QR code of an access slip has to see what it is for. */
const slip = {
  title: 'Mã xem hồ sơ đã nộp',
  english: 'Code to see a dossier that was submitted',
  use:
    '<p>Dùng mã này, anh/chị xem được hồ sơ đến đâu và được báo khi có thay đổi. Mã dùng được một lần. <span lang="en">It shows how far the dossier is, and you are told when it changes. It can be used once.</span></p>\n' +
    choose,
}

const group = {
  title: 'Nhận tin của tổ dân phố, thôn',
  english: 'News of a neighbourhood group',
  use: `<p>Dùng mã này, anh/chị nhận tin của tổ và của phường, xã; thôi nhận lúc nào cũng được. <span lang="en">You get the news of the group and of its ward, and can stop at any time.</span></p>\n${choose}`,
}

const news = {
  title: 'Nhận tin của phường, xã',
  english: 'News of the ward',
  use: '<p>Anh/chị chọn nơi muốn nhận tin. Vào đó là trợ lý bắt đầu gửi; thôi nhận lúc nào cũng được. <span lang="en">Choose where to get it. It begins once you are there, and you can stop at any time.</span></p>',
}

function purposeOf(code: string) {
  if (isFollowLink(code)) return news
  if (code.startsWith('HS-')) return slip
  return isPublic(code) ? group : anyCode
}

const keepIt =
  '<p class="quiet">Đừng đưa mã cho người khác. <span lang="en">Give the code to nobody else.</span></p>'

/** A neighbourhood group's is for whoever wants to join, and so is a ward's news. */
function isPublic(code: string): boolean {
  return code.startsWith('NH-') || isFollowLink(code)
}

function renderDoor({ label, url, say }: LinkDoor): string {
  const typed = say
    ? `\n<p class="also">Vào rồi, anh/chị nhắn: <b>${escapeHtml(say)}</b> <span lang="en">There, write this to the assistant.</span></p>`
    : ''
  return `<p><a class="action" href="${escapeHtml(url)}" rel="noreferrer">${escapeHtml(label)}</a></p>${typed}`
}
