import decodeQR from 'qr/decode.js'
import { describe, expect, it } from 'vitest'
import { renderQr } from './render-qr.ts'

/** The picture that a telephone's camera would see: eight dots a module. */
function photograph(svg: string) {
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1])
  const dots = size * 8
  const data = new Uint8Array(dots * dots * 4).fill(255)
  const dark = /<path d="([^"]*)"\/><\/svg>/.exec(svg)?.[1] ?? ''
  for (const [, x, y, length] of dark.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let row = Number(y) * 8; row < (Number(y) + 1) * 8; row++)
      for (let column = Number(x) * 8; column < (Number(x) + Number(length)) * 8; column++)
        data.fill(0, (row * dots + column) * 4, (row * dots + column) * 4 + 3)
  return { width: dots, height: dots, data }
}

describe('a QR code', () => {
  it.each([
    'https://motcua.example.vn/chat?start=1.001193',
    'https://t.me/MotCuaHanoiBot?start=local_tuyen-sinh-dau-cap',
    `https://${'dia-chi-rat-dai.'.repeat(8)}vn/chat?start=1.001193`,
  ])('leads to %s', (address) => {
    expect(decodeQR(photograph(renderQr(address, 'mã')))).toBe(address)
  })

  it('is black on white with a quiet zone, and carries its label', () => {
    const svg = renderQr('https://example.vn', 'a"<b>')
    expect(svg).toContain('aria-label="a&#34;&#60;b&#62;"')
    expect(svg).toContain('<path fill="#fff" d="M0 0h')
    expect(svg).not.toContain('style=')
    expect(svg.slice(svg.lastIndexOf('<path'))).not.toMatch(/M[0-3] |M\d+ [0-3]h/)
  })
})
