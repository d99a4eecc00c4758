import type { IssueNumber } from '../model/ids.js'
import { readEvent } from '../runner/event.js'
import { InputError, issueInput } from '../runner/inputs.js'

/**
 * The issue an action is about: the input, or else the one of the event.
 * @throws InputError when there is neither.
 */
export function issueOf(input: string, event: unknown): IssueNumber {
  if (input !== '') return issueInput('issue', input)
  const wake = readEvent(event)
  if (wake.kind === 'issue') return wake.issue
  throw new InputError('The event is about no issue. Name one with the input “issue”.')
}
