const most = 1e12

/** "1.250.000 đ" → 1250000: whole đồng, since there is no smaller coin. */
export function readAmount(text: string): number | undefined {
  const plain = text.replace(/\s|đồng|đ|vnđ|vnd/giu, '')
  if (!/^(?:\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+)$/.test(plain)) return undefined
  const amount = Number(plain.replace(/[.,]/g, ''))
  return amount <= most ? amount : undefined
}
