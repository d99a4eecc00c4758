import { labelPrefix, stateLabel } from '../core/decide/views.js'
import { driftLabel } from '../core/sweep/drift-issues.js'
import type { ListedIssue } from '../github/reader.js'
import { secondsBetween } from '../model/instant.js'

/** How long the sweep goes on looking at what a stranger filed in vain, in seconds: long enough for an event that was lost. */
const strangersPatience = 86_400

/** How GitHub sees people who have no part in a repository. Source: GitHub docs, GraphQL enum CommentAuthorAssociation. */
const strangers: readonly string[] = ['NONE', 'FIRST_TIMER', 'FIRST_TIME_CONTRIBUTOR', 'MANNEQUIN']

/**
 * Whether the sweep has to look at an open issue. One that a stranger filed, that was answered as invalid and that nobody has touched for a
 * day waits for its author, whose next word or edit starts a run of its own: else strangers could fill every sweep for ever. The label is only
 * taken for a hint that nothing has to be done; it decides nothing.
 */
export function isWorthALook({ labels, association, updatedAt, listedAt }: ListedIssue): boolean {
  const answered = labels.some((label) => label.toLowerCase() === stateLabel('invalid'))
  return (
    !answered || !strangers.includes(association) || secondsBetween(updatedAt, listedAt) < strangersPatience
  )
}

/** Whether the toolkit has ever shown a state on an issue, which it does on none of its own about drift; taken for a hint alone, so that others cost no look. */
export function isRequest({ labels }: Pick<ListedIssue, 'labels'>): boolean {
  return labels.some((label) => {
    const folded = label.toLowerCase()
    return folded.startsWith(labelPrefix) && folded !== driftLabel
  })
}
