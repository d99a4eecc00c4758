import { isBefore } from '../model/instant.js'
import type { Needs } from '../model/needs.js'
import { samePerson } from '../model/person.js'
import { finalDecisions, type LedgerRecord } from '../model/record.js'
import type { Principal, RequestType } from '../model/request-type.js'
import type { Details, Snapshot } from '../model/snapshot.js'
import type { ResolvedApprover } from '../model/verdict.js'
import { letsRequesterApprove } from './approval/lets-requester-approve.js'
import { requestersOf } from './approval/may-request.js'
import { namedPrincipals } from './approval/named-principals.js'
import { codeownersPaths } from './approval/owners-of.js'
import { sameLogin } from './approval/principal.js'
import { asksCodeowners } from './approval/resolve-owners.js'
import { changePaths } from './change/change-paths.js'
import { readCommands } from './command/read-commands.js'
import { decide } from './decide.js'
import { contenders } from './state/contested-places.js'
import { touchedOwners } from './state/deciders.js'
import { requestBranch } from './state/request-branch.js'
import { isSettled } from './state/settle.js'
import { recordedPlace, type TargetPlace, targetPlace } from './state/target-place.js'
import { type UnderstoodRequest, understand } from './understand.js'

/**
 * Most people whose authority one run looks up; each costs a call. Those beyond count as unknown, so that a crowd of strangers can
 * neither use up the rate limit nor slip through.
 */
export const peopleLookedUpMax = 50

/** What has to be read before the snapshot can be decided, or null when it can be. */
export function needs(snapshot: Snapshot): Needs | null {
  const { details } = snapshot
  if (details !== null) {
    const last = snapshot.ledger.records.at(-1)
    // A request that has ended is only tidied up after.
    if (last !== undefined && finalDecisions.includes(last.predicate.decision)) return null
    const commit = details.pull?.mergeCommit ?? null
    if (commit !== null) return details.merge === null ? { kind: 'merge', commit } : null
    return ownerTeams(snapshot) ?? otherRecords(snapshot, details)
  }
  const understanding = understand(snapshot)
  if (understanding.kind !== 'ignored' && snapshot.issue.olderComments !== null) {
    return { kind: 'comments', before: snapshot.issue.olderComments }
  }
  switch (understanding.kind) {
    case 'ignored':
      return null
    case 'finished':
      return isSettled(snapshot, understanding.record, recordedPlace(snapshot, understanding.record))
        ? null
        : pullOnly(snapshot, understanding.record)
    case 'held':
    case 'invalid':
      return withPeople(earlierNeeds(snapshot, understanding.type), snapshot, understanding.type)
    case 'request':
      return withPeople(requestNeeds(snapshot, understanding), snapshot, understanding.type)
  }
}

/** The teams CODEOWNERS names for the touched files; which they are is known once the file is read. */
function ownerTeams(snapshot: Snapshot): Needs | null {
  const understanding = understand(snapshot)
  if (understanding.kind !== 'request') return null
  const known = snapshot.details?.authority.teams.map(({ team }) => team) ?? []
  const slugs = teamsOf(touchedOwners(snapshot, understanding.type)).filter((slug) => !known.includes(slug))
  if (slugs.length === 0) return null
  const logins = distinct(decidingLogins(snapshot, understanding.type)).slice(0, peopleLookedUpMax)
  return { kind: 'teams', teams: distinct(slugs).map((slug) => ({ slug, logins })) }
}

/** Other requests are only shown to approvers: a request on hold does without them, and one that is being merged now. */
function otherRecords(snapshot: Snapshot, details: Details): Needs | null {
  const issues = details.otherRecords === null ? contenders(details).flatMap(({ issue }) => issue ?? []) : []
  if (issues.length === 0) return null
  const { state, reasons } = decide(snapshot)
  const shown = state === 'awaiting-approval' || state === 'approved'
  return shown && !reasons.includes('approval/satisfied') ? { kind: 'other-records', issues } : null
}

type DetailNeeds = Extract<Needs, { kind: 'details' }>

function pullOnly(snapshot: Snapshot, record: LedgerRecord): DetailNeeds {
  const { request, plan } = record.predicate
  const place = recordedPlace(snapshot, record)
  return {
    kind: 'details',
    ...place,
    branch: requestBranch(place.prefix, snapshot.issue.number, request.type),
    target: plan?.branch ?? defaultBranch(snapshot, place),
    paths: [],
    people: [],
    teams: [],
  }
}

