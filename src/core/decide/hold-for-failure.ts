import type { Effect } from '../../model/effect.js'
import type { Problem } from '../../model/problem.js'
import type { FirstLook } from '../../model/snapshot.js'
import { statusComment } from '../report/status-comment.js'
import { labelEffects, statusEffects } from './views.js'

/** What could not be done on GitHub. */
export interface Failure {
  /** As in `open a pull request`. */
  readonly operation: string
  /** The permission it needs, or null. */
  readonly permission: string | null
}

/** Shows on the issue that GitHub did not let the toolkit go on, so that nobody waits for something that cannot come. */
export function holdForFailure(snapshot: FirstLook, { operation, permission }: Failure): readonly Effect[] {
  const need = permission === null ? '' : ` the permission “${permission}” of the token and`
  const problem: Problem = {
    code: 'state/github-refused',
    what: `GitHub did not let the toolkit ${operation}.`,
    fix: `A maintainer has to check${need} the settings of the repository; the log of the workflow run has the details.`,
  }
  const body = statusComment({ kind: 'held', title: 'Request', problems: [problem] })
  return [...statusEffects(snapshot, body), ...labelEffects(snapshot, 'held')]
}
