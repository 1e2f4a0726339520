import { describe, expect, it } from 'vitest'
import type { OperatorNotice } from '../../../bots/channels/operator-notice.ts'
import {
  connectedPage,
  declinedPage,
  failedPage,
  staleConsentPage,
  statusPage,
} from '../../../bots/channels/zalo-oa/connect-pages.ts'
import { loginPage } from '../../../bots/channels/zalo-personal/login/login-page.ts'
import { renderNotice } from './render-notice.ts'

const login = { path: '/connect/zalo-login', codePath: '/connect/zalo-login/qr.png' }
const pages: [string, OperatorNotice][] = [
  ['whether the account is connected', statusPage({ kind: 'absent' })],
  ['until when it is', statusPage({ kind: 'connected', refreshExpiresAt: 0 })],
  ['that it was connected', connectedPage],
  ['that it was not', declinedPage],
  ['that it is too late', staleConsentPage],
  ['that Zalo is away', failedPage],
  ['the button of a login', loginPage({ kind: 'idle' }, login)],
  ['the code of a login', loginPage({ kind: 'code' }, login)],
  ['who logs in', loginPage({ kind: 'scanned', name: 'Hoa' }, login)],
]

describe('a page for operators', () => {
  it.each(pages)('that says %s is one document with one main part', (_name, notice) => {
    const html = renderNotice(notice, null)
    for (const tag of ['<main>', '</main>', '<h1>', '<body>', '<title>'])
      expect(html.split(tag)).toHaveLength(2)
    expect(html).toContain('<meta name="robots" content="noindex">')
    expect(html.split('<form ')).toHaveLength(notice.button ? 2 : 1)
  })

  it('shows words as words, whoever they are of', () => {
    const html = renderNotice(loginPage({ kind: 'scanned', name: '<b>Hoa</b> & "Co"' }, login), null)
    expect(html).toContain('&#60;b&#62;Hoa&#60;/b&#62; &#38; &#34;Co&#34;')
    expect(html).not.toContain('<b>')
  })

  it('has its button post to where it is told, else to its own address', () => {
    const words = { title: 'a', vi: 'b', en: 'c' }
    expect(renderNotice({ ...words, button: { vi: 'd', en: 'e', action: '/f' } }, null)).toContain(
      '<form method="post" action="/f"><button',
    )
    expect(renderNotice({ ...words, button: { vi: 'd', en: 'e' } }, null)).toContain(
      '<form method="post"><button',
    )
  })
})
