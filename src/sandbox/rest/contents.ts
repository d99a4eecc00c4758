import { type CommitFacts, readCommit, writeCommit } from '../git/commits.js'
import { readRef } from '../git/refs.js'
import { entryAt, readTree, type TreeItem, writeBlob } from '../git/trees.js'
import { writeTree } from '../git/write-tree.js'
import { Lacking } from '../lacking.js'
import { moveRef } from '../world/branches.js'
import { demandRead, demandWrite } from '../world/identity.js'
import { notFound, Refusal } from '../world/refusal.js'
import type { Repository } from '../world/world.js'
import {
  fromBase64,
  ok,
  optionalText,
  param,
  type RestAnswer,
  type RestCall,
  type Route,
  repositoryOf,
  requiredText,
  revisionOf,
} from './call.js'
import { authorshipFields, commitAuthorship } from './commit-authorship.js'
import { refuseMalformed } from './malformed-path.js'
import { shapeGitCommit } from './shape-commit.js'
import { repositoryPageUrl } from './urls.js'

/** Above 1 MB the content API gives no content. Source: REST docs, "Get repository content". */
const contentSizeMax = 1024 * 1024

export const contentRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/contents/{path}+',
    query: ['ref'],
    formats: ['raw'],
    handle: getContents,
  },
  {
    method: 'PUT',
    path: '/repos/{owner}/{repo}/contents/{path}+',
    body: ['message', 'content', 'sha', 'branch', ...authorshipFields],
    handle: putContents,
  },
]

async function getContents(call: RestCall): Promise<RestAnswer> {
  const repository = repositoryOf(call)
  demandRead(call.world, call.identity, repository, 'contents')
  const ref = revisionOf(call.query.get('ref') ?? repository.defaultBranch)
  const commit = await readCommit(repository.git, ref)
  if (commit === null) throw new Refusal(404, `No commit found for the ref ${ref}`)
  const path = param(call, 'path')
  const entry = await entryIn(repository, commit.tree, path)
  if (entry === null) throw notFound()
  if (call.format === 'raw') return ok(await rawContent(repository, entry))
  if (entry.mode !== '040000') return ok(await shapeContent(repository, commit.tree, entry, ref))
  const items = await readTree(repository.git, entry.oid)
  const shaped = []
  for (const item of items)
    shaped.push(
      await shapeListed(repository, { ...item, path: path === '' ? item.path : `${path}/${item.path}` }, ref),
    )
  return ok(shaped)
}

/** The root, or what stands at a path that names each folder on the way. */
function entryIn(repository: Repository, tree: string, path: string): Promise<TreeItem | null> {
  if (path === '') return Promise.resolve({ path, mode: '040000', oid: tree })
  if (path.split('/').some((name) => name === '' || name === '.' || name === '..')) {
    throw new Lacking(`${path} cannot be a path here`)
  }
  return entryAt(repository.git, tree, path)
}

async function rawContent(repository: Repository, entry: TreeItem): Promise<Buffer> {
  if (!entry.mode.startsWith('100')) throw new Lacking('only a file can be read raw')
  const blob = await repository.git.read(entry.oid)
  if (blob === null) throw notFound()
  return blob.content
}

function commonPart(repository: Repository, entry: TreeItem, ref: string) {
  const path = entry.path.split('/').map(encodeURIComponent).join('/')
  const self = `${repository.apiUrl}/contents/${path}?ref=${encodeURIComponent(ref)}`
  const kind = entry.mode === '040000' ? 'trees' : 'blobs'
  const git = `${repository.apiUrl}/git/${kind}/${entry.oid}`
  const html = `${repositoryPageUrl(repository)}/${kind === 'trees' ? 'tree' : 'blob'}/${ref}/${path}`
  const download = `${repository.remoteUrl}/raw/${ref}/${path}`
  return {
    name: entry.path.split('/').at(-1) ?? '',
    path: entry.path,
    sha: entry.oid,
    url: self,
    git_url: git,
    html_url: html,
    download_url: kind === 'trees' ? null : download,
    _links: { self, git, html },
  }
}

