/** The beginning of a text on one line, whole words of it. @param most characters */
export function beginOf(text: string, most: number): string {
  const line = text.trim().replace(/\s+/g, ' ')
  const shown = [...line].slice(0, most).join('')
  return shown === line ? line : `${shown.replace(/\s\S*$/, '')}…`
}
