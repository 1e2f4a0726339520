/** What the label of a choice says when the choice is a box to tick. */
export interface Tick {
  ticked: boolean
  /** The label without its box. */
  text: string
}

/** @returns null for a choice that is no box */
export function readTick(label: string): Tick | null {
  const [, box, text] = /^([☐☑])\s+(.*)$/su.exec(label) ?? []
  return box && text ? { ticked: box === '☑', text } : null
}
