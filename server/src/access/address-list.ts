import { BlockList, isIP } from 'node:net'

/** Is the address in the list of addresses and CIDR ranges? An empty list allows all. */
export function addressAllowed(address: string, list: readonly string[]): boolean {
  if (list.length === 0) return true
  const allowed = new BlockList()
  for (const entry of list) {
    const { network, prefix, family } = readRange(entry) ?? {}
    if (network && prefix !== undefined && family) allowed.addSubnet(network, prefix, family)
  }
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '')
  return allowed.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
}

/** `192.0.2.0/24`, `2001:db8::/32` or a single address; undefined for anything else. */
export function readRange(entry: string) {
  const [network = '', bits, ...rest] = entry.split('/')
  const version = isIP(network)
  if (version === 0 || rest.length > 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits)))
    return undefined
  const most = version === 6 ? 128 : 32
  const prefix = bits === undefined ? most : Number(bits)
  if (prefix > most) return undefined
  return { network, prefix, family: version === 6 ? ('ipv6' as const) : ('ipv4' as const) }
}

/** The unit in which strangers are counted: an IPv4 address, or the /64 that one IPv6 subscriber has. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '')
  if (isIP(plain) !== 6) return plain
  const [left = '', right] = (plain.split('%')[0] ?? '').split('::')
  const head = left === '' ? [] : left.split(':')
  const tail = right ? right.split(':') : []
  const groups =
    right === undefined
      ? head
      : [...head, ...Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0'), ...tail]
  const network = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16))
  return `${network.join(':')}::/64`
}
