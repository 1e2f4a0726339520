/** `CB-`, `NB-` or `NH-` and twelve letters (`make-chat-code.ts`), with or without dashes, wherever it stands. */
const code = /(?<![A-Z0-9])(CB|N[BH])[\s-]?([A-Z2-9]{4})[\s-]?([A-Z2-9]{4})[\s-]?([A-Z2-9]{4})(?![A-Z0-9])/i
/** A code with a greeting around it; nothing longer is looked at. */
const longest = 120

/** A code that makes a chat an official's (`CB`), binds a group chat (`NB`), or is a neighbourhood group's (`NH`). */
export function readChatCode(text: string): { prefix: 'CB' | 'NB' | 'NH'; code: string } | undefined {
  if (text.length > longest) return undefined
  const [, prefix, ...groups] = code.exec(text) ?? []
  if (!prefix) return undefined
  const upper = prefix.toUpperCase() as 'CB' | 'NB' | 'NH'
  return { prefix: upper, code: [upper, ...groups].join('-').toUpperCase() }
}
