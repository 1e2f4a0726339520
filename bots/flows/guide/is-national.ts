/** Whether a code is one of the national list, where it can be looked up; those of our own are for addresses alone. */
export function isNational(code: string): boolean {
  return /^\d/.test(code)
}