/** What is known of a request that cannot be read now: the pull request of the plan it had before, if it had one. */
function earlierNeeds(snapshot: Snapshot, type: RequestType | null): DetailNeeds | null {
  const last = snapshot.ledger.records.at(-1)
  if (last !== undefined) return pullOnly(snapshot, last)
  if (type === null) return null
  const asks = requestersOf(type, snapshot.repository) !== 'everyone'
  if (!asks && decidingLogins(snapshot, type).length === 0) return null
  const place = targetPlace(snapshot, type)
  return {
    kind: 'details',
    ...place,
    branch: requestBranch(place.prefix, snapshot.issue.number, type.name),
    target: defaultBranch(snapshot, place),
    paths: [],
    people: [],
    teams: [],
  }
}

function requestNeeds(snapshot: Snapshot, { type, changes }: UnderstoodRequest): DetailNeeds {
  const place = targetPlace(snapshot, type)
  return {
    kind: 'details',
    ...place,
    branch: requestBranch(place.prefix, snapshot.issue.number, type.name),
    target: type.target.branch ?? defaultBranch(snapshot, place),
    paths: asksOwners(type)
      ? distinctPaths([...changePaths(changes), ...codeownersPaths])
      : changePaths(changes),
    people: [],
    teams: [],
  }
}

/** The default branch of another repository is known once that is read. */
function defaultBranch({ repository }: Snapshot, place: TargetPlace): string | null {
  return place.repository === null ? repository.defaultBranch : null
}

function asksOwners(type: RequestType): boolean {
  return type.approval.some(({ needs: node }) => node.kind !== 'automatic' && asksCodeowners(node))
}

function distinctPaths(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)].sort()
}

/** Adds those whose authority can matter: the requester where not everyone may request, and whoever approved or rejected. */
function withPeople(
  base: DetailNeeds | null,
  snapshot: Snapshot,
  type: RequestType | null,
): DetailNeeds | null {
  if (base === null || type === null) return base
  const { author } = snapshot.issue
  const requesters = requestersOf(type, snapshot.repository)
  const asking = requesters === 'everyone' || author === null ? [] : [author.login]
  const deciding = distinct(decidingLogins(snapshot, type))
  const deciders = namedPrincipals(type.approval)
  const askedRoles = requesters !== 'everyone' && asksAccount(requesters, asking) ? asking : []
  return {
    ...base,
    people: distinct([...askedRoles, ...deciding]).slice(0, peopleLookedUpMax),
    teams: distinct([
      ...teamsOf(deciders),
      ...(requesters === 'everyone' ? [] : teamsOf(requesters)),
    ]).flatMap((slug) => {
      const logins = distinct([
        ...(requesters !== 'everyone' && teamsOf(requesters).includes(slug) ? asking : []),
        ...(teamsOf(deciders).includes(slug) ? deciding : []),
      ]).slice(0, peopleLookedUpMax)
      // The members of a deciding team are listed before anybody approves, to see whether enough people could.
      return logins.length === 0 && !teamsOf(deciders).includes(slug) ? [] : [{ slug, logins }]
    }),
  }
}

/**
 * Whose authority can matter: whoever approved after the request's last edit, and whoever rejected, stopped or released it, even in a comment
 * edited since, to be told that it does not count. On a public repository also whoever gave any command, because only people with a role are answered.
 */
function decidingLogins({ issue, repository }: Snapshot, type: RequestType): readonly string[] {
  const { author, lastEditedAt } = issue
  return readCommands(issue.comments).flatMap(({ person, comment, reading }) => {
    const named = reading.kind === 'command' ? reading.command.name : null
    const late = lastEditedAt === null || isBefore(lastEditedAt, comment.createdAt)
    const approves = named === 'approve' && comment.lastEditedAt === null && late
    const own = author !== null && samePerson(author, person)
    const stops = named === 'reject' || named === 'hold' || named === 'unhold'
    if (own) return approves && letsRequesterApprove(type.approval) ? [person.login] : []
    return approves || stops || !repository.private ? [person.login] : []
  })
}

/** Whether a role matters, or whose account a login is now. */
function asksAccount(principals: readonly Principal[], logins: readonly string[]): boolean {
  return principals.some(
    (each) =>
      each.kind === 'role' || (each.kind === 'user' && logins.some((login) => sameLogin(login, each.login))),
  )
}

function teamsOf(principals: readonly ResolvedApprover[]): readonly string[] {
  return principals.flatMap((principal) => (principal.kind === 'team' ? [principal.slug] : []))
}

function distinct(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => names.findIndex((other) => sameLogin(other, name)) === index)
}
