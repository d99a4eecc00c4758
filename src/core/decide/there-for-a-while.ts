import type { Change } from '../../model/change.js'
import type { IssueNumber } from '../../model/ids.js'
import { type Instant, isBefore } from '../../model/instant.js'
import type { Problem } from '../../model/problem.js'
import type { RecordedFile } from '../../model/record.js'
import type { Snapshot } from '../../model/snapshot.js'
import { inForce, layersAt } from '../ledger/in-force.js'
import { planChanges } from '../plan/plan-changes.js'
import { wholeFile } from '../plan/recorded-place.js'
import { momentWords } from '../report/end-words.js'
import { unknownOthers, unrecordedMerge } from './plan-later.js'
import { recordedFiles } from './recorded-files.js'
import { targetFiles } from './target-place.js'
import { touchedManifests } from './touched-paths.js'
import type { UnderstoodRequest } from './understand.js'

/**
 * Why a request for which no file has to change is not done all the same: another request has what it asks for, and that one ends. Whoever heard
 * that it is there already would lose it on that day, and nobody has approved that it stays.
 */
export function thereForAWhile(
  snapshot: Snapshot,
  understood: UnderstoodRequest,
  target: string,
): Problem | null {
  const { history } = snapshot.details
  if (history === null) return null
  if (history.unreadable.length > 0) return unknownOthers(history.unreadable)
  const unsettled = unrecordedMerge(history)
  if (unsettled !== null) return unsettled
  const found = inForce(history.records)
  const ends = new Map<IssueNumber, Instant>()
  const files = occupied(snapshot, understood, target)
  for (const { repository, branch, path } of targetFiles(
    snapshot,
    target,
    files.map(({ path }) => path),
  )) {
    const places = files.find((file) => file.path === path)?.places ?? [wholeFile]
    for (const place of places) {
      for (const { issue, letGo } of layersAt(found, { repository, branch, path, place })) {
        const until = found.ends.get(issue) ?? null
        if (letGo === null && until !== null && issue !== snapshot.issue.number) ends.set(issue, until)
      }
    }
  }
  const [first] = [...ends].toSorted(([a, endA], [b, endB]) =>
    isBefore(endA, endB) ? -1 : isBefore(endB, endA) ? 1 : a - b,
  )
  if (first === undefined) return null
  const [issue, until] = first
  return isBefore(snapshot.viewer.observedAt, until) ? untilThen(issue, until) : stillThere(issue, until)
}

/** The places a request asks about, as a ledger names them: what would change if it asked for the opposite. Whole files where that cannot be told. */
function occupied(
  { details }: Snapshot,
  understood: UnderstoodRequest,
  target: string,
): readonly Pick<RecordedFile, 'path' | 'places'>[] {
  const { type, form, request, changes } = understood
  const opposite = planChanges({
    request,
    type,
    form,
    target: { repository: type.target.repository, branch: target },
    changes: changes.map(turned),
    end: null,
    stage: null,
    emergency: null,
    chapter: null,
    manifests: details.manifests,
  })
  const known = opposite.ok ? recordedFiles(opposite.value) : []
  return touchedManifests(understood).map(
    (path) => known.find((file) => file.path === path) ?? { path, places: [wholeFile] },
  )
}

function turned(change: Change): Change {
  return { ...change, ensure: change.ensure === 'present' ? 'absent' : 'present' }
}

/** What should have gone is there still. */
function stillThere(issue: IssueNumber, until: Instant): Problem {
  return {
    code: 'state/there-for-a-while',
    what: `What this request asks for is there, but only because issue ${issue} has not ended: that was to be on ${momentWords(until)}, and is overdue.`,
    fix: `A maintainer has to settle what issue ${issue} tells; when that has ended, this request is planned, and its approvers are asked.`,
  }
}

function untilThen(issue: IssueNumber, until: Instant): Problem {
  return {
    code: 'state/there-for-a-while',
    what: `What this request asks for is there already, but only until ${momentWords(until)}: issue ${issue} has it until then, and it is taken back on that day.`,
    fix: `Nobody has to act: when issue ${issue} has ended, this request is planned, and its approvers are asked. To have it without a gap, the requester can ask there for a later end with /extend, where its type allows that.`,
  }
}
