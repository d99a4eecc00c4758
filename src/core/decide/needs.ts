import type { Oid } from '../../model/ids.js'
import type { DetailNeeds, FurtherNeeds, Needs } from '../../model/needs.js'
import type { LedgerRecord } from '../../model/record.js'
import type { Principal, RequestType } from '../../model/request-type.js'
import type { Details, FirstLook, Snapshot } from '../../model/snapshot.js'
import type { ResolvedApprover } from '../../model/verdict.js'
import { sameLogin } from '../approval/account.js'
import { candidates } from '../approval/candidates.js'
import { requestersOf } from '../approval/may-request.js'
import { everNamed, namedPrincipals } from '../approval/named-principals.js'
import { codeownersPaths } from '../approval/owners-of.js'
import { leastRole } from '../approval/principal.js'
import { chapterOf } from '../ledger/chapter-at-hand.js'
import { sourcePaths } from '../plan/change-paths.js'
import { acceptNeeds, acceptPaths } from './accept.js'
import { acceptRules, openAcceptings } from './accepting.js'
import { companyOf, isLeftToSweep, togetherWith } from './company.js'
import { contenders } from './contested-places.js'
import { decide } from './decide.js'
import { asksOwners, touchedOwners } from './deciders.js'
import { restsOnLedger } from './ledger-protection.js'
import { isLimited } from './limits.js'
import { asksToLock } from './lock-commands.js'
import { awaited } from './merge-outcome.js'
import { isWished } from './next-chapter.js'
import type { FirstReading, Reading } from './reading.js'
import { recordedTarget } from './recorded-target.js'
import { requestBranch } from './request-branch.js'
import { speaksOfReview, withReviewers } from './review.js'
import { isSettled } from './settle.js'
import { recordedPlace, type TargetPlace, targetFiles, targetPlace } from './target-place.js'
import { touchedManifests, touchedPaths } from './touched-paths.js'
import type { Finished, UnderstoodRequest } from './understand.js'
import { askedAbout } from './wishes.js'

/**
 * Most people who are asked about one by one. Where more have spoken, everybody with a role in the repository is listed instead, so that a
 * crowd of strangers can neither use up the rate limit nor hide anybody who has a part in the request.
 */
export const peopleLookedUpMax = 50

/** Nobody has to be looked up. */
const nobody = { people: [], everyone: false, accounts: [], teams: [] } as const

/** What has to be looked at after the first look, or null where that has told enough to decide. */
export function needs(reading: FirstReading): Needs | null {
  const { snapshot, understanding } = reading
  if (snapshot.ledger.newer !== undefined) return null
  if (understanding.kind !== 'ignored' && snapshot.issue.olderComments !== null) {
    return { kind: 'comments', before: snapshot.issue.olderComments }
  }
  switch (understanding.kind) {
    case 'ignored':
      return null
    case 'finished':
      return finishedNeeds(reading, understanding)
    case 'held':
    case 'invalid':
      return withPeople(earlierNeeds(reading, understanding.type), reading, understanding.type)
    case 'request':
      return withPeople(
        requestNeeds(snapshot, understanding),
        reading,
        isUnreviewed(snapshot) ? withReviewers(reading, understanding.type) : understanding.type,
        understanding.named.flatMap(({ logins }) => logins),
      )
  }
}

/** Whether it is being decided what becomes of an emergency that nobody has reviewed in time: who reviews it may still do so. */
function isUnreviewed({ ledger }: FirstLook): boolean {
  return 'overdue' in chapterOf(ledger).cause
}

/** Once everything is shown nothing has to be looked at, unless somebody asks for another chapter, or something is still to be said of a merge. */
function finishedNeeds(reading: FirstReading, finished: Finished): DetailNeeds | null {
  const { record } = finished
  const place = recordedPlace(reading, record)
  const asks = isWished(reading) || speaksOfReview(reading) || asksToLock(reading)
  const settled = isSettled(reading, finished, place)
  const accepting = acceptingNeeds(reading, record, settled)
  if (settled && !asks && accepting === null && awaited(reading, finished) === null) return null
  const base = accepting ?? pullOnly(reading, record)
  const type = askedAbout(reading)
  if ((!asks && accepting === null) || type === null) return base
  return withPeople(
    base,
    reading,
    withReviewers(reading, type),
    accepting === null ? [] : namedBeside(reading),
  )
}

