/** `CB-` or `NB-` and twelve letters (`make-chat-code.ts`), with or without dashes, wherever it stands. */
const code = /(?<![A-Z0-9])([CN]B)[\s-]?([A-Z2-9]{4})[\s-]?([A-Z2-9]{4})[\s-]?([A-Z2-9]{4})(?![A-Z0-9])/i
/** A code with a greeting around it; nothing longer is looked at. */
const longest = 120

/** A code that makes a chat an official's (`CB`), or binds a group chat (`NB`). */
export function readChatCode(text: string): { prefix: 'CB' | 'NB'; code: string } | undefined {
  if (text.length > longest) return undefined
  const [, prefix, ...groups] = code.exec(text) ?? []
  if (!prefix) return undefined
  const upper = prefix.toUpperCase() === 'CB' ? 'CB' : 'NB'
  return { prefix: upper, code: [upper, ...groups].join('-').toUpperCase() }
}
