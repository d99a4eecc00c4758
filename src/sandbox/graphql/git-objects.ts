import { type Commit, parseCommit, readCommit, type Signature, signedAt } from '../git/commits.js'
import { historyOf } from '../git/history.js'
import type { GitObject } from '../git/read-objects.js'
import { readTree, type TreeItem, typeOfMode } from '../git/trees.js'
import { signerOf, verificationOf } from '../rest/shape-commit.js'
import { nodeId, repositoryPageUrl } from '../rest/urls.js'
import { checkSuites, rollup } from '../world/checks.js'
import { mayRead } from '../world/identity.js'
import { pullsOfCommit } from '../world/pulls.js'
import type { Repository } from '../world/world.js'
import { demandGraphRead, forbidden, type GraphCall, reads } from './call.js'
import { graphCheckSuite } from './checks.js'
import { bounds, type ConnectionArguments, connection } from './connection.js'
import { graphActor } from './people.js'
import { type DeploymentsArguments, deploymentsFields, graphDeployments, graphStatus } from './signals.js'

/** Longest text of a blob in an answer, in bytes; beyond it `isTruncated` is true (unverified). */
const blobTextMax = 512_000

interface SuiteFilter {
  readonly appId?: number
  readonly checkName?: string
}

const suiteFields = ['filterBy.appId', 'filterBy.checkName', ...bounds]

/** Any git object; `path` is where it was found, for the paths of the entries below it. */
export function graphObject(
  call: GraphCall,
  repository: Repository,
  object: GitObject,
  path: string,
): unknown {
  switch (object.type) {
    case 'blob':
      return graphBlob(call, repository, object)
    case 'tree':
      return graphTree(call, repository, object.oid, path)
    case 'commit':
      return graphCommit(call, repository, parseCommit(object.oid, object.content.toString('utf8')))
    case 'tag':
      return null
  }
}

function common(call: GraphCall, repository: Repository, type: string, oid: string) {
  return {
    __typename: type,
    id: nodeId(type, `${repository.id}:${oid}`),
    oid,
    abbreviatedOid: oid.slice(0, 7),
    commitUrl: `${repositoryPageUrl(repository)}/commit/${oid}`,
    repository: () => call.nodes.repository(call, repository),
  }
}

function graphBlob(call: GraphCall, repository: Repository, object: GitObject) {
  const isBinary = object.content.includes(0)
  return {
    ...common(call, repository, 'Blob', object.oid),
    byteSize: object.content.length,
    isBinary,
    isTruncated: !isBinary && object.content.length > blobTextMax,
    text: isBinary ? null : object.content.subarray(0, blobTextMax).toString('utf8'),
  }
}

/** Source: GraphQL reference, object Tree. */
export function graphTree(call: GraphCall, repository: Repository, oid: string, path: string) {
  return {
    ...common(call, repository, 'Tree', oid),
    entries: async () =>
      (await readTree(repository.git, oid)).map((item) => graphEntry(call, repository, item, path)),
  }
}

/** Modes are decimal numbers here: a symlink is 40960 (0o120000). */
function graphEntry(call: GraphCall, repository: Repository, item: TreeItem, folder: string) {
  const path = folder === '' ? item.path : `${folder}/${item.path}`
  return {
    name: item.path,
    path,
    mode: Number.parseInt(item.mode, 8),
    type: typeOfMode(item.mode),
    oid: item.oid,
    extension: /\.[^.]*$/.exec(item.path)?.[0] ?? '',
    size: async () => (await repository.git.read(item.oid))?.content.length ?? 0,
    object: async () => {
      const object = await repository.git.read(item.oid)
      return object === null ? null : graphObject(call, repository, object, path)
    },
  }
}

