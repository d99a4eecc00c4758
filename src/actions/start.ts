import { setFailed } from '@actions/core'
import { type connect, connect as open } from '../github/connect.js'
import { GitHubError } from '../github/errors.js'
import type { Code } from '../model/problem-codes.js'
import { type Annotation, annotate } from '../runner/annotate.js'
import { InputError, readInputs, writeOutputs, writeSummary } from '../runner/inputs.js'
import { harmless } from '../runner/log.js'
import { readSurroundings, type Surroundings } from '../runner/surroundings.js'

/** What an action was called with. */
export interface Call<Input extends string> {
  readonly input: Readonly<Record<Input, string>>
  readonly surroundings: Surroundings
  readonly octokit: ReturnType<typeof connect>
}

/** How an action ended. */
export interface Ended<Output extends string> {
  readonly outputs: (Readonly<Record<Output, string | number>> & { readonly 'reason-code': Code }) | null
  /** Markdown for the summary of the job, or null. */
  readonly summary: string | null
  readonly annotations: readonly Annotation[]
  /** Why the step fails, or null: a requester's mistake is a state and fails nothing. */
  readonly failure: string | null
}

/** An action: the inputs and outputs of its action.yml, and what it does. */
export interface Action<Input extends string, Output extends string> {
  readonly inputs: readonly Input[]
  readonly outputs: readonly Output[]
  readonly run: (call: Call<Input>) => Promise<Ended<Output>>
}

/** What an action declares, with its names checked against what it reads and puts out. Nothing runs until it is started. */
export function defineAction<const Input extends string, const Output extends string>(
  action: Action<Input | 'token', Output | 'state' | 'reason-code'>,
): Action<Input | 'token', Output | 'state' | 'reason-code'> {
  return action
}

/**
 * Runs an action as the runner expects it. What cannot be done fails the step, with a message that names the missing permission and
 * the lines to add, and with the outputs `state` (`failed`) and `reason-code`, for workflows that go on nevertheless.
 */
export async function start<Input extends string, Output extends string>(
  action: Action<Input | 'token', Output | 'state' | 'reason-code'>,
): Promise<void> {
  const { env } = process
  try {
    const input = readInputs<Input | 'token'>(action.inputs)
    const surroundings = readSurroundings(env)
    const ended = await action.run({ input, surroundings, octokit: connected(input.token, surroundings) })
    for (const each of ended.annotations) annotate(each)
    if (ended.outputs !== null) writeOutputs(ended.outputs)
    if (ended.summary !== null) await writeSummary(ended.summary, env)
    if (ended.failure !== null) fail(ended.failure)
  } catch (error) {
    writeOutputs({ state: 'failed', 'reason-code': reasonOf(error) })
    fail(failureText(error))
  }
}

/** What went wrong, and for a missing permission the line that grants it. */
export function failureText(error: unknown): string {
  if (!(error instanceof GitHubError)) return error instanceof Error ? error.message : String(error)
  const grants = grantable(error.permission)
  const refused = error.failure === 'forbidden' || error.failure === 'not-found'
  if (!refused || grants === null) return error.message
  return `${error.message} In the workflow, the job needs: permissions: { ${grants} }`
}

/** The part of a permission that a workflow can grant: teams take a GitHub App, and metadata comes with every token. */
function grantable(permission: string | null): string | null {
  const names = (permission ?? '').split(', ').filter((each) => !/^(?:metadata|members|)(?::|$)/.test(each))
  return names.length === 0 ? null : names.join(', ')
}

function connected(token: string, { apiUrl, graphqlUrl }: Surroundings) {
  if (token === '') {
    throw new InputError('The input “token” is empty. Leave it out to use the token of the workflow.')
  }
  return open({ apiUrl, graphqlUrl, token })
}

function reasonOf(error: unknown): Code {
  if (error instanceof GitHubError) return `github/${error.failure}`
  return error instanceof InputError ? 'input/invalid' : 'unexpected/error'
}

function fail(message: string): void {
  setFailed(harmless(message))
}
