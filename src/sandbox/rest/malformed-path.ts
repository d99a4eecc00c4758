import { BadPath } from '../git/write-tree.js'
import { Refusal } from '../world/refusal.js'

/** Git refuses a path such as one with `..` or `.git`. */
export function refuseMalformed(error: unknown): never {
  if (error instanceof BadPath) throw new Refusal(422, 'tree.path contains a malformed path component')
  throw error
}
