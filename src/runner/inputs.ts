import { getInput } from '@actions/core'
import { context } from '@actions/github'
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
export function readInputs(): Inputs {
  const token = getInput('token')
  if (token === '') {
    throw new Error('The input “token” is empty. Leave it out to use the token of the workflow.')
  }
  const { owner, repo } = context.repo
  return {
    token,
    repository: repositoryRef(`${owner}/${repo}`),
    apiUrl: context.apiUrl,
    wake: readWake(getInput('issue'), context.payload),
  }
}

function readWake(input: string, event: unknown): Wake {
  if (input === '') return readEvent(event)
  if (!/^[1-9][0-9]{0,14}$/.test(input)) {
    throw new Error(
      `The input “issue” has to be the number of an issue, as in 42; it is ${JSON.stringify(input)}.`,
    )
  }
  return { kind: 'issue', issue: issueNumber(Number(input)) }
}