/** Source: GraphQL reference, object Commit. */
export function graphCommit(
  call: GraphCall,
  repository: Repository,
  commit: Commit,
): Record<string, unknown> {
  const [headline = '', ...rest] = commit.message.split('\n')
  return {
    ...common(call, repository, 'Commit', commit.oid),
    url: `${repositoryPageUrl(repository)}/commit/${commit.oid}`,
    message: commit.message,
    messageHeadline: headline,
    messageBody: rest.join('\n').trim(),
    committedDate: signedAt(commit.committer),
    authoredDate: signedAt(commit.author),
    committedViaWeb: commit.committer.email === 'noreply@github.com',
    author: graphSignature(call, commit.author),
    committer: graphSignature(call, commit.committer),
    tree: () => graphTree(call, repository, commit.tree, ''),
    parents: reads(bounds, async (args: ConnectionArguments) => {
      const parents: Commit[] = []
      for (const oid of commit.parents) {
        const parent = await readCommit(repository.git, oid)
        if (parent !== null) parents.push(parent)
      }
      return connection('parents', parents, args, (one) => graphCommit(call, repository, one))
    }),
    signature: signatureOf(repository, commit),
    history: reads([...bounds, 'path', 'since'], async (args: HistoryArguments) => {
      const found = await historyOf(repository.git, commit.oid, {
        path: args.path ?? null,
        since: args.since ?? null,
      })
      return connection('history', found, args, (one) => graphCommit(call, repository, one))
    }),
    checkSuites: reads(
      suiteFields,
      (args: ConnectionArguments & { readonly filterBy?: SuiteFilter | null }) => {
        demandGraphRead(call, repository, 'checks')
        const { appId: app, checkName } = args.filterBy ?? {}
        const suites = checkSuites(call.world, repository, commit.oid).filter(
          (suite) =>
            (app === undefined || suite.app.id === app) &&
            (checkName === undefined || suite.runs.some((run) => run.name === checkName)),
        )
        return connection('checkSuites', suites, args, (suite) => graphCheckSuite(call, repository, suite))
      },
    ),
    statusCheckRollup: () => rollupOf(call, repository, commit.oid),
    status: () => graphStatus(call, repository, commit.oid),
    deployments: reads(deploymentsFields, (args: DeploymentsArguments) =>
      graphDeployments(call, repository, commit.oid, args),
    ),
    associatedPullRequests: reads(bounds, async (args: ConnectionArguments) => {
      demandGraphRead(call, repository, 'pull_requests')
      const found = await pullsOfCommit(repository, commit.oid)
      return connection('associatedPullRequests', found, args, (pull) =>
        call.nodes.pull(call, repository, pull),
      )
    }),
  }
}

interface HistoryArguments extends ConnectionArguments {
  readonly path?: string | null
  readonly since?: string | null
}

function signatureOf(repository: Repository, commit: Commit) {
  const { verified, signature, payload, verified_at } = verificationOf(repository, commit)
  if (!verified && commit.signed !== true) return null
  if (!verified) {
    return {
      __typename: 'UnknownSignature',
      isValid: false,
      wasSignedByGitHub: false,
      state: 'UNKNOWN_KEY',
      email: commit.committer.email,
      signature: '',
      payload: commit.message,
      signer: null,
      verifiedAt: null,
    }
  }
  return {
    __typename: 'GpgSignature',
    isValid: true,
    wasSignedByGitHub: true,
    state: 'VALID',
    email: 'noreply@github.com',
    signature,
    payload,
    signer: null,
    verifiedAt: verified_at,
  }
}

function graphSignature({ world }: GraphCall, signature: Signature) {
  const account = signerOf(world, signature)
  return {
    name: signature.name,
    email: signature.email,
    date: signedAt(signature),
    user: account?.type === 'User' ? graphActor(account) : null,
  }
}

function rollupOf(call: GraphCall, repository: Repository, oid: string) {
  const { world, identity } = call
  if (!mayRead(world, identity, repository, 'checks') && !mayRead(world, identity, repository, 'statuses')) {
    throw forbidden()
  }
  const state = rollup(repository, oid)
  return state === null ? null : { id: nodeId('StatusCheckRollup', oid), state: state.toUpperCase() }
}