/**
 * The files of merges of which somebody accepts what was changed in them; null where nobody does. What is left to write for the last chapter goes first, where
 * that was carried out elsewhere; and of several targets one is looked at in a run.
 */
function acceptingNeeds(reading: FirstReading, record: LedgerRecord, settled: boolean): DetailNeeds | null {
  const open = openAcceptings(reading).map(({ merge }) => merge)
  const [first] = open
  if (first === undefined || (!settled && !isSameTarget(first, record))) return null
  const merges = [...new Set(open.filter((merge) => isSameTarget(merge, first)))]
  const { request, plan } = first.predicate
  const place = recordedPlace(reading, first)
  const paths = acceptPaths(reading, merges)
  return {
    ...detailNeeds(reading.snapshot, place, request.type, plan?.branch, paths),
    accepting: merges.map(({ predicate }) => predicate.sequence),
  }
}

function isSameTarget({ predicate: a }: LedgerRecord, { predicate: b }: LedgerRecord): boolean {
  return a.plan?.repository === b.plan?.repository && a.plan?.branch === b.plan?.branch
}

/** Whom fields of the request name, and who may not accept what was made of it. */
function namedBeside(reading: FirstReading): readonly string[] {
  return openAcceptings(reading).flatMap(({ merge }) => {
    const rules = acceptRules(reading, merge)
    return rules.ok ? rules.value.named.flatMap(({ logins }) => logins) : []
  })
}

/** What has to be looked at beside the details, or null where everything is known. */
export function furtherNeeds(reading: Reading): FurtherNeeds | null {
  const { snapshot } = reading
  const { details } = snapshot
  if (reading.understanding.kind === 'finished')
    return outcomeNeeds(reading, reading.understanding) ?? acceptNeeds(reading)
  const commit = details.pull?.mergeCommit ?? null
  if (commit !== null) return details.merge === null ? mergeNeeds(snapshot, commit) : null
  // Nothing is decided of what is left to the sweep, and what the sweep carries out is shown to nobody before it is merged.
  if (isLeftToSweep(snapshot)) return null
  if (companyOf(snapshot) !== null) return historyNeeds(reading)
  return (
    historyNeeds(reading) ??
    stageNeeds(reading) ??
    settledNeeds(reading) ??
    ownerTeams(reading) ??
    latelyNeeds(reading) ??
    otherRecords(reading, details)
  )
}

/** What has to be known to take merges back, or to restore them: who else has written there, and the texts. */
function historyNeeds({ understanding, snapshot }: Reading): FurtherNeeds | null {
  const later = understanding.kind === 'request' ? understanding.later : null
  const { head } = snapshot.ledger
  if (snapshot.details.history !== null || head === null) return null
  return later?.does === 'take-back' || later?.does === 'restore'
    ? { kind: 'history', ledger: head, merges: later.merges }
    : null
}

/** What has to be known of the stage before, from which the next one copies. */
function stageNeeds({ understanding, snapshot }: Reading): FurtherNeeds | null {
  const later = understanding.kind === 'request' ? understanding.later : null
  if (understanding.kind !== 'request' || later?.does !== 'next-stage') return null
  if (snapshot.details.predecessor !== null || !snapshot.details.target.reached) return null
  const sources = sourcePaths(understanding.changes)
  return { kind: 'predecessor', before: later.before, repository: recordedTarget(later.before), sources }
}

/** A chapter that has ended is only tidied up after, but for what is still to be said of its merge. */
function outcomeNeeds(reading: Reading, finished: Finished): FurtherNeeds | null {
  const { outcome, target } = reading.snapshot.details
  const expected = outcome === null && target.reached ? awaited(reading, finished) : null
  const record = finished.carried?.record ?? null
  const { merge = null, plan = null } = record?.predicate ?? {}
  if (expected === null || record === null || merge === null || plan === null) return null
  const { by } = expected
  return {
    kind: 'outcome',
    repository: recordedTarget(record),
    branch: plan.branch,
    commit: merge.commit,
    by,
  }
}

