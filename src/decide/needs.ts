import { isBefore } from '../model/instant.js'
import type { Needs } from '../model/needs.js'
import { samePerson } from '../model/person.js'
import type { LedgerRecord } from '../model/record.js'
import type { Principal, RequestType } from '../model/request-type.js'
import type { Snapshot } from '../model/snapshot.js'
import { requestersOf } from './approval/may-request.js'
import { sameLogin } from './approval/principal.js'
import { changePaths } from './change/change-paths.js'
import { readCommands } from './command/read-commands.js'
import { requestBranch } from './state/request-branch.js'
import { isSettled } from './state/settle.js'
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
    const commit = details.pull?.mergeCommit ?? null
    return commit !== null && details.merge === null ? { kind: 'merge', commit } : null
  }
  const understanding = understand(snapshot)
  if (understanding.kind !== 'ignored' && snapshot.issue.olderComments !== null) {
    return { kind: 'comments', before: snapshot.issue.olderComments }
  }
  switch (understanding.kind) {
    case 'ignored':
      return null
    case 'finished':
      return isSettled(snapshot, understanding.record) ? null : pullOnly(snapshot, understanding.record)
    case 'held':
    case 'invalid':
      return withPeople(earlierNeeds(snapshot, understanding.type), snapshot, understanding.type)
    case 'request':
      return withPeople(requestNeeds(snapshot, understanding), snapshot, understanding.type)
  }
}

type DetailNeeds = Extract<Needs, { kind: 'details' }>

function pullOnly(snapshot: Snapshot, record: LedgerRecord): DetailNeeds {
  const { request, plan } = record.predicate
  return {
    kind: 'details',
    branch: requestBranch(snapshot.issue.number, request.type),
    target: plan?.branch ?? snapshot.repository.defaultBranch,
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
  if (!asks && decidingLogins(snapshot).length === 0) return null
  return {
    kind: 'details',
    branch: requestBranch(snapshot.issue.number, type.name),
    target: snapshot.repository.defaultBranch,
    paths: [],
    people: [],
    teams: [],
  }
}

function requestNeeds(snapshot: Snapshot, { type, changes }: UnderstoodRequest): DetailNeeds {
  return {
    kind: 'details',
    branch: requestBranch(snapshot.issue.number, type.name),
    target: type.target.branch ?? snapshot.repository.defaultBranch,
    paths: changePaths(changes),
    people: [],
    teams: [],
  }
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
  const deciding = distinct(decidingLogins(snapshot))
  const deciders = type.approval.flatMap((rule) => rule.from)
  const askedRoles = requesters !== 'everyone' && asksRole(requesters) ? asking : []
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
      return logins.length === 0 ? [] : [{ slug, logins }]
    }),
  }
}

/**
 * Whose authority can matter: whoever approved after the request's last edit, and whoever rejected, stopped or released it, even in a comment
 * edited since, to be told that it does not count. On a public repository also whoever gave any command, because only people with a role are answered.
 */
function decidingLogins({ issue, repository }: Snapshot): readonly string[] {
  const { author, lastEditedAt } = issue
  return readCommands(issue.comments).flatMap(({ person, comment, reading }) => {
    const named = reading.kind === 'command' ? reading.command.name : null
    const late = lastEditedAt === null || isBefore(lastEditedAt, comment.createdAt)
    const approves = named === 'approve' && comment.lastEditedAt === null && late
    const own = author !== null && samePerson(author, person)
    const stops = named === 'reject' || named === 'hold' || named === 'unhold'
    return !own && (approves || stops || !repository.private) ? [person.login] : []
  })
}

function asksRole(principals: readonly Principal[]): boolean {
  return principals.some((principal) => principal.kind === 'role')
}

function teamsOf(principals: readonly Principal[]): readonly string[] {
  return principals.flatMap((principal) => (principal.kind === 'team' ? [principal.slug] : []))
}

function distinct(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => names.findIndex((other) => sameLogin(other, name)) === index)
}
