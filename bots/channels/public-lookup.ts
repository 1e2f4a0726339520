import { type LookupAddress, lookup } from 'node:dns'
import { BlockList, type LookupFunction } from 'node:net'

/**
 * Networks that are nobody's on the internet: this machine, the ward's own network, and what is no host at all. Those
 * of IPv4 hold for its addresses within IPv6 too.
 */
const own = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  own.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of [
  ['::', 96],
  ['64:ff9b::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  own.addSubnet(network, bits, 'ipv6')

/** Whether an address is one of the internet's. */
export function isPublic({ address, family }: LookupAddress): boolean {
  return !own.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/**
 * Looks a name up for a connection, and refuses names that lead into our own network. Asked at the moment of
 * connecting, so that a name cannot mean something else in between.
 */
export const publicLookup: LookupFunction = (name, options, answer) => {
  lookup(name, { ...options, all: true }, (error, addresses) => {
    const [first, ...rest] = (addresses ?? []).filter(isPublic)
    if (error) answer(error, [])
    else if (!first) answer(Object.assign(new Error('not a public address'), { code: 'NOT_PUBLIC' }), [])
    else if (options.all) answer(null, [first, ...rest])
    else answer(null, first.address, first.family)
  })
}
