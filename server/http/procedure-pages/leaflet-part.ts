import { columnEms, linesOf } from './text-width.ts'

/** A paragraph of a leaflet: its label, then one sentence, or several lines below it. */
export interface LeafletPart {
  label: string
  lines: LeafletLine[]
  /** How many lines the last one stands for, where the paper was too small. */
  left?: number
}

export interface LeafletLine {
  text: string
  /** Said before it in another type: the case it is for. */
  lead?: string
  /** A question that the lines below answer. */
  heading?: true
}

/** What one side of the paper takes, in lines of a leaflet's type; `web/procedures/leaflet.css` makes it so. */
const sideLines = 33.9
const indentEms = 1.2
/** Above each part. */
const gap = 0.35

/** On how many sides the parts go, with a frame whose heights are in lines as well. */
export function sidesOf(
  parts: readonly LeafletPart[],
  { above, below }: { above: number; below: readonly number[] },
): number {
  const blocks = [above, ...parts.flatMap(blocksOf), ...below]
  let sides = 1
  let used = 0
  for (const block of blocks) {
    if (used + block > sideLines) {
      sides += 1
      used = 0
    }
    used += block
  }
  return sides
}

/** Heights of what is never torn apart: a line, with the label or the question above it. */
function blocksOf({ label, lines }: LeafletPart): number[] {
  const [only] = lines
  if (lines.length === 1 && only) return [gap + linesOf(`${label}: ${only.text}`, columnEms)]
  const blocks: number[] = []
  let before = gap + 1
  for (const { lead, text, heading } of lines) {
    const height = linesOf([lead, text].join(' '), heading ? columnEms : columnEms - indentEms)
    if (heading) before += height
    else {
      blocks.push(before + height)
      before = 0
    }
  }
  return blocks
}
