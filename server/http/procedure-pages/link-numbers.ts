import { escapeHtml } from '../escape-html.ts'

/** A sentence as HTML in which these telephone numbers are called by a tap. */
export function linkNumbers(text: string, numbers: readonly string[]): string {
  // All in one go: a link's own address holds a number too.
  const any = new RegExp(
    numbers.map((number) => escapeHtml(number).replace(/[^\d ]/g, '\\$&')).join('|'),
    'g',
  )
  return escapeHtml(text).replace(any, (said) => `<a href="tel:${said.replace(/[^\d+]/g, '')}">${said}</a>`)
}
