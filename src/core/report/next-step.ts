import type { Problem } from '../../model/problem.js'
import type { FinalRecord } from '../../model/record.js'
import { type Markdown, markdown } from '../text/markdown.js'

/**
 * Who has to act on what holds a request, and how. What a problem of the request's state has to say of that stands in its fix; a problem of a
 * file says only how the file should be, so it is said here who keeps the file. The first problem comes first, the others are counted.
 */
export function nextStep([first, ...others]: readonly Problem[]): Markdown {
  if (first === undefined) return markdown`nobody has to act; the toolkit looks again.`
  const keeper = keeperOf(first)
  const who = keeper === null ? markdown`` : markdown`${keeper} has to act. `
  const more =
    others.length === 0
      ? markdown``
      : markdown` ${others.length === 1 ? 'One more point' : `${others.length} more points`} below ${others.length === 1 ? 'has' : 'have'} to be settled as well.`
  return markdown`${who}${first.fix}${more}`
}

/** Who keeps what a problem is about; null where its fix names them. */
function keeperOf({ code }: Problem): string | null {
  const room = code.slice(0, code.indexOf('/'))
  switch (room) {
    // A manifest can be mended, and so can the request that does not fit it.
    case 'change':
      return 'the requester or a maintainer of the manifests'
    case 'request':
      return 'the requester'
    case 'type':
    case 'form':
    case 'expression':
      return 'a maintainer of the request type'
    default:
      return null
  }
}

/** The commit that was merged and the branch it was merged into, as a ledger has them. */
export interface Landing {
  /** As many digits as people read. */
  readonly commit: string
  readonly branch: string
  readonly pull: number
}

/** Where something was merged; null for a record of anything else. */
export function landingOf({ predicate: { merge, pull } }: FinalRecord): Landing | null {
  if (merge === null) return null
  const branch = merge.into
  return { commit: merge.commit.slice(0, 12), branch, pull: pull?.number ?? 0 }
}

/** How what was merged as it was approved is taken back, half a sentence in plain text. @param stages those in force, of which one has to be named where there are several. */
export function rollBack(stages: readonly string[] = []): string {
  const commands =
    stages.length < 2 ? ['/rollback'] : stages.toReversed().map((stage) => `/rollback ${stage}`)
  const last = commands.slice(-1).join('')
  const others = commands.slice(0, -1).join(', ')
  return `comment ${others === '' ? last : `${others} or ${last}`} with the reason`
}

/** How what was merged otherwise is taken back, half a sentence in plain text. */
export function wayBack({ commit, branch, pull }: Landing, issue: number): string {
  return `revert commit ${commit} on ${branch} (the button Revert of pull request ${pull}, git revert, or issueops undo --issue ${issue})`
}
