/**
 * Names a plain object answers to without having been given them, in the lower case @actions/expressions looks them up in,
 * and those that change an object's prototype in code that reads a manifest later.
 */
const unsafeNames: ReadonlySet<string> = new Set(
  [...Object.getOwnPropertyNames(Object.prototype), 'prototype'].map((name) => name.toLowerCase()),
)

/** Whether `name` may be no key of data and no field an expression refers to. */
export function isUnsafeName(name: string): boolean {
  return unsafeNames.has(name.toLowerCase())
}
