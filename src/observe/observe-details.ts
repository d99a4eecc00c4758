import { GitHubError } from '../github/errors.js'
import type { QueryAnswer, Reader } from '../github/reader.js'
import type { Authority } from '../model/authority.js'
import { oid, type RepositoryRef } from '../model/ids.js'
import type { DetailNeeds } from '../model/needs.js'
import type { Details, FirstLook, ReachedTarget, UnreachedTarget } from '../model/snapshot.js'
import { demandWhole, type Fields, fields, objectId, optionalFields, text } from './answer.js'
import { isOfPeople } from './decode-authority.js'
import { decodeManifests } from './decode-manifests.js'
import { decodeBranch, decodePull } from './decode-pull.js'
import { decodeRepository } from './decode-repository.js'
import { detailsQuery } from './details-query.js'
import { authorityFrom, observeAuthority } from './observe-authority.js'
import { decodeTrust, isOfRules, type LedgerTrust, observeTrust } from './observe-ledger-trust.js'
import { decodeOthers } from './observe-other-records.js'
import { ownHands } from './observe-record-commits.js'

/**
 * The second step of observing: branch, pull request, manifests at one commit, roles, accounts and teams; one query. Where the manifests
 * live in a repository that takes another token, the people are asked for in a query of their own, at the same time.
 * @throws GitHubError
 */
export async function observeDetails(
  reader: Reader,
  snapshot: FirstLook,
  needs: DetailNeeds,
): Promise<Details> {
  const found = await detailsOf(reader, snapshot, needs)
  return needs.accepting === undefined ? found : { ...found, accepting: needs.accepting }
}

async function detailsOf(reader: Reader, snapshot: FirstLook, needs: DetailNeeds): Promise<Details> {
  const target = needs.repository === null ? reader : reader.at(needs.repository)
  const together = needs.repository === null || reader.oneToken
  const { document, variables } = detailsQuery(snapshot, needs, together ? needs : null, together)
  const [answer, people, apart] = await Promise.all([
    orUnreached(target.query(reading, document, variables), needs.repository),
    together ? null : observeAuthority(reader, snapshot, needs),
    together ? null : observeTrust(reader, snapshot, needs),
  ])
  if ('reached' in answer) {
    const authority = people ?? (await observeAuthority(reader, snapshot, needs))
    return unreached(answer, authority, apart ?? (await observeTrust(reader, snapshot, needs)))
  }
  const data = fields(answer.data, 'the details of the request')
  const { errors } = answer
  const authority = people ?? (await authorityFrom(reader, snapshot, needs, { data, errors }))
  const closed = needs.repository === null ? null : shutOut(data, answer.errors, needs.repository)
  if (closed !== null) return unreached(closed, authority, apart ?? trustIn(data, needs, snapshot))
  demandWhole(answer, 'the details of the request', isToldOtherwise)
  const trust = apart ?? trustIn(data, needs, snapshot)
  const repository = fields(data.repository, 'the repository')
  const branch = optionalFields(repository.target, 'the target branch')
  if (branch === null)
    return unreached(withoutBranch(needs.repository ?? snapshot.repository, needs.target), authority, trust)
  const base = baseOf(branch, snapshot, needs)
  const found = needs.repository === null ? here(snapshot) : there(repository)
  const viewer = needs.repository === null ? snapshot.viewer.login : loginOf(data)
  const { files, folders } = await decodeManifests(target, repository, needs.paths)
  const hands = ownHands(snapshot)
  return {
    target: found,
    branch: decodeBranch(repository, needs, hands),
    pull: decodePull(repository, { id: found.id, branch: base.name, viewer, hands }, needs),
    manifests: { commit: base.commit, tree: base.tree, files },
    folders,
    authority,
    others: decodeOthers(repository, base.name, needs, answer.errors),
    otherRecords: null,
    merge: null,
    history: null,
    predecessor: null,
    outcome: null,
    mergeRefusal: null,
    ...trust,
    ledgerDoubts: [...trust.ledgerDoubts, ...missingPull(answer.errors, snapshot)],
    replacements: 0,
  }
}

const reading = 'read the pull request and the manifests'

/** What is known of people, of other requests, of the ledger's rules and of the recorded pull request says itself when it is not whole; nothing else may be missing. */
function isToldOtherwise(error: QueryAnswer['errors'][number]): boolean {
  return isOfPeople(error) || isOfOthers(error.path) || isNoSuchPull(error) || isOfRules(error)
}

function isNoSuchPull({ path, type }: QueryAnswer['errors'][number]): boolean {
  return type === 'NOT_FOUND' && path.join('.') === 'repository.known'
}

