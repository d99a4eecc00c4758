import type { Effect } from '../../model/effect.js'
import type { Problem } from '../../model/problem.js'
import { type FinalRecord, isOver } from '../../model/record.js'
import type { FirstLook } from '../../model/snapshot.js'
import { chapterEnds, ownStanding, stageOf } from '../ledger/own-standing.js'
import type { Following } from '../report/following.js'
import { statusComment } from '../report/status-comment.js'
import { blocks, markdown } from '../text/markdown.js'
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
  const landed = landing(snapshot)
  if (landed !== null) return statusEffects(snapshot, withUndone(snapshot, landed, problem))
  const body = statusComment({ kind: 'held', title: 'Request', problems: [problem] })
  return [...statusEffects(snapshot, body), ...labelEffects(snapshot, 'held')]
}

/** What was merged last; null where something is still to be merged. What is merged waits for nothing, and is on hold no more. */
function landing({ ledger: { records } }: FirstLook): FinalRecord | null {
  const last = records.at(-1)
  const end = last !== undefined && isOver(last) ? chapterEnds(records).at(-1) : undefined
  return end?.predicate.decision === 'merged' ? end : null
}

function withUndone({ ledger }: FirstLook, record: FinalRecord, { what, fix }: Problem): string {
  const outcome = blocks(markdown`**Not everything is done that comes after the merge.** ${what} ${fix}`)
  const own = ownStanding([...ledger.earlier, ...ledger.records])
  const inForce = own?.merges.flatMap((merge) => stageOf(merge) ?? []) ?? []
  const nothing = { arrival: null, next: null, line: [], lost: null, review: null, organization: '' } as const
  const following: Following = { stage: stageOf(record), ...nothing, inForce, outcome }
  return statusComment({ kind: 'final', record, later: [], following })
}
