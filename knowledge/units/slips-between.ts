/**
 * How many letters were left out, added, changed or swapped with their neighbour between two words
 * (optimal string alignment), or undefined when more than `most`.
 */
export function slipsBetween(a: string, b: string, most: number): number | undefined {
  if (Math.abs(a.length - b.length) > most) return undefined
  let twoAbove: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let slips = Math.min(at(above, j) + 1, at(row, j - 1) + 1, at(above, j - 1) + (same ? 0 : 1))
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) slips = Math.min(slips, at(twoAbove, j - 2) + 1)
      row.push(slips)
    }
    if (Math.min(...row) > most) return undefined
    twoAbove = above
    above = row
  }
  const slips = at(above, b.length)
  return slips <= most ? slips : undefined
}

function at(row: readonly number[], i: number): number {
  return row[i] ?? Number.POSITIVE_INFINITY
}
