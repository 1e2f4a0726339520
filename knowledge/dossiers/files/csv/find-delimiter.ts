/** What separates cells: comma, semicolon (Excel where the comma is decimal) or tab (Excel's "Unicode text"). */
const delimiters = [',', ';', '\t'] as const

/** The delimiter that the header uses most, outside quotation marks; a comma when there is none. */
export async function findDelimiter(text: AsyncIterable<Buffer>): Promise<string> {
  for await (const bytes of text) {
    const header = /^[\r\n]*((?:"[^"]*"|[^"\r\n])*)/.exec(bytes.toString())?.[1] ?? ''
    const bare = header.replace(/"[^"]*"/g, '')
    const count = (delimiter: string) => bare.split(delimiter).length
    return delimiters.toSorted((a, b) => count(b) - count(a))[0] ?? ','
  }
  return ','
}
