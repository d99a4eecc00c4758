import type { Oid } from '../../model/ids.js'
import { fullName } from '../../model/ids.js'
import type { Manifests } from '../../model/manifest.js'
import type { Plan, PlannedFile } from '../../model/plan.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import type { FinalRecord, RecordedFile } from '../../model/record.js'
import type { ObservedHistory, ObservedMerge, Snapshot } from '../../model/snapshot.js'
import { chapterOf } from '../ledger/chapter-at-hand.js'
import { fileToRestore, untoldSince } from '../ledger/file-to-restore.js'
import { fileToTakeBack, restingOn } from '../ledger/file-to-take-back.js'
import { type Footing, footings } from '../ledger/footings.js'
import { type InForce, inForce } from '../ledger/in-force.js'
import type { PlannedFiles } from '../plan/merged-file.js'
import { planDigest } from '../plan/plan-digest.js'
import { restore } from '../plan/restore.js'
import { takeBack } from '../plan/take-back.js'
import { companyOf, planOfCompany } from './company.js'
import type { LaterChapter, UnderstoodRequest } from './understand.js'

/**
 * The plan of a chapter after the merge. What takes merges back, or restores them, is made of what stood in the files before and after them. The
 * ledger says which merges there were; what they changed is believed only as far as the merge commits say the same.
 */
export function planLater(
  snapshot: Snapshot,
  understood: UnderstoodRequest,
  { does, merges }: Exclude<LaterChapter, { does: 'next-stage' }>,
): Result<Plan> {
  const { history, manifests } = snapshot.details
  if (does === 'extend') return ok(planOf(snapshot, understood, []))
  if (history === null) throw new Error('a merge is looked back at before its history was read')
  const [doubt, ...doubts] = doubtsOf(merges, history, does)
  if (doubt !== undefined) return fail(doubt, ...doubts)
  const found = inForce(history.records)
  const own = footings(found, snapshot.issue.number, merges)
  const looked = { merges, own, textIn: (oid: Oid) => textOf(oid, history) }
  const back = does === 'restore' ? restored(looked, found, manifests) : takenBack(looked, manifests)
  if (!back.ok) return back
  const { files, left } = back.value
  const company = companyOf(snapshot)
  // By itself it could be carried out, so it is with the others.
  if (company !== null && files.length > 0) return ok(planOfCompany(company, understood.request.digest))
  const plan = planOf(snapshot, understood, files)
  return ok(left.length === 0 ? plan : { ...plan, left })
}

/** Why what was merged, or what others wrote there, cannot be gone by. */
export function doubtsOf(
  merges: readonly FinalRecord[],
  history: ObservedHistory,
  does: keyof typeof byHand,
): readonly Problem[] {
  const doubts = merges.flatMap((merge) => doubtOf(merge, history, does) ?? [])
  if (doubts.length > 0) return doubts
  if (history.unreadable.length > 0) return [unknownOthers(history.unreadable)]
  const unsettled = unrecordedMerge(history)
  return unsettled === null ? [] : [unsettled]
}

/** Merges that are looked back at: how they stand at their places, and what stood in their files. */
interface LookedBack {
  readonly merges: readonly FinalRecord[]
  readonly own: readonly Footing[]
  readonly textIn: (blob: Oid) => string | null
}

function takenBack({ merges, own, textIn }: LookedBack, manifests: Manifests): Result<PlannedFiles> {
  const [rested, ...others] = own.flatMap((footing) => restingOn(footing) ?? [])
  if (rested !== undefined) return fail(rested, ...others)
  const files = merges.flatMap(filesOf).map((file) => fileToTakeBack(file, own, textIn))
  const known = files.flatMap((file) => file ?? [])
  return known.length < files.length ? fail(unreadable(merges, 'take-back')) : takeBack(known, manifests)
}

/** Nothing is written where nobody can tell whose word it is. */
function restored(
  { merges, own, textIn }: LookedBack,
  found: InForce,
  manifests: Manifests,
): Result<PlannedFiles> {
  const files = merges.flatMap(filesOf).map((file) => fileToRestore(file, own, textIn))
  const known = files.flatMap((file) => file ?? [])
  if (known.length < files.length) return fail(unreadable(merges, 'restore'))
  const plan = restore(known, manifests)
  if (!plan.ok) return plan
  const [untold, ...more] = plan.value.files.flatMap(({ path }) => untoldSince(found, own, path) ?? [])
  return untold === undefined ? plan : fail(untold, ...more)
}

