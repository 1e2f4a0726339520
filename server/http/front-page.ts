import { escapeHtml } from './escape-html.ts'
import { renderDocument } from './render-document.ts'

export interface FrontPage {
  /** The style sheet's path, when the web app is built. */
  style: string | null
  /** The units served, by name; empty means all of the city. */
  units: readonly string[]
  channels: readonly { label: string; on: boolean; url?: string }[]
}

/** The page at `/`: what runs here and where to go, in Vietnamese with the English below. */
export function renderFrontPage({ style, units, channels }: FrontPage): string {
  const served = units.length > 0 ? units.join(', ') : 'các phường, xã của Hà Nội'
  const body = `<main>
<h1>Một Cửa</h1>
<p class="lead">Trợ lý thủ tục hành chính: ${escapeHtml(served)}.</p>
<p class="english" lang="en">The assistant for administrative procedures.</p>
<p><a class="action" href="/chat">Hỏi trợ lý<span lang="en">Ask the assistant</span></a></p>
<p class="also"><a href="/thu-tuc">Xem và in từng thủ tục <span lang="en">All procedures, to read and print</span></a></p>
<p class="also"><a href="/u">Thông báo của phường, xã <span lang="en">Announcements of the wards</span></a></p>
<h2>Các kênh <span lang="en">Channels</span></h2>
<ul class="channels">
${channels.map(renderChannel).join('\n')}
</ul>
<p class="quiet"><a href="/docs">Tài liệu kỹ thuật <span lang="en">API documentation</span></a></p>
</main>`
  return renderDocument({ title: 'Một Cửa', style, body })
}

function renderChannel({ label, on, url }: FrontPage['channels'][number]): string {
  const name = url ? `<a href="${escapeHtml(url)}">${escapeHtml(label)}</a>` : escapeHtml(label)
  const state = on ? 'đang hoạt động · <span lang="en">on</span>' : 'đang tắt · <span lang="en">off</span>'
  return `<li class="${on ? 'on' : 'off'}"><b>${name}</b> <span class="state">${state}</span></li>`
}
