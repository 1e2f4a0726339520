/** Mobile numbers, and Hanoi's with its area code, as they are without their zero. */
const withoutZero = /^(?:[35789]\d{8}|2\d{9})$/

/** Excel takes a phone for a quantity and drops its zero; a number of that length can be nothing else. */
export function restoreZero(phone: string): string {
  return withoutZero.test(phone) ? `0${phone}` : phone
}
