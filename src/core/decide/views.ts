import type { State } from '../../model/decision.js'
import type { Effect } from '../../model/effect.js'
import type { FinalRecord, OutcomeRecord } from '../../model/record.js'
import type { FirstLook, ObservedComment, ObservedLedger } from '../../model/snapshot.js'
import { ownStanding } from '../ledger/own-standing.js'
import { lifeSoFar } from '../report/life.js'
import { statusMarker } from '../report/status-comment.js'
import { toldMarkdown } from '../report/told-marker.js'
import { toldSoFar } from './told-so-far.js'

/** Labels are a view: the toolkit sets them and never reads them back to decide. */
export const labelPrefix = 'issueops:'

/** The toolkit's own status comment: the oldest that carries the marker, should two runs have raced to write it. */
export function statusOf(
  snapshot: FirstLook,
): { readonly comment: ObservedComment; readonly upToDate: (body: string) => boolean } | null {
  const comment = snapshot.issue.comments.find((each) => isOwn(each, statusMarker))
  if (comment === undefined) return null
  return { comment, upToDate: (body) => sameText(comment.body, whole(snapshot, body)) }
}

/** Only a comment the toolkit wrote is ever taken for its own, whatever markers others write into theirs. */
function isOwn(comment: ObservedComment, marker: string): boolean {
  return comment.own && comment.body.startsWith(marker)
}

/** Writes the status comment unless it already says exactly this. */
export function statusEffects(snapshot: FirstLook, body: string): readonly Effect[] {
  return stickyEffects(snapshot.issue.comments, statusMarker, whole(snapshot, body))
}

/** The chapter at hand, below it those before, and who was told. */
function whole(snapshot: FirstLook, body: string): string {
  const below = [lifeSoFar(snapshot.ledger.earlier)?.source ?? null, toldMarkdown(toldSoFar(snapshot))]
  return below.reduce<string>((text, more) => (more === null ? text : `${text.trimEnd()}\n\n${more}\n`), body)
}

/**
 * Writes the one comment that begins with a marker, unless it already says exactly this: the oldest stays, should two runs have raced to
 * write it, and the others go.
 */
export function stickyEffects(
  comments: readonly ObservedComment[],
  marker: string,
  body: string,
): readonly StickyEffect[] {
  const [first, ...others] = comments.filter((each) => isOwn(each, marker))
  const folded = others.map(({ id }) => ({ kind: 'delete-comment' as const, comment: id }))
  if (first !== undefined && sameText(first.body, body)) return folded
  return [...folded, { kind: 'ensure-status', comment: first?.id ?? null, body }]
}

type StickyEffect = Extract<Effect, { kind: 'ensure-status' | 'delete-comment' }>

/** What a label shows: where a request is, or what became of what was merged. */
export type Shown = State | 'taken-back' | 'ended'

/** The label that shows a state. */
export function stateLabel(state: Shown): string {
  return `${labelPrefix}${state}`
}

/** What the label shows once a chapter has ended: what was merged stays what it is until it is taken back or has ended. */
export function shownOf({ ledger }: FirstLook, record: FinalRecord, outcome: OutcomeRecord | null): Shown {
  const { cause, decision } = (outcome ?? record).predicate
  if (cause.kind === 'asked' || decision === 'failed' || outcome !== null) return decision
  const done = decision === 'merged' || decision === 'unchanged'
  switch (cause.kind) {
    case 'stage':
      // A stage that was declined takes nothing of the others back.
      return done || decision === 'reached' ? decision : 'merged'
    case 'restored':
    case 'extended':
      return 'merged'
    case 'ended':
    case 'taken-back':
      return done && !isLeft(ledger, record) ? cause.kind : 'merged'
  }
}

/** Whether something of the request is in force beside what a record takes back. */
function isLeft({ earlier, records }: ObservedLedger, record: FinalRecord): boolean {
  return ownStanding([...earlier, ...records.filter((each) => each !== record), record]) !== null
}

/** Shows the state as the only label of the toolkit's. */
export function labelEffects(snapshot: FirstLook, state: Shown): readonly Effect[] {
  const wanted = stateLabel(state)
  const { labels } = snapshot.issue
  // GitHub's labels do not distinguish case.
  const folded = labels.map((label) => label.toLowerCase())
  const add = folded.includes(wanted) ? [] : [wanted]
  const remove = labels.filter(
    (_, index) => folded[index]?.startsWith(labelPrefix) && folded[index] !== wanted,
  )
  return add.length + remove.length === 0 ? [] : [{ kind: 'ensure-labels', add, remove }]
}

/** Whether a write shows something and decides nothing. */
export function isView({ kind }: Effect): boolean {
  return (
    kind === 'ensure-status' ||
    kind === 'ensure-labels' ||
    kind === 'reply' ||
    kind === 'notice' ||
    kind === 'reopen-issue' ||
    kind === 'delete-comment'
  )
}

/** GitHub may store other line ends and drop blanks at the end; neither is a difference. */
export function sameText(a: string, b: string): boolean {
  return normal(a) === normal(b)
}

function normal(text: string): string {
  return text.replaceAll('\r\n', '\n').trimEnd()
}