function filesOf({ predicate: { plan } }: FinalRecord): readonly RecordedFile[] {
  return plan?.files ?? []
}

/** Why nobody can tell who else has written where. */
export function unknownOthers(reasons: readonly string[]): Problem {
  const told = reasons
    .slice(0, unreadableShownMax)
    .map((each) => each.slice(0, reasonLengthMax))
    .join(', ')
  return {
    code: 'state/ledger-unreadable',
    what: `The ledger holds files that are none of its records, so nobody can tell what else is in force: ${told}.`,
    fix: 'A maintainer has to run issueops audit verify, find out who wrote them, and restore the branch.',
  }
}

/** Why nobody can tell yet what is in force: somebody else's merge is not on record. */
export function unrecordedMerge({ unrecorded: [issue] }: ObservedHistory): Problem | null {
  if (issue === undefined) return null
  return {
    code: 'state/merge-unrecorded',
    what: `Issue ${issue} has merged a change of the same files, and the ledger does not have that yet, so what has to stay and what has to go cannot be told.`,
    fix: `Nobody has to act: the next look at issue ${issue} records it, and this request goes on after that. Where issue ${issue} is gone, a maintainer has to make the change by hand.`,
  }
}

/** Most reasons told, and the length of each in characters: whoever pushes files into the ledger chooses their names. */
const unreadableShownMax = 5
const reasonLengthMax = 300

function planOf(
  { ledger }: Snapshot,
  { type, form, request }: UnderstoodRequest,
  files: readonly PlannedFile[],
): Plan {
  const { chapter: number, cause } = chapterOf(ledger)
  const digest = planDigest({
    request: request.digest,
    type: type.blob,
    form: form.blob,
    policy: type.policy?.blob ?? null,
    templates: type.templates ?? [],
    chapter: { number, cause },
    end: null,
    stage: null,
    emergency: null,
    target: {
      repository: type.target.repository === null ? null : fullName(type.target.repository),
      branch: type.target.branch ?? '',
    },
    files: files.map(({ path, mode, before, after }) => ({
      path,
      mode,
      before: before?.oid ?? null,
      after: after?.oid ?? null,
    })),
  })
  return { digest, requestDigest: request.digest, files }
}

/** What is left to people where a merge cannot be gone by. */
const byHand = {
  'take-back': 'take the change back',
  restore: 'put back what was merged',
  'next-stage': 'make the change of the stage',
  accept: 'compare the files with what was merged',
} as const

/** Why a recorded merge cannot be gone by: its commit says otherwise, or is not where the change was for. */
export function doubtOf(
  { predicate: { merge, plan } }: FinalRecord,
  { merges }: Pick<ObservedHistory, 'merges'>,
  does: keyof typeof byHand,
): Problem | null {
  if (merge === null || plan === null) throw new Error('what is merged has a plan and a merge')
  const found = merges.find(({ commit }) => commit === merge.commit)
  if (found?.onTarget === true && changesExactly(found, plan.files)) return null
  const commit = merge.commit.slice(0, 12)
  const why =
    found?.onTarget === false
      ? `does not stand on ${plan.branch} any more`
      : 'does not change exactly what the record says'
  return {
    code: 'state/merge-doubtful',
    what: `Commit ${commit}, which the ledger has as the merge of this request, ${why}.`,
    fix: `A maintainer has to find out what happened to it, and to ${byHand[does]} by hand.`,
  }
}

function changesExactly({ files }: ObservedMerge, planned: readonly RecordedFile[]): boolean {
  return (
    files.length === planned.length &&
    planned.every(({ path, after }) => files.some((file) => file.path === path && file.oid === after))
  )
}

export function textOf(oid: Oid, { texts }: ObservedHistory): string | null {
  return texts.find((each) => each.oid === oid)?.text ?? null
}

export function unreadable(merges: readonly FinalRecord[], does: keyof typeof byHand): Problem {
  const commits = merges.map(({ predicate }) => predicate.merge?.commit.slice(0, 12)).join(', ')
  return {
    code: 'state/merge-doubtful',
    what: `What stood in the files before and after ${commits} cannot be read.`,
    fix: `A maintainer has to ${byHand[does]} by hand.`,
  }
}
