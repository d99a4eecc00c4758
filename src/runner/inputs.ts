import { getInput, setOutput, summary } from '@actions/core'
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

/** Sets the outputs of an action; `@actions/core` fences values that span lines, so that none can pose as another output. */
export function writeOutputs(outputs: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value)
}

/** Adds to the summary of the job, where the runner keeps one. */
export async function writeSummary(text: string, env: NodeJS.ProcessEnv): Promise<void> {
  if ((env.GITHUB_STEP_SUMMARY ?? '') !== '') await summary.addRaw(text, true).write()
}
