import type { Effect } from '../../model/effect.js'
import type { Oid } from '../../model/ids.js'
import type { Manifests } from '../../model/manifest.js'
import type { FurtherNeeds } from '../../model/needs.js'
import { fail, ok, type Result } from '../../model/problem.js'
import {
  type AcceptedFile,
  type AcceptedRecord,
  type FinalRecord,
  isFinal,
  type RecordedFile,
} from '../../model/record.js'
import type { ObservedHistory } from '../../model/snapshot.js'
import type { RefusedVote } from '../../model/verdict.js'
import { codeownersPaths, ownersOf } from '../approval/owners-of.js'
import { asksCodeowners } from '../approval/resolve-owners.js'
import { samePlace } from '../ledger/accepted-places.js'
import { fileToRestore, untoldSince } from '../ledger/file-to-restore.js'
import { type Footing, footings } from '../ledger/footings.js'
import { inForce } from '../ledger/in-force.js'
import { ownStanding } from '../ledger/own-standing.js'
import { placeText } from '../manifest/place-text.js'
import { type ChangedPlace, changedPlaces } from '../plan/changed-places.js'
import type { AcceptedPlace, AcceptedView } from '../report/accepted-words.js'
import { type Accepting, type Acceptor, acceptorOf, acceptRules, openAcceptings } from './accepting.js'
import { appendRecord, evidence } from './build-record.js'
import { isLessPublic } from './less-public.js'
import { doubtsOf, textOf, unreadable } from './plan-later.js'
import { detailsOf, type FirstReading, isWhole, type Reading } from './reading.js'
import { allRecords } from './wishes.js'
import { withoutSecret } from './without-secret.js'

/** What has to be known to accept what was changed in a merge: who else has written there, and what was merged. */
export function acceptNeeds(reading: Reading): FurtherNeeds | null {
  const { details, ledger } = reading.snapshot
  if (details.history !== null || ledger.head === null || !details.target.reached) return null
  const slugs = ownerTeams(reading)
  if (slugs.length > 0) {
    const logins = openAcceptings(reading).map(({ person }) => person.login)
    return {
      kind: 'teams',
      teams: slugs.map((slug) => ({ slug, logins: [...new Set(logins)].slice(0, loginsMax) })),
    }
  }
  const merges = openAcceptings(reading).flatMap((each) =>
    isLookedAt(reading, each.merge) && 'as' in acceptorOf(reading, each) ? [each.merge] : [],
  )
  return merges.length === 0 ? null : { kind: 'history', ledger: ledger.head, merges: [...new Set(merges)] }
}

/** Most people who are looked for in a team. */
const loginsMax = 50

/** The teams that CODEOWNERS names for the files of a merge, which are known once the file was read. */
function ownerTeams(reading: Reading): readonly string[] {
  const { details, repository } = reading.snapshot
  const known = new Set(details.authority.teams.map(({ team }) => team))
  const paths = openAcceptings(reading).flatMap(({ merge }) =>
    isLookedAt(reading, merge) && asksOwnersOf(reading, merge)
      ? (merge.predicate.plan?.files.map(({ path }) => path) ?? [])
      : [],
  )
  const owners = ownersOf(paths, details.manifests.files, repository.owner).flatMap((each) => each.owners)
  const slugs = owners.flatMap((each) => (each.kind === 'team' && !known.has(each.slug) ? [each.slug] : []))
  return [...new Set(slugs)]
}

/** The files that are looked at for an `/accept`, and for the code owners who may give it. */
export function acceptPaths(reading: FirstReading, merges: readonly FinalRecord[]): readonly string[] {
  const paths = merges.flatMap(({ predicate }) => predicate.plan?.files.map(({ path }) => path) ?? [])
  return [
    ...new Set([...paths, ...(merges.some((merge) => asksOwnersOf(reading, merge)) ? codeownersPaths : [])]),
  ].sort()
}

