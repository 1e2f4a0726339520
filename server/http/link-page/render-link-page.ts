import { escapeHtml } from '../escape-html.ts'
import { renderDocument } from '../render-document.ts'
import { renderQr } from '../render-qr.ts'

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
  const title = 'Mã của anh/chị'
  const body = `<main>
<h1>${title}</h1>
<p class="english" lang="en">Your code</p>
<p class="code">${escapeHtml(code)}</p>
<p>Anh/chị chọn nơi muốn dùng mã. Mở trang này không làm mất mã. <span lang="en">Choose where to use it; opening this page does not use it up.</span></p>
${doors.map(renderDoor).join('\n')}
<h2>Sang máy khác <span lang="en">On another device</span></h2>
<p>Quét mã này bằng máy kia. <span lang="en">Scan this with the other device.</span></p>
${renderQr(address, `Địa chỉ của trang này, dạng mã QR`)}
${isPublic(code) ? '' : keepIt}
</main>`
  const head = ['<meta name="robots" content="noindex">', '<meta name="referrer" content="no-referrer">']
  return renderDocument({ title: `${title} · Một Cửa`, style, head, body })
}

const keepIt =
  '<p class="quiet">Đừng đưa mã cho người khác. <span lang="en">Give the code to nobody else.</span></p>'

/** A neighbourhood group's is for whoever wants to join. */
function isPublic(code: string): boolean {
  return code.startsWith('NH-')
}

function renderDoor({ label, url, say }: LinkDoor): string {
  const typed = say
    ? `\n<p class="also">Vào rồi, anh/chị nhắn: <b>${escapeHtml(say)}</b> <span lang="en">There, write this to the assistant.</span></p>`
    : ''
  return `<p><a class="action" href="${escapeHtml(url)}" rel="noreferrer">${escapeHtml(label)}</a></p>${typed}`
}