/** Who else has written there, where no file has to change: what is asked for may be there for a while only. */
function settledNeeds(reading: Reading): FurtherNeeds | null {
  const { understanding, snapshot } = reading
  const { details, ledger } = snapshot
  if (understanding.kind !== 'request' || understanding.later !== null || details.history !== null)
    return null
  if (ledger.head === null || !details.target.reached) return null
  if (decide(reading).state !== 'unchanged') return null
  const branch = understanding.type.target.branch ?? details.target.defaultBranch
  const files = targetFiles(snapshot, branch, touchedManifests(understanding))
  return { kind: 'history', ledger: ledger.head, merges: [], files }
}

/** What was merged within a day, where a merge is due that its type limits. */
function latelyNeeds(reading: Reading): FurtherNeeds | null {
  const { understanding, snapshot } = reading
  const { ledger, details } = snapshot
  if (understanding.kind !== 'request' || details.lately !== undefined || ledger.head === null) return null
  if (!isLimited(reading, understanding.type) || decide(reading).state !== 'approved') return null
  return { kind: 'lately', ledger: ledger.head, type: understanding.type.name }
}

/** What the ledger says was to be merged, and where; without a record nothing of it is known but the branch. */
function mergeNeeds({ ledger, repository }: Snapshot, commit: Oid): FurtherNeeds {
  const plan = ledger.records.at(-1)?.predicate.plan ?? null
  const paths = plan?.files.map(({ path }) => path) ?? []
  return { kind: 'merge', commit, branch: plan?.branch ?? repository.defaultBranch, paths }
}

/** The teams CODEOWNERS names for the touched files; which they are is known once the file is read. */
function ownerTeams(reading: Reading): FurtherNeeds | null {
  const { snapshot, understanding } = reading
  if (understanding.kind !== 'request') return null
  const known = snapshot.details.authority.teams.map(({ team }) => team)
  const slugs = teamsOf(touchedOwners(reading, understanding.type)).filter((slug) => !known.includes(slug))
  if (slugs.length === 0) return null
  const logins = candidates(reading, understanding.type.approval)
    .map(({ login }) => login)
    .slice(0, peopleLookedUpMax)
  return { kind: 'teams', teams: distinct(slugs).map((slug) => ({ slug, logins })) }
}

/** Other requests are only shown to approvers: a request on hold does without them, and one that is being merged now. */
function otherRecords(reading: Reading, details: Details): FurtherNeeds | null {
  const issues = details.otherRecords === null ? contenders(details).flatMap(({ issue }) => issue ?? []) : []
  if (issues.length === 0) return null
  const { state, next } = decide(reading)
  const shown = state === 'awaiting-approval' || state === 'approved'
  return shown && next !== 'merge' ? { kind: 'other-records', issues } : null
}

function pullOnly(reading: FirstReading, record: LedgerRecord): DetailNeeds {
  const { snapshot } = reading
  const { request, plan } = record.predicate
  return detailNeeds(snapshot, recordedPlace(reading, record), request.type, plan?.branch)
}

/** What is known of a request that cannot be read now: the pull request of the plan it had before, if it had one. */
function earlierNeeds(reading: FirstReading, type: RequestType | null): DetailNeeds | null {
  const { snapshot } = reading
  const last = snapshot.ledger.records.at(-1)
  if (last !== undefined) return pullOnly(reading, last)
  if (type === null) return null
  const asks = requestersOf(type, snapshot.repository) !== 'everyone'
  if (!asks && candidates(reading, type.approval).length === 0) return null
  return detailNeeds(snapshot, targetPlace(snapshot, type), type.name, null)
}

function requestNeeds(snapshot: FirstLook, understood: UnderstoodRequest): DetailNeeds {
  const { type } = understood
  const joined = companyOf(snapshot)?.files.map(({ path }) => path) ?? []
  const touched = [...new Set([...touchedPaths(understood), ...joined])].sort()
  const paths = asksOwners(type.approval) ? [...new Set([...touched, ...codeownersPaths])].sort() : touched
  const base = detailNeeds(snapshot, targetPlace(snapshot, type), type.name, type.target.branch, paths)
  return restsOnLedger(understood) ? { ...base, ledgerRules: true } : base
}