function asksOwnersOf(reading: FirstReading, merge: FinalRecord): boolean {
  const rules = acceptRules(reading, merge)
  return rules.ok && rules.value.nodes.some(asksCodeowners)
}

/** Whether the files of a merge were looked at as they are now. */
function isLookedAt(reading: FirstReading, { predicate }: FinalRecord): boolean {
  return detailsOf(reading)?.accepting?.includes(predicate.sequence) === true
}

/** The record of the first `/accept` that lets go of something. One at a time: what it lets go of, the next one does not meet any more. */
export function recordsAccepted(reading: FirstReading): readonly Effect[] {
  if (!isWhole(reading)) return []
  for (const accepting of openAcceptings(reading)) {
    const said = judged(reading, accepting)
    if (said?.kind === 'accepts') return [acceptedRecord(reading, accepting, said)]
  }
  return []
}

function acceptedRecord(
  reading: Reading,
  { comment, person, merge, reason }: Accepting,
  { by, files }: Judged & { readonly kind: 'accepts' },
): Effect {
  const { as, role, rules } = by
  return appendRecord(reading, {
    decision: 'accepted',
    request: merge.predicate.request,
    plan: null,
    pull: null,
    rules,
    evidence: [evidence('accept', comment, { person, role, as })],
    merge: null,
    accepted: {
      of: merge.predicate.sequence,
      commit: reading.snapshot.details.manifests.commit,
      files,
      ...(isLessPublic(reading.snapshot) || merge.predicate.plan?.withheld === true
        ? { withheld: true as const }
        : {}),
    },
    reason: reason === null ? null : withoutSecret(reason),
  })
}

/** What an `/accept` is answered with that lets go of nothing; null where it does, or was not looked at yet. */
export function acceptAnswer(
  reading: FirstReading,
  accepting: Accepting,
): RefusedVote | { readonly commit: Oid } | null {
  const said = isWhole(reading) ? judged(reading, accepting) : null
  switch (said?.kind) {
    case undefined:
    case 'accepts':
      return null
    case 'refused':
      return said.refusal
    case 'nothing':
      return { commit: said.commit }
  }
}

type Judged =
  | { readonly kind: 'accepts'; readonly by: Acceptor; readonly files: readonly AcceptedFile[] }
  | { readonly kind: 'nothing'; readonly commit: Oid }
  | { readonly kind: 'refused'; readonly refusal: RefusedVote }

/** What becomes of an `/accept`; null where what it is about was not looked at. */
function judged(reading: Reading, accepting: Accepting): Judged | null {
  const { person, comment, merge } = accepting
  const { details } = reading.snapshot
  if (!isLookedAt(reading, merge) || !details.target.reached) return null
  const by = acceptorOf(reading, accepting)
  if ('code' in by) return { kind: 'refused', refusal: by }
  const changed = changedOf(reading, merge)
  if (changed === null) return null
  if (!changed.ok) {
    const [{ what, fix }] = changed.problems
    const told = isLessPublic(reading.snapshot) ? withheldWhy : { what, fix }
    return { kind: 'refused', refusal: { code: 'command/not-accepted', person, comment, ...told } }
  }
  if (changed.value.length === 0) return { kind: 'nothing', commit: details.manifests.commit }
  const files = changed.value.map(({ path, found, places }) => ({
    path,
    found,
    places: places.map(({ place }) => place),
  }))
  return { kind: 'accepts', by, files }
}

const withheldWhy = {
  what: 'What was changed since the merge cannot be told apart from what others have written, or cannot be read.',
  fix: 'A maintainer who can read the target has to look at it there.',
} as const

interface ChangedFile {
  readonly path: string
  readonly found: Oid | null
  readonly places: readonly ChangedPlace[]
}

/**
 * What somebody has changed of a merge: the places that `/restore` would put back, at which nobody else has the word. Null where the history was not read. Where
 * others have merged what is on no record, or nobody can tell whose a change is, nothing is let go of.
 */
