/** Makes a change of the layout over which what is read, at the top of the view, stays where it is. */
export function keepPlace(change: () => void): void {
  const read = firstLine()
  const before = read?.getBoundingClientRect().top
  change()
  if (read && before !== undefined) window.scrollBy(0, read.getBoundingClientRect().top - before)
}

/** The first words below the header; of boxes around them the top may lie far above. */
function firstLine(): Element | undefined {
  const header = document.querySelector('header')?.getBoundingClientRect().bottom ?? 0
  for (let y = header + 8; y < window.innerHeight; y += 12) {
    const element = document.elementFromPoint(window.innerWidth / 2, y)
    if (element && element.childElementCount === 0 && element.textContent) return element
  }
  return undefined
}
