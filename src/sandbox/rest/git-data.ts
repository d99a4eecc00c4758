import { readCommit, writeCommit } from '../git/commits.js'
import {
  entryAt,
  type Mode,
  readTree,
  readTreeRecursively,
  type TreeItem,
  typeOfMode,
  writeBlob,
} from '../git/trees.js'
import { type TreeEdit, writeTree } from '../git/write-tree.js'
import { Lacking } from '../lacking.js'
import { demandRead, demandWrite } from '../world/identity.js'
import { notFound, Refusal } from '../world/refusal.js'
import type { Repository } from '../world/world.js'
import {
  type Body,
  created,
  fromBase64,
  objectOf,
  ok,
  optionalChoice,
  optionalList,
  optionalText,
  param,
  type RestAnswer,
  type RestCall,
  type Route,
  repositoryOf,
  requiredId,
  requiredText,
  revisionOf,
} from './call.js'
import { authorshipFields, commitAuthorship } from './commit-authorship.js'
import { refuseMalformed } from './malformed-path.js'
import { shapeGitCommit } from './shape-commit.js'
import { nodeId } from './urls.js'

/** Most entries of one answer. Source: REST docs, "Get a tree". */
const treeEntriesMax = 100_000
const base = '/repos/{owner}/{repo}/git'

export const gitDataRoutes: readonly Route[] = [
  { method: 'GET', path: `${base}/blobs/{file_sha}`, formats: ['raw'], handle: getBlob },
  { method: 'POST', path: `${base}/blobs`, body: ['content', 'encoding'], handle: postBlob },
  { method: 'GET', path: `${base}/trees/{tree_sha}+`, query: ['recursive'], handle: getTree },
  {
    method: 'POST',
    path: `${base}/trees`,
    body: [
      'base_tree',
      ...['path', 'mode', 'type', 'content', 'sha', 'sha|null'].map((field) => `tree[].${field}`),
    ],
    handle: postTree,
  },
  { method: 'GET', path: `${base}/commits/{commit_sha}`, handle: getCommit },
  {
    method: 'POST',
    path: `${base}/commits`,
    body: ['message', 'tree', 'parents[]', ...authorshipFields],
    handle: postCommit,
  },
]

/** The repository, when its contents may be read. */
export function readable(call: RestCall): Repository {
  const repository = repositoryOf(call)
  demandRead(call.world, call.identity, repository, 'contents')
  return repository
}

/** The repository, when its contents may be written. */
export function writable(call: RestCall): Repository {
  const repository = repositoryOf(call)
  demandWrite(call.world, call.identity, repository, 'contents', 'write')
  return repository
}

async function getBlob(call: RestCall): Promise<RestAnswer> {
  const repository = readable(call)
  const sha = param(call, 'file_sha')
  const object = /^[0-9a-f]{40}$/.test(sha) ? await repository.git.read(sha) : null
  if (object?.type !== 'blob') throw notFound()
  if (call.format === 'raw') return ok(object.content)
  return ok({
    sha,
    node_id: nodeId('Blob', sha),
    size: object.content.length,
    url: `${repository.apiUrl}/git/blobs/${sha}`,
    content: `${object.content.toString('base64').replace(/.{60}/g, '$&\n')}\n`,
    encoding: 'base64',
  })
}

async function postBlob(call: RestCall): Promise<RestAnswer> {
  const repository = writable(call)
  const encoding = optionalChoice(call.body, 'encoding', ['utf-8', 'base64']) ?? 'utf-8'
  const given = requiredText(call.body, 'content')
  const content = encoding === 'base64' ? fromBase64(given) : Buffer.from(given, 'utf8')
  if (content === null) throw new Lacking('a blob cannot be of what is no base64')
  const sha = await writeBlob(repository.git, content)
  return created({ sha, url: `${repository.apiUrl}/git/blobs/${sha}` })
}

async function getTree(call: RestCall): Promise<RestAnswer> {
  const repository = readable(call)
  const tree = await repository.git.read(`${revisionOf(param(call, 'tree_sha'))}^{tree}`)
  if (tree === null) throw notFound()
  // Any value will do, even 0. Source: REST docs, “Get a tree”.
  const recursive = call.query.get('recursive') !== null
  const items = recursive
    ? await readTreeRecursively(repository.git, tree.oid)
    : await readTree(repository.git, tree.oid)
  return ok(await shapeTree(repository, tree.oid, items))
}

