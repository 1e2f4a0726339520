import type { Block, Choice, Reply } from '../dialogue/reply.ts'

/**
 * Cuts a reply into messages of at most `maxText`: between blocks where it can, else between the items of a list
 * or the sentences of a text. Choices and what goes on a board come with the last part; what concerns the messages
 * before, such as standing in for the tapped one, with the first. Sizes are those of plain text with room
 * to spare, since a channel adds marks of its own when it renders.
 * @param maxText in UTF-16 units, as in `Capabilities`
 */
export function splitReply(reply: Reply, maxText: number): Reply[] {
  const { blocks: whole, replacesTapped, lang, clears, ...below } = reply
  const room = Math.max(20, Math.floor(maxText * 0.9))
  const question = sizeOfQuestion(reply)
  if (whole.reduce((sum, block) => sum + sizeOf(block), question) <= room) return [reply]

  const parts: Block[][] = [[]]
  let used = 0
  for (const piece of whole.flatMap((block) => cutBlock(block, room))) {
    const size = sizeOf(piece)
    if (used > 0 && used + size > room) {
      parts.push([])
      used = 0
    }
    parts.at(-1)?.push(piece)
    used += size
  }
  // The question stands below the last part, alone when nothing else fits beside it.
  if (used > 0 && used + question > room) parts.push([])

  return parts.map((blocks, index) => ({
    blocks,
    ...(index === 0
      ? { ...(replacesTapped && { replacesTapped }), ...(lang && { lang }), ...(clears && { clears }) }
      : {}),
    ...(index === parts.length - 1 ? below : {}),
  }))
}

function sizeOfQuestion({ progress = '', choices = [] }: Reply): number {
  const numbered = choices.reduce((sum, { label }: Choice) => sum + label.length + 5, 0)
  return progress.length + numbered + 4
}

/** Length as plain text, with the line breaks around it. */
function sizeOf(block: Block): number {
  switch (block.kind) {
    case 'text':
    case 'title':
      return block.text.length + 2
    case 'list':
      return block.items.reduce((sum, item) => sum + item.length + 6, 2)
    case 'checklist':
      return block.items.reduce((sum, { text, note }) => sum + text.length + (note?.length ?? 0) + 8, 2)
    case 'facts':
      return block.items.reduce((sum, { label, value }) => sum + label.length + value.length + 5, 2)
    case 'steps':
      return block.items.reduce((sum, { label }) => sum + label.length + 4, 2)
    case 'link':
      return block.label.length + block.url.length + 6
  }
}

/** One block as blocks that fit. */
function cutBlock(block: Block, room: number): Block[] {
  if (sizeOf(block) <= room) return [block]
  switch (block.kind) {
    case 'text':
    case 'title':
      return cutText(block.text, room - 2).map((text) => ({ kind: block.kind, text }))
    case 'list': {
      const items = block.items.flatMap((item) => cutText(item, room - 8))
      return group(items, (part) => ({ ...block, items: part }), room)
    }
    case 'checklist': {
      const items = block.items.flatMap((item) => {
        const [text = '', ...rest] = cutText(item.note ? `${item.text} (${item.note})` : item.text, room - 10)
        if (item.note && rest.length === 0) return [item]
        return [text, ...rest].map((piece) => ({ text: piece, done: item.done }))
      })
      return group(items, (part) => ({ kind: 'checklist', items: part }), room)
    }
    case 'facts': {
      const items = block.items.flatMap(({ label, value }) => {
        const values = cutText(value, Math.max(10, room - label.length - 7))
        return values.map((piece, index) => ({ label: index === 0 ? label : '…', value: piece }))
      })
      return group(items, (part) => ({ kind: 'facts', items: part }), room)
    }
    case 'steps': {
      const items = block.items.flatMap(({ label, state }) =>
        cutText(label, room - 6).map((piece) => ({ label: piece, state })),
      )
      return group(items, (part) => ({ kind: 'steps', items: part }), room)
    }
    case 'link':
      // An address cannot be cut; the words around it can.
      return [
        { kind: 'text', text: block.label },
        { kind: 'link', label: block.url, url: block.url },
      ]
  }
}

/** Items put together again, as many as fit. */
function group<Item>(items: Item[], make: (items: Item[]) => Block, room: number): Block[] {
  const groups: Item[][] = []
  for (const item of items) {
    const current = groups.at(-1)
    if (current && sizeOf(make([...current, item])) <= room) current.push(item)
    else groups.push([item])
  }
  return groups.map(make)
}

const characters = new Intl.Segmenter('vi', { granularity: 'grapheme' })

/** Cuts at paragraph, sentence or word ends, in this order; a longer word is cut between characters. */
function cutText(text: string, room: number): string[] {
  const pieces: string[] = []
  let rest = text
  while (rest.length > room) {
    const at = findCut(rest, Math.max(1, room))
    pieces.push(rest.slice(0, at).trimEnd())
    rest = rest.slice(at).trimStart()
  }
  if (rest || pieces.length === 0) pieces.push(rest)
  return pieces.filter((piece, index) => piece || index === 0)
}

function findCut(text: string, room: number): number {
  const head = text.slice(0, room + 1)
  for (const end of ['\n', '. ', '; ', ', ', ' ']) {
    const at = head.lastIndexOf(end, room - end.trimEnd().length)
    // A cut in the first third would make a crumb; the next weaker one is better.
    if (at > room / 3) return at + end.trimEnd().length
  }
  // Inside a word: not between the halves of a pair, nor between a letter and its accent.
  return characters.segment(text).containing(room)?.index || room
}
