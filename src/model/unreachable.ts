/**
 * Marks a branch the types exclude. Reaching it is our own mistake, never a person's.
 * @throws always.
 */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`)
}
