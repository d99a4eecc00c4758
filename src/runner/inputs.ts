/** An action was called wrongly; the message says how it is called. */
export class InputError extends Error {
  override readonly name = 'InputError'
}

/**
 * The inputs of an action, trimmed; empty where one was left out. The runner hands them over as variables: upper case, blanks as `_`,
 * dashes kept. Source: “Metadata syntax for GitHub Actions”, `inputs`. (`@actions/core` reads them in the same way, but loads an HTTP client
 * that doubles the time to start.)
 */
export function readInputs<Name extends string>(
  names: readonly Name[],
  env: NodeJS.ProcessEnv,
): Readonly<Record<Name, string>> {
  const read = names.map((name) => [name, (env[`INPUT_${name.toUpperCase()}`] ?? '').trim()] as const)
  return Object.fromEntries(read) as Readonly<Record<Name, string>>
}

/** @throws InputError when it is not a positive whole number. */
export function wholeInput(name: string, value: string): number {
  if (/^[1-9][0-9]{0,14}$/.test(value)) return Number(value)
  throw new InputError(
    `The input “${name}” has to be the number of an issue, as in 42; it is ${JSON.stringify(value)}.`,
  )
}

/** @throws InputError when it is neither `true` nor `false`. */
export function flagInput(name: string, value: string): boolean {
  if (value === 'true' || value === 'false') return value === 'true'
  throw new InputError(`The input “${name}” has to be true or false; it is ${JSON.stringify(value)}.`)
}
