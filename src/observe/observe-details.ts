import { GitHubError } from '../github/errors.js'
import type { QueryAnswer, Reader } from '../github/reader.js'
import type { PullNumber } from '../model/ids.js'
import type { Needs } from '../model/needs.js'
import type { Authority, Details, Snapshot } from '../model/snapshot.js'
import { demandWhole, type Fields, fields, objectId, optionalFields } from './answer.js'
import { gateSelection } from './decode-gates.js'
import { ancestors, decodeManifests, parents } from './decode-manifests.js'
import { decodeOthers, othersSelection } from './decode-others.js'
import { approvedHeadsMax, decodeBranch, decodePull, headSelection, pullSelection } from './decode-pull.js'
import { decodeTeams, teamSelection } from './decode-teams.js'
import { observeRoles } from './observe-authority.js'

type DetailNeeds = Extract<Needs, { kind: 'details' }>

/**
 * The second step of observing: branch, pull request, manifests at one commit, roles and teams; one query, and beside it one
 * call for each person whose role matters.
 * @throws GitHubError
 */
export async function observeDetails(
  reader: Reader,
  snapshot: Snapshot,
  needs: DetailNeeds,
): Promise<Details> {
  const { document, variables } = detailsQuery(snapshot, needs)
  const [answer, people] = await Promise.all([
    reader.query('read the pull request and the manifests', document, variables),
    observeRoles(reader, needs.people),
  ])
  demandWhole(answer, 'the details of the request', isOfTeamsOrOthers)
  const data = fields(answer.data, 'the details of the request')
  const repository = fields(data.repository, 'the repository')
  const authority: Authority = {
    roles: people,
    teams: decodeTeams(needs.teams, data.organization, answer.errors),
  }
  const base = baseOf(repository, snapshot, needs)
  const { files, folders } = await decodeManifests(reader, repository, needs.paths)
  return {
    branch: decodeBranch(repository, needs),
    pull: decodePull(repository, snapshot, needs),
    manifests: { ...base, files },
    folders,
    authority,
    others: decodeOthers(repository, snapshot, needs, answer.errors),
    otherRecords: null,
    merge: null,
    mergeRefusal: null,
  }
}

/** What is known of teams and of other requests says itself when it is not whole; nothing else may be missing. */
function isOfTeamsOrOthers({ path }: QueryAnswer['errors'][number]): boolean {
  return path[0] === 'organization' || (path[0] === 'repository' && path[1] === 'others')
}

const listingSelection = '{ ... on Tree { entries { name mode oid } } }'

/** The pull request the ledger knows; it is found even when its branch is gone. */
function recordedPull({ ledger }: Snapshot): PullNumber | null {
  return ledger.records.findLast(({ predicate }) => predicate.pull !== null)?.predicate.pull?.number ?? null
}

/** Heads the ledger has as approved, the newest first: a gate left open there could be pushed back onto the branch. */
function approvedHeads({ ledger }: Snapshot): readonly string[] {
  const approved = ledger.records.filter(({ predicate }) => predicate.decision === 'approved')
  const heads = approved.toReversed().flatMap(({ predicate }) => predicate.pull?.head ?? [])
  return [...new Set(heads)].slice(0, approvedHeadsMax)
}

/** Every path is a variable: no name of a file or a branch ever becomes part of the document. */
function detailsQuery(snapshot: Snapshot, needs: DetailNeeds) {
  const { owner, name } = snapshot.repository
  const pull = recordedPull(snapshot)
  const base = baseExpression(snapshot, needs)
  const variables: Record<string, string> = {
    owner,
    name,
    head: `refs/heads/${needs.branch}`,
    target: `refs/heads/${needs.target}`,
  }
  const selections: string[] = []
  const select = (alias: string, expression: string, selection: string) => {
    variables[alias] = expression
    selections.push(`${alias}: object(expression: $${alias}) ${selection}`)
  }
  for (const [index, head] of approvedHeads(snapshot).entries()) {
    select(`approved${index}`, head, `{ ... on Commit { ${gateSelection} } }`)
  }
  for (const [index, folder] of ancestors(needs.paths).entries()) {
    select(`folder${index}`, `${base}:${folder}`, listingSelection)
  }
  for (const [index, path] of needs.paths.entries()) {
    select(`file${index}`, `${base}:${path}`, '{ ... on Blob { oid text byteSize isBinary isTruncated } }')
  }
  for (const [index, folder] of parents(needs.paths).entries()) {
    select(`headFolder${index}`, `refs/heads/${needs.branch}:${folder}`, listingSelection)
  }
  const teams = teamSelection(needs.teams)
  const others = othersSelection(needs)
  Object.assign(variables, teams.variables, others.variables)
  const parameters = Object.keys(variables).map((variable) => `$${variable}: String!`)
  const document = `
    query Details(${parameters.join(', ')}) {
      repository(owner: $owner, name: $name) {
        target: ref(qualifiedName: $target) { target { oid ... on Commit { tree { oid } } } }
        head: ref(qualifiedName: $head) ${headSelection}
        ${pull === null ? '' : `known: pullRequest(number: ${pull}) ${pullSelection}`}
        ${others.selection}
        ${selections.join('\n        ')}
      }
      ${teams.selection}
    }`
  return { document, variables }
}

/** The default branch is read at the very commit the policy was read at; another branch at its tip. */
function baseExpression({ repository }: Snapshot, needs: DetailNeeds): string {
  return needs.target === repository.defaultBranch ? repository.commit : `refs/heads/${needs.target}`
}

function baseOf(repository: Fields, snapshot: Snapshot, needs: DetailNeeds) {
  const branch = optionalFields(repository.target, 'the target branch')
  if (branch === null) {
    throw new GitHubError({
      failure: 'not-found',
      operation: `find the target branch ${needs.target}`,
      status: 200,
      detail: 'there is no such branch',
      permission: 'contents: read',
      write: false,
      cause: undefined,
    })
  }
  const tip = fields(branch.target, 'the tip of the target branch')
  const tree = objectId(
    fields(tip.tree, 'the tree of the target branch').oid,
    'the tree of the target branch',
  )
  const commit = objectId(tip.oid, 'the tip of the target branch')
  // Files were read at the commit of the first step; if the branch has moved since, they belong to no commit we could build on.
  if (needs.target === snapshot.repository.defaultBranch && commit !== snapshot.repository.commit)
    throw moved(needs.target)
  return { commit, tree }
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
