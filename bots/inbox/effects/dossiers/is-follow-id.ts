/** Whether a button's number can be a follow's: one that is none must not break the transaction. */
export function isFollowId(text: string): boolean {
  return /^\d{1,18}$/.test(text)
}