function changedOf(reading: Reading, merge: FinalRecord): Result<readonly ChangedFile[]> | null {
  const { history, manifests } = reading.snapshot.details
  if (history?.merges.some(({ commit }) => commit === merge.predicate.merge?.commit) !== true) return null
  const [doubt, ...doubts] = doubtsOf([merge], history, 'accept')
  if (doubt !== undefined) return fail(doubt, ...doubts)
  const { number } = reading.snapshot.issue
  // What this run has recorded itself the history does not have yet.
  const others = history.records.filter(({ predicate }) => predicate.issue !== number)
  const found = inForce([...others, ...allRecords(reading)])
  const own = footings(found, number, [merge])
  const files: ChangedFile[] = []
  for (const file of merge.predicate.plan?.files ?? []) {
    const changed = changedIn(file, own, { history, manifests })
    if (changed === null) return fail(unreadable([merge], 'accept'))
    if (!changed.ok) return changed
    if (changed.value.length === 0) continue
    const untold = untoldSince(found, own, file.path)
    if (untold !== null) return fail(untold)
    files.push({ path: file.path, found: blobAt(file.path, manifests), places: changed.value })
  }
  return ok(files)
}

interface Looked {
  readonly history: ObservedHistory
  readonly manifests: Manifests
}

function changedIn(
  file: RecordedFile,
  own: readonly Footing[],
  { history, manifests }: Looked,
): Result<readonly ChangedPlace[]> | null {
  const known = fileToRestore(file, own, (blob) => textOf(blob, history))
  if (known === null) return null
  const places = known.places.filter(
    (place) => !known.superseded.some((each) => samePlace(each.place, place)),
  )
  return changedPlaces({ ...known, places, superseded: [] }, manifests)
}

function blobAt(path: string, { files }: Manifests): Oid | null {
  const found = files.find((each) => each.path === path)
  return found?.kind === 'text' ? found.oid : null
}

/** What whoever has accepted is told of a record of theirs. The values are known as long as the files are seen as they were looked at. */
export function acceptedView(reading: FirstReading, record: AcceptedRecord): AcceptedView {
  const { accepted } = record.predicate
  const merge = allRecords(reading).find(({ predicate }) => predicate.sequence === accepted?.of)
  const isLeft = ownStanding(allRecords(reading)) !== null
  const isSeen = detailsOf(reading)?.manifests.commit === accepted?.commit
  if (
    !isWhole(reading) ||
    !isSeen ||
    merge === undefined ||
    !isFinal(merge) ||
    isLessPublic(reading.snapshot)
  )
    return { record, isLeft, places: null }
  return { record, isLeft, places: placesSeen(reading, merge, record) }
}

/** The places of a record with what was merged and what stands there; null where that was not looked at. */
function placesSeen(
  { snapshot: { issue, details } }: Reading,
  merge: FinalRecord,
  { predicate: { accepted } }: AcceptedRecord,
): AcceptedView['places'] {
  const { history, manifests } = details
  if (history === null || !manifests.files.some(({ path }) => path === accepted?.files[0]?.path)) return null
  // As it was before the record: then these places were still in force.
  const own = footings(inForce(history.records), issue.number, [merge])
  const told = (merge.predicate.plan?.files ?? []).flatMap((file) => {
    const places = accepted?.files.find(({ path }) => path === file.path)?.places ?? []
    const changed = places.length === 0 ? null : changedIn(file, own, { history, manifests })
    if (changed?.ok !== true) return []
    return changed.value
      .filter(({ place }) => places.some((each) => samePlace(each, place)))
      .flatMap((each) => placesTold(file.path, each))
  })
  return told.length === 0 ? null : told
}

function placesTold(path: string, { place, sides }: ChangedPlace): readonly AcceptedPlace[] {
  if (sides.length === 0) return [{ path, place: placeText(place.at) }]
  return sides.map(({ at, old, new: merged }) => ({
    path,
    place: placeText(at),
    ...(merged === undefined ? {} : { merged }),
    ...(old === undefined ? {} : { found: old }),
  }))
}
