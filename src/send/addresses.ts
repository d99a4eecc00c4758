/** What a run is given for receivers: addresses, and what headers say, by name. */
export interface Addresses {
  readonly values: ReadonlyMap<string, string>
  /** What was given and cannot be used, in words that hold none of it. */
  readonly faults: readonly string[]
}

/** Names and values, one a line, as in `chat=https://hooks.example/abc`. Empty lines and those that begin with # are left out. */
export function readAddresses(text: string): Addresses {
  const values = new Map<string, string>()
  const faults: string[] = []
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    const [, name, value] = /^([A-Za-z0-9][A-Za-z0-9_-]{0,39})\s*=\s*(\S.*)$/.exec(line) ?? []
    if (name === undefined || value === undefined)
      faults.push(`line ${index + 1} is not a name, = and a value`)
    else if (values.has(name)) faults.push(`line ${index + 1} gives ${name} a second time`)
    else values.set(name, value)
  }
  return { values, faults }
}

/** An address that may be written to, or why not, in words that hold none of it. */
export function readAddress(text: string): URL | string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null) return 'its address is none'
  if (url.username !== '' || url.password !== '')
    return 'its address holds a user or a password; write them into a header'
  // Whatever listens on this very machine is reached without a network.
  const local = url.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  return url.protocol === 'https:' || local ? url : 'its address does not begin with https://'
}
