import type { OperatorNotice } from '../../../bots/channels/operator-notice.ts'
import { escapeHtml } from '../escape-html.ts'
import { renderDocument } from '../render-document.ts'

/** A notice as a whole page. @param style the front page's style sheet; null before the web app is built */
export function renderNotice(
  { title, vi, en, inside, button }: OperatorNotice,
  style: string | null,
): string {
  const lines = [
    `<h1>${escapeHtml(title)}</h1>`,
    `<p class="lead">${escapeHtml(vi)}</p>`,
    `<p class="english" lang="en">${escapeHtml(en)}</p>`,
    ...(inside ? [inside] : []),
    ...(button ? [renderButton(button)] : []),
  ]
  return renderDocument({
    title: `${title} · Một Cửa`,
    style,
    head: ['<meta name="robots" content="noindex">'],
    body: `<main>\n${lines.join('\n')}\n</main>`,
  })
}

function renderButton({ vi, en, action }: NonNullable<OperatorNotice['button']>): string {
  const where = action === undefined ? '' : ` action="${escapeHtml(action)}"`
  return `<form method="post"${where}><button class="action">${escapeHtml(vi)}<span lang="en">${escapeHtml(en)}</span></button></form>`
}
