import { getInput } from '@actions/core'
import { type IssueNumber, isNumbered, issueNumber } from '../model/ids.js'

/** An action was called wrongly; the message says how it is called. */
export class InputError extends Error {
  override readonly name = 'InputError'
}

/** The inputs of an action, trimmed; empty where one was left out. */
export function readInputs<Name extends string>(names: readonly Name[]): Readonly<Record<Name, string>> {
  return Object.fromEntries(names.map((name) => [name, getInput(name)])) as Readonly<Record<Name, string>>
}

/** @throws InputError when it is not a positive whole number. */
export function wholeInput(name: string, value: string): number {
  if (/^[1-9][0-9]{0,14}$/.test(value)) return Number(value)
  throw new InputError(
    `The input “${name}” has to be the number of an issue, as in 42; it is ${JSON.stringify(value)}.`,
  )
}

/** @throws InputError when no issue can have this number. */
export function issueInput(name: string, value: string): IssueNumber {
  const number = wholeInput(name, value)
  if (isNumbered(number)) return issueNumber(number)
  throw new InputError(`The input “${name}” is ${value}, and no issue has such a number.`)
}

/** @throws InputError when it is neither `true` nor `false`. */
export function flagInput(name: string, value: string): boolean {
  if (value === 'true' || value === 'false') return value === 'true'
  throw new InputError(`The input “${name}” has to be true or false; it is ${JSON.stringify(value)}.`)
}
