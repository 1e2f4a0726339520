import encodeQR from 'qr'
import { escapeHtml } from './escape-html.ts'

/** Modules of white around the code; readers count on four. */
const quiet = 4

/** The address as a QR code, black on white whatever the page's colours, as SVG to stand in a page. */
export function renderQr(address: string, label: string): string {
  const rows = encodeQR(address, 'raw', { ecc: 'medium', border: quiet })
  const size = rows.length
  const runs = rows.flatMap((row, y) =>
    runsOf(row).map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`),
  )
  return (
    `<svg class="qr" role="img" aria-label="${escapeHtml(label)}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${runs.join('')}"/></svg>`
  )
}

/** The dark stretches of a row: where each begins and how long it is. */
function runsOf(row: readonly boolean[]): [number, number][] {
  const runs: [number, number][] = []
  let from = -1
  for (let x = 0; x <= row.length; x++) {
    if (row[x] && from < 0) from = x
    if (!row[x] && from >= 0) {
      runs.push([from, x - from])
      from = -1
    }
  }
  return runs
}