async function shapeTree(repository: Repository, sha: string, items: readonly TreeItem[]) {
  const api = `${repository.apiUrl}/git`
  const tree = []
  for (const item of items.slice(0, treeEntriesMax)) {
    const type = typeOfMode(item.mode)
    const entry = { path: item.path, mode: item.mode, type, sha: item.oid }
    if (type === 'commit') tree.push(entry)
    else if (type === 'tree') tree.push({ ...entry, url: `${api}/trees/${item.oid}` })
    else {
      const size = (await repository.git.read(item.oid))?.content.length ?? 0
      tree.push({ ...entry, size, url: `${api}/blobs/${item.oid}` })
    }
  }
  return { sha, url: `${api}/trees/${sha}`, tree, truncated: items.length > treeEntriesMax }
}

async function postTree(call: RestCall): Promise<RestAnswer> {
  const repository = writable(call)
  const { git } = repository
  const baseTree = optionalText(call.body, 'base_tree')
  const start = baseTree === null ? null : await git.read(`${revisionOf(baseTree)}^{tree}`)
  if (baseTree !== null && start === null) throw new Refusal(422, 'base_tree is not a valid tree oid')
  const entries = optionalList(call.body, 'tree')
  if (entries === null) throw new Refusal(422, 'Invalid tree info')
  const edits: TreeEdit[] = []
  for (const entry of entries)
    edits.push(await treeEdit(repository, start?.oid ?? null, objectOf(entry, 'tree')))
  const sha = await writeTree(git, start?.oid ?? null, edits).catch(refuseMalformed)
  return created(await shapeTree(repository, sha, await readTree(git, sha)))
}

const modes: readonly Mode[] = ['100644', '100755', '040000', '160000', '120000']

async function treeEdit(repository: Repository, start: string | null, entry: Body): Promise<TreeEdit> {
  const path = requiredText(entry, 'path')
  const mode = optionalChoice(entry, 'mode', modes)
  const type = optionalChoice(entry, 'type', ['blob', 'tree', 'commit'])
  if (mode === null) throw new Lacking('an entry of a tree needs its mode')
  if (type !== null && type !== typeOfMode(mode)) {
    throw new Lacking(`an entry of the mode ${mode} cannot be a ${type}`)
  }
  const content = optionalText(entry, 'content')
  const sha = optionalText(entry, 'sha')
  if (content !== null && typeOfMode(mode) !== 'blob')
    throw new Lacking(`an entry of the mode ${mode} cannot have content`)
  if (content !== null && sha !== null)
    throw new Refusal(422, 'Must supply either tree.sha or tree.content, not both')
  if (content !== null) return { path, mode, oid: await writeBlob(repository.git, content) }
  if (sha === null) {
    if (!('sha' in entry)) throw new Refusal(422, 'Must supply either tree.sha or tree.content')
    if (start === null || (await entryAt(repository.git, start, path)) === null) {
      throw new Refusal(422, 'GitRPC::BadObjectState')
    }
    return { path, mode, oid: null }
  }
  const object = mode === '160000' ? null : await repository.git.read(sha)
  if (mode !== '160000' && object === null) {
    throw new Refusal(422, `tree.sha ${sha} is not a valid ${mode === '040000' ? 'tree' : 'blob'}`)
  }
  if (object !== null && object.type !== typeOfMode(mode)) {
    throw new Lacking(`an entry of the mode ${mode} cannot be the ${object.type} ${sha}`)
  }
  return { path, mode, oid: sha }
}

async function getCommit(call: RestCall): Promise<RestAnswer> {
  const repository = readable(call)
  const sha = param(call, 'commit_sha')
  const commit = /^[0-9a-f]{40}$/.test(sha) ? await readCommit(repository.git, sha) : null
  if (commit === null) throw notFound()
  return ok(shapeGitCommit(repository, commit))
}

async function postCommit(call: RestCall): Promise<RestAnswer> {
  const repository = writable(call)
  const { git } = repository
  const treeName = requiredId(call.body, 'tree')
  const tree = await git.read(treeName)
  if (tree?.type !== 'tree') throw new Refusal(422, 'Tree SHA does not exist')
  const parents: string[] = []
  for (const parent of optionalList(call.body, 'parents') ?? []) {
    const commit = typeof parent === 'string' ? await readCommit(git, parent) : null
    if (commit === null) throw new Refusal(422, 'Parent SHA does not exist or is not a commit object')
    parents.push(commit.oid)
  }
  const { signed, ...authorship } = commitAuthorship(call)
  const facts = {
    tree: tree.oid,
    parents,
    ...authorship,
    signed,
    message: requiredText(call.body, 'message'),
  }
  const oid = await writeCommit(git, facts)
  if (signed) repository.data.signed.add(oid)
  return created(shapeGitCommit(repository, { ...facts, oid }))
}
