/** Where Zalo keeps what people send, with all names below; the last three are for documents. */
const zaloHosts = ['zdn.vn', 'zadn.vn', 'zaloapp.com', 'zalo.me', 'dlfl.vn', 'flchat.vn', 'dlmd.me']

/**
 * The address of a picture or document as it came over the wire from Zalo, if it may be fetched: from one of Zalo's own hosts by
 * https, or from where Zalo's API was set to be. Anything else could make the server ask its own network.
 * @param root the API's, or the gateway's
 */
export function readPictureAddress(address: string, root?: string): URL | null {
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  if (url.username || url.password) return null
  if (root !== undefined && url.origin === new URL(root).origin) return url
  const isZalos = zaloHosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`))
  return url.protocol === 'https:' && url.port === '' && isZalos ? url : null
}
