import { isIPv6 } from 'node:net'

/**
 * What an address is limited by: itself, or with IPv6 its network of 64 bits, since whoever has one address has
 * all of them.
 */
export function networkOf(address: string): string {
  // Some proxies write the port as well, which anybody may change as often as they like.
  const [, ip, bracketed] = /^(\d+(?:\.\d+){3}):\d+$|^\[(.+)\](?::\d+)?$/.exec(address) ?? []
  if (ip ?? bracketed) return networkOf(ip ?? bracketed ?? '')
  if (!isIPv6(address)) return address
  // `::ffff:192.0.2.1` is an IPv4 client on a socket for both.
  if (address.includes('.')) return address.slice(address.lastIndexOf(':') + 1)
  const [head = '', tail = ''] = (address.split('%', 1)[0] ?? '').split('::')
  const before = head.split(':').filter(Boolean)
  const after = tail.split(':').filter(Boolean)
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0')
  const groups = [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16).toString(16))
  return groups.slice(0, 4).join(':')
}
