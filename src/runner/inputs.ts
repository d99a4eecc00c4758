import { getInput } from '@actions/core'
import { issueNumber, type RepositoryRef, repositoryRef } from '../model/ids.js'
import { readEvent, type Wake } from './event.js'

/** What an action was called with. */
export interface Inputs {
  readonly token: string
  readonly repository: RepositoryRef
  readonly apiUrl: string
  readonly wake: Wake
}

/**
 * Reads the inputs of `reconcile` and what the runner tells of its surroundings.
 * @throws with a sentence for the log when an input is missing or malformed.
 */
export function readInputs(env: NodeJS.ProcessEnv): Inputs {
  const token = getInput('token')
  if (token === '')
    throw new Error('The input “token” is empty. Leave it out to use the token of the workflow.')
  const repository = env.GITHUB_REPOSITORY ?? ''
  return {
    token,
    repository: repositoryRef(repository),
    apiUrl: env.GITHUB_API_URL ?? 'https://api.github.com',
    wake: readWake(getInput('issue'), env),
  }
}

function readWake(input: string, env: NodeJS.ProcessEnv): Wake {
  if (input === '') return readEvent(env.GITHUB_EVENT_PATH)
  if (!/^[1-9][0-9]{0,14}$/.test(input)) {
    throw new Error(
      `The input “issue” has to be the number of an issue, as in 42; it is ${JSON.stringify(input)}.`,
    )
  }
  return { kind: 'issue', issue: issueNumber(Number(input)) }
}
