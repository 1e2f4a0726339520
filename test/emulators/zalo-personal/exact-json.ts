const mark = '@number:'

/** Digits that are to stand in JSON as a number, however many there are. */
export function exactNumber(digits: string): string {
  return `${mark}${BigInt(digits)}`
}

/** JSON as Zalo writes it: with numbers of more digits than one of ours can hold. */
export function exactJson(value: object): string {
  return JSON.stringify(value).replaceAll(new RegExp(`"${mark}(\\d+)"`, 'g'), '$1')
}