async function shapeListed(repository: Repository, entry: TreeItem, ref: string) {
  const size = entry.mode === '160000' ? 0 : ((await repository.git.read(entry.oid))?.content.length ?? 0)
  const types = {
    '040000': 'dir',
    '120000': 'symlink',
    '160000': 'file',
    '100644': 'file',
    '100755': 'file',
  } as const
  return {
    ...commonPart(repository, entry, ref),
    type: types[entry.mode],
    size: types[entry.mode] === 'dir' ? 0 : size,
  }
}

/** A symlink to a file of the repository answers as that file; only the tree tells them apart. Source: REST docs, "Get repository content". */
async function shapeContent(repository: Repository, root: string, entry: TreeItem, ref: string) {
  const common = commonPart(repository, entry, ref)
  if (entry.mode === '160000')
    return { ...common, type: 'submodule', size: 0, submodule_git_url: common.html_url }
  const blob = await repository.git.read(entry.oid)
  if (blob === null) throw notFound()
  if (entry.mode === '120000') {
    const target = blob.content.toString('utf8')
    const pointed = await entryAt(repository.git, root, resolveLink(entry.path, target))
    if (pointed === null || !pointed.mode.startsWith('100')) {
      return { ...common, type: 'symlink', size: blob.content.length, target }
    }
    const file = await repository.git.read(pointed.oid)
    return { ...common, type: 'file', ...contentPart(file?.content ?? Buffer.alloc(0)) }
  }
  return { ...common, type: 'file', ...contentPart(blob.content) }
}

function contentPart(content: Buffer) {
  const large = content.length > contentSizeMax
  // GitHub breaks base64 every 60 characters.
  const text = content.toString('base64').replace(/.{60}/g, '$&\n')
  return { size: content.length, encoding: large ? 'none' : 'base64', content: large ? '' : `${text}\n` }
}

function resolveLink(from: string, target: string): string {
  const parts = from.split('/').slice(0, -1)
  for (const part of target.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

async function putContents(call: RestCall): Promise<RestAnswer> {
  const { world, identity, body } = call
  const repository = repositoryOf(call)
  demandWrite(world, identity, repository, 'contents', 'write')
  const { git } = repository
  const path = param(call, 'path')
  const branch = optionalText(body, 'branch') ?? repository.defaultBranch
  if (branch.startsWith('refs/')) throw new Lacking(`a branch is written by its name here, not as ${branch}`)
  const ref = `refs/heads/${branch}`
  const before = await readRef(git, ref)
  if (before === null) throw new Refusal(404, `Branch ${branch} not found`)
  const tip = await readCommit(git, before)
  const entry = tip === null ? null : await entryAt(git, tip.tree, path)
  const sha = optionalText(body, 'sha')
  if (entry !== null && !entry.mode.startsWith('100'))
    throw new Lacking(`${path} is no file that can be written`)
  if (entry === null && sha !== null) throw new Lacking(`there is no file ${path} to be ${sha}`)
  if (entry !== null && sha === null) throw new Refusal(422, 'Invalid request.\n\n"sha" wasn\'t supplied.')
  if (sha !== null && entry?.oid !== sha) throw new Refusal(409, `${path} does not match ${sha}`)
  const content = fromBase64(requiredText(body, 'content'))
  if (content === null) throw new Refusal(422, 'content is not valid Base64')
  const oid = await writeBlob(git, content)
  const mode = entry?.mode ?? '100644'
  const tree = await writeTree(git, tip?.tree ?? null, [{ path, mode, oid }]).catch(refuseMalformed)
  const { signed, ...authorship } = commitAuthorship(call)
  const facts: CommitFacts = {
    tree,
    parents: [before],
    ...authorship,
    signed,
    message: requiredText(body, 'message'),
  }
  const after = await writeCommit(git, facts)
  if (signed) repository.data.signed.add(after)
  await moveRef(world, identity, repository, { ref, before, after })
  const {
    content: _,
    encoding: __,
    ...written
  } = {
    ...commonPart(repository, { path, mode, oid }, branch),
    type: 'file',
    ...contentPart((await git.read(oid))?.content ?? Buffer.alloc(0)),
  }
  const commit = shapeGitCommit(repository, { ...facts, oid: after })
  return { status: entry === null ? 201 : 200, body: { content: written, commit } }
}
