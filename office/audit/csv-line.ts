/**
 * One line of CSV (RFC 4180). What a spreadsheet would take for a formula is made text by an apostrophe before it.
 * @param cells null is an empty cell
 */
export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map((cell) => quote(cell ?? '')).join(',')}\r\n`
}

function quote(cell: string): string {
  const plain = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
