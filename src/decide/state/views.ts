import type { State } from '../../model/decision.js'
import type { Effect } from '../../model/effect.js'
import type { ObservedComment, Snapshot } from '../../model/snapshot.js'
import { statusMarker } from '../report/status-comment.js'

/** Labels are a view: the toolkit sets them and never reads them back to decide. */
const labelPrefix = 'issueops:'

/** The toolkit's own status comment: the oldest that carries the marker, should two runs have raced to write it. */
export function statusOf(
  snapshot: Snapshot,
): { readonly comment: ObservedComment; readonly upToDate: (body: string) => boolean } | null {
  const comment = snapshot.issue.comments.find((each) => each.own && each.body.startsWith(statusMarker))
  return comment === undefined ? null : { comment, upToDate: (body) => sameText(comment.body, body) }
}

/** Writes the status comment unless it already says exactly this. */
export function statusEffects(snapshot: Snapshot, body: string): readonly Effect[] {
  const status = statusOf(snapshot)
  if (status?.upToDate(body) === true) return []
  return [{ kind: 'ensure-status', comment: status?.comment.id ?? null, body }]
}

/** Shows the state as the only label of the toolkit's. */
export function labelEffects(snapshot: Snapshot, state: State): readonly Effect[] {
  const wanted = `${labelPrefix}${state}`
  const { labels } = snapshot.issue
  const add = labels.includes(wanted) ? [] : [wanted]
  const remove = labels.filter((label) => label.startsWith(labelPrefix) && label !== wanted)
  return add.length + remove.length === 0 ? [] : [{ kind: 'ensure-labels', add, remove }]
}

/** GitHub may store other line ends and drop blanks at the end; neither is a difference. */
export function sameText(a: string, b: string): boolean {
  return normal(a) === normal(b)
}

function normal(text: string): string {
  return text.replaceAll('\r\n', '\n').trimEnd()
}
