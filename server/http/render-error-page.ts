import type { ErrorCode } from '../errors.ts'
import { errorTexts } from './error-texts.ts'
import { escapeHtml } from './escape-html.ts'
import { renderDocument } from './render-document.ts'

/**
 * What somebody with a browser sees in place of a page, in Vietnamese with the English below.
 * @param style the path of the front page's style sheet; null before the web app is built
 */
export function renderErrorPage(code: ErrorCode, style: string | null): string {
  const { vi, en } = errorTexts[code]
  const body = `<main>
<h1>Chưa mở được trang</h1>
<p class="lead">${escapeHtml(vi)}</p>
<p class="english" lang="en">${escapeHtml(en)}</p>
<p><a class="action" href="/">Về trang đầu<span lang="en">Front page</span></a></p>
</main>`
  const head = ['<meta name="robots" content="noindex">']
  return renderDocument({ title: 'Chưa mở được trang · Một Cửa', style, head, body })
}
