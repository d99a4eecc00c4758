import type { DriftIssue } from '../../model/drift.js'
import type { ViewEffect } from '../../model/effect.js'
import { labelPrefix, sameText } from '../decide/views.js'
import { driftCount, type TypeDrift } from '../drift/told-drift.js'
import { driftIssue, driftMarker, driftMarkerOf, healedIssue, type IssueText } from '../report/drift-issue.js'

/** The label of issues about drift. */
export const driftLabel = `${labelPrefix}drift`

/**
 * What makes the issues about drift say what has drifted: one for each type, opened once, edited in place, closed when all is healed and opened again when something
 * drifts anew. Nothing is written where nothing has changed. Should two sweeps have raced to open one, the older stays.
 * @param issues the toolkit's own, oldest first.
 */
export function driftEffects(
  drifts: readonly TypeDrift[],
  issues: readonly DriftIssue[],
): readonly ViewEffect[] {
  const told = new Set(drifts.map(({ type }) => driftMarkerOf(type)))
  const others = issues.filter(({ body, isOpen }) => isOpen && !told.has(markerIn(body)))
  return [...drifts.flatMap((drift) => ofType(drift, issues)), ...others.map(ofNobody)]
}

function ofType(drift: TypeDrift, issues: readonly DriftIssue[]): readonly ViewEffect[] {
  const about = `drift:${drift.type}`
  const [first, ...doubles] = issues.filter(({ body }) => markerIn(body) === driftMarkerOf(drift.type))
  const folded = doubles
    .filter(({ isOpen }) => isOpen)
    .map(({ number, title, body }): ViewEffect => {
      return { kind: 'edit-issue', about, issue: number, title, body, state: 'not-planned' }
    })
  const count = driftCount(drift)
  // Where nobody could look, nobody can tell that it is healed.
  if (count === 0 && drift.unseen.length > 0) return folded
  if (count === 0)
    return first?.isOpen === true
      ? [...folded, edited(about, first, healedIssue(drift), 'completed')]
      : folded
  const text = driftIssue(drift)
  if (first === undefined) return [{ kind: 'open-issue', about, ...text, labels: [driftLabel] }]
  const isSaid = first.isOpen && first.title === text.title && sameText(first.body, text.body)
  return isSaid ? folded : [...folded, edited(about, first, text, 'open')]
}

function edited(
  about: string,
  { number }: DriftIssue,
  text: IssueText,
  state: 'open' | 'completed',
): ViewEffect {
  return { kind: 'edit-issue', about, issue: number, ...text, state }
}

/** Nothing of its type is in force any more. */
function ofNobody({ number, title, body }: DriftIssue): ViewEffect {
  const type = markerIn(body).slice(driftMarker.length, -' -->'.length)
  const text = healedIssue({ type, title: title.replace(/^Drift: /, '') })
  return { kind: 'edit-issue', about: `drift:${type}`, issue: number, ...text, state: 'completed' }
}

/** The first line of a text of the toolkit's own. */
function markerIn(body: string): string {
  return body.split(/\r?\n/, 1)[0] ?? ''
}
