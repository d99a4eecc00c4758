import type { Beside } from '../../model/change.js'

/** The position beside a neighbour, among keys in their order; null where the neighbour is not among them. */
export function neighbourIndex(beside: Beside, keys: readonly unknown[]): number | null {
  const index = keys.indexOf('before' in beside ? beside.before : beside.after)
  if (index < 0) return null
  return 'before' in beside ? index : index + 1
}