/** @param target the branch to merge into, where it is named; the default branch of another repository is known once that is read. */
function detailNeeds(
  snapshot: FirstLook,
  place: TargetPlace,
  type: string,
  target: string | null = null,
  paths: readonly string[] = [],
): DetailNeeds {
  const { issue, repository, ledger } = snapshot
  const own = requestBranch(place.prefix, issue.number, type, chapterOf(ledger).chapter)
  const branch = branchTogether(snapshot, place.prefix) ?? own
  const usual = place.repository === null ? repository.defaultBranch : null
  return { kind: 'details', ...place, branch, target: target ?? usual, paths, ...nobody }
}

/** The branch of ends that come together, which is that of the first of them. A record that names another branch is not gone by. */
function branchTogether(snapshot: FirstLook, prefix: string): string | null {
  const together = togetherWith(snapshot)
  const [first] = together?.of ?? []
  return together?.branch.startsWith(`${prefix}${first?.issue ?? ''}-`) === true ? together.branch : null
}

/** Adds those whose authority can matter: the requester where not everyone may request, whoever decides, and whom rules and fields name. */
function withPeople(
  base: DetailNeeds | null,
  reading: FirstReading,
  type: RequestType | null,
  mentioned: readonly string[] = [],
): DetailNeeds | null {
  if (base === null || type === null) return base
  const { snapshot } = reading
  const { author } = snapshot.issue
  const asked = requestersOf(type, snapshot.repository)
  const requesters = asked === 'everyone' ? [] : asked
  const asking = requesters.length === 0 || author === null ? [] : [author.login]
  const deciding = candidates(reading, type.approval).map(({ login }) => login)
  const people = distinct([...(asksRole(requesters) ? asking : []), ...deciding])
  const deciders = namedPrincipals(type.approval)
  const silent = silentOf(deciders, people)
  const teams = distinct([...teamsOf(deciders), ...teamsOf(requesters)]).map((slug) => ({
    slug,
    logins: distinct([
      ...(teamsOf(requesters).includes(slug) ? asking : []),
      ...(teamsOf(deciders).includes(slug) ? deciding : []),
    ]).slice(0, peopleLookedUpMax),
  }))
  return {
    ...base,
    // Whoever has said nothing yet comes last: it is asked about them only to know whether they could approve.
    people: [...people, ...silent].slice(0, peopleLookedUpMax),
    everyone: people.length > peopleLookedUpMax,
    // Whom only a later chapter asks is met with the first record already.
    accounts: distinct([...loginsOf([...deciders, ...requesters, ...everNamed(type)]), ...mentioned]),
    // The members of a deciding team are listed before anybody approves, to see whether enough people could.
    teams: teams.filter(({ slug, logins }) => logins.length > 0 || teamsOf(deciders).includes(slug)),
  }
}

/** Those whose role is asked for although they have said nothing. */
function silentOf(deciders: readonly Principal[], spoken: readonly string[]): readonly string[] {
  const roleTaking = deciders.filter((each) => each.kind === 'user' && leastRole(each) !== null)
  return distinct(loginsOf(roleTaking)).filter((login) => !spoken.some((each) => sameLogin(each, login)))
}

/** Whoever is named by login; also beside the id of the account, which may have another login by now. */
function loginsOf(principals: readonly Principal[]): readonly string[] {
  return principals.flatMap((each) => (each.kind === 'user' ? [each.login] : []))
}

/** Whether some principal takes a role; being named or in a team does not. */
function asksRole(principals: readonly Principal[]): boolean {
  return principals.some(({ kind }) => kind === 'role')
}

function teamsOf(principals: readonly ResolvedApprover[]): readonly string[] {
  return principals.flatMap((principal) => (principal.kind === 'team' ? [principal.slug] : []))
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Map(names.toReversed().map((name) => [name.toLowerCase(), name])).values()].toReversed()
}
