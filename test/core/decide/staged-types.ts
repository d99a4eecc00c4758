import { readPolicy } from '../../../src/core/request-type/read-policy.js'
import type { RequestType } from '../../../src/model/request-type.js'
import { kinds } from './town-requests.js'

/** Of the stages dev, live and world, what keeps the second from beginning at once; or none of them. */
const asRead = { 'at once': null, 'after the merge': 1, 'once reached': 2, 'without stages': null } as const

/** A request type with three stages, or without. */
export function typeOf(kind: keyof typeof asRead): RequestType {
  const { policy } = kinds[asRead[kind] ?? 2] ?? kinds[0]
  const found = readPolicy(policy).candidates.find(({ type }) => type.name === 'rollout')
  if (found === undefined) throw new Error('the type does not read')
  const { stages, reached, ...rest } = found.type
  if (kind === 'without stages') return rest
  if (kind === 'at once') return { ...rest, ...(stages === undefined ? {} : { stages }) }
  return found.type
}