/** No pull request ever goes away, so a record of one that is not there was not written by the toolkit. */
function missingPull(errors: QueryAnswer['errors'], { ledger }: FirstLook): readonly string[] {
  if (!errors.some(isNoSuchPull)) return []
  const recorded = ledger.records.flatMap(({ predicate: { pull } }) => pull?.number ?? []).at(-1)
  return [
    `The records of this issue name pull request ${recorded ?? 'none'}, and there is none of that number.`,
  ]
}

function isOfOthers(path: readonly (string | number)[]): boolean {
  return path[0] === 'repository' && path[1] === 'others'
}

/** The token for another repository may be refused as a whole; that of the repository has just been taken. */
async function orUnreached(
  query: Promise<QueryAnswer>,
  repository: RepositoryRef | null,
): Promise<QueryAnswer | UnreachedTarget> {
  try {
    return await query
  } catch (error) {
    const closed = error instanceof GitHubError && ['unauthorised', 'forbidden'].includes(error.failure)
    if (repository === null || !closed) throw error
    return { ...repository, reached: false, why: 'refused', operation: reading, permission: null }
  }
}

/** Why another repository could not be read, or null. */
function shutOut(
  data: Fields,
  errors: QueryAnswer['errors'],
  repository: RepositoryRef,
): UnreachedTarget | null {
  const base = { ...repository, reached: false, operation: reading } as const
  const forbidden = errors.some(
    ({ path, type }) => type === 'FORBIDDEN' && path[0] === 'repository' && !isOfOthers(path),
  )
  if (forbidden)
    return { ...base, why: 'refused', permission: 'contents: read, pull-requests: read, checks: read' }
  const unseen = errors.some(({ path, type }) => type === 'NOT_FOUND' && path.join('.') === 'repository')
  return unseen && data.repository === null ? { ...base, why: 'unseen', permission: null } : null
}

function withoutBranch({ owner, name }: RepositoryRef, branch: string | null): UnreachedTarget {
  const operation = branch === null ? 'find a branch' : `find the branch ${branch}`
  return { owner, name, reached: false, why: 'no-branch', operation, permission: null }
}

/** The ledger is in the repository of the issue, wherever the manifests are. */
function trustIn(data: Fields, needs: DetailNeeds, snapshot: FirstLook): LedgerTrust {
  if (snapshot.ledger.head === null) return { ledgerDoubts: [] }
  const home = needs.repository === null ? data.repository : data.home
  return decodeTrust(fields(home, 'the repository of the issue'), snapshot, needs)
}

/** GitHub's id for nothing. */
const nothing = oid('0'.repeat(40))

function unreached(target: UnreachedTarget, authority: Authority, trust: LedgerTrust): Details {
  return {
    target,
    branch: null,
    pull: null,
    manifests: { commit: nothing, tree: nothing, files: [] },
    folders: [],
    authority,
    others: null,
    otherRecords: null,
    merge: null,
    history: null,
    predecessor: null,
    outcome: null,
    mergeRefusal: null,
    ...trust,
    replacements: 0,
  }
}

function here({ repository }: FirstLook): ReachedTarget {
  return reached(repository)
}

function there(repository: Fields): ReachedTarget {
  return reached(decodeRepository(repository, fields(repository.defaultBranchRef, 'the default branch')))
}

function reached({ private: _, commit: __, ...settings }: FirstLook['repository']): ReachedTarget {
  return { ...settings, reached: true }
}

function loginOf(data: Fields): string {
  return text(fields(data.viewer, 'the viewer').login, 'the login of the token')
}

function baseOf(branch: Fields, { repository }: FirstLook, needs: DetailNeeds) {
  const name = text(branch.name, 'the target branch')
  const tip = fields(branch.target, 'the tip of the target branch')
  const tree = objectId(
    fields(tip.tree, 'the tree of the target branch').oid,
    'the tree of the target branch',
  )
  const commit = objectId(tip.oid, 'the tip of the target branch')
  // Files were read at the commit of the first step; if the branch has moved since, they belong to no commit we could build on.
  const atFirst =
    needs.repository === null && needs.target === repository.defaultBranch && needs.paths.length > 0
  if (atFirst && commit !== repository.commit) throw moved(name)
  return { name, commit, tree }
}

function moved(branch: string): GitHubError {
  return new GitHubError({
    failure: 'moved',
    operation: `read the branch ${branch} at one commit`,
    status: 200,
    detail: 'it moved between two reads',
    permission: null,
    write: false,
    cause: undefined,
  })
}
