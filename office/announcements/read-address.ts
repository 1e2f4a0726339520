const longest = 2000
/** A parsed address has four numbers however it was written. */
const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/

/** @returns a web address that may stand behind a button: https, or http on this machine; undefined for any other */
export function readAddress(text: string): string | undefined {
  const typed = text.trim()
  if (typed.length > longest || !URL.canParse(typed)) return undefined
  const { protocol, hostname, username, password, href } = new URL(typed)
  // What stands before an @ only disguises where it leads.
  if (username !== '' || password !== '') return undefined
  return protocol === 'https:' || (protocol === 'http:' && loopback.test(hostname)) ? href : undefined
}
