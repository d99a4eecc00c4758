import type { IssueNumber, PullNumber, RepositoryRef } from '../../model/ids.js'
import type { Overlap } from '../plan/overlaps.js'
import { blocks, code, joined, type Markdown, markdown, reference, table } from '../text/markdown.js'
import { shorten } from './request-view.js'

/** What approvers should know of other requests that are open at the same time. */
export interface OtherRequestsView {
  readonly requests: readonly ContestedRequest[]
  /** `part`: there are more than were looked at; `unknown`: GitHub did not tell. */
  readonly looked: 'all' | 'part' | 'unknown'
}

/** Another open request, with the places both change; the whole file where its own places are not known. */
export interface ContestedRequest {
  /** Null where it was filed in another repository. */
  readonly issue: IssueNumber | null
  readonly pull: PullNumber
  readonly places: readonly Overlap[]
}

/** Requests named; more in one place would not be read. */
const requestsShownMax = 10
/** Places named of each. */
const placesShownMax = 5
/** Longest place shown, in characters; a line of a text file is a place of its own. */
const placeLengthMax = 200

/**
 * The other open requests that change the same places, and what that means for an approval; null where there are none.
 * @param elsewhere the repository of the pull requests, where that is not the one of the issue.
 */
export function otherRequests(
  { requests, looked }: OtherRequestsView,
  elsewhere: RepositoryRef | null = null,
): Markdown | null {
  const rows = requests
    .slice(0, requestsShownMax)
    .map(({ issue, pull, places }) => [request(issue, reference(elsewhere, pull)), named(places)])
  const more = requests.length - rows.length
  if (more > 0) rows.push([markdown`${more} more`, markdown`–`])
  const parts = [
    ...(rows.length === 0
      ? []
      : [table(['Other open request', 'Changes the same place'], rows), consequence]),
    ...(looked === 'all' ? [] : [gaps[looked]]),
  ]
  return parts.length === 0 ? null : blocks(...parts)
}

/** A request of another repository is only known by its pull request. */
function request(issue: IssueNumber | null, pull: Markdown): Markdown {
  return issue === null ? markdown`pull request ${pull}` : markdown`#${issue} (pull request ${pull})`
}

const consequence = markdown`Whichever is merged first, the others are planned anew on top of it, and the approvals they have by then no longer count.`

const gaps = {
  part: markdown`More requests are open, or they change more files, than were looked at: others may change the same places too.`,
  unknown: markdown`GitHub did not tell which other requests are open: some may change the same places.`,
} as const

function named(places: readonly Overlap[]): Markdown {
  const shown = places
    .slice(0, placesShownMax)
    .map(({ path, at }) =>
      at === '' ? code(path) : markdown`${code(path)} → ${code(shorten(at, placeLengthMax))}`,
    )
  const more = places.length - shown.length
  return joined(more > 0 ? [...shown, markdown`${more} more`] : shown, ', ')
}
