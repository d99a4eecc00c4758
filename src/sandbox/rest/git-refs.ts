import { readCommit } from '../git/commits.js'
import { isAncestor } from '../git/history.js'
import { listRefs } from '../git/refs.js'
import { Lacking } from '../lacking.js'
import { moveRef } from '../world/branches.js'
import { notFound, Refusal } from '../world/refusal.js'
import type { Repository } from '../world/world.js'
import {
  type Body,
  created,
  noContent,
  ok,
  optionalFlag,
  param,
  type RestAnswer,
  type RestCall,
  type Route,
  requiredId,
  requiredText,
} from './call.js'
import { readable, writable } from './git-data.js'
import { nodeId } from './urls.js'

const base = '/repos/{owner}/{repo}/git'

export const gitRefRoutes: readonly Route[] = [
  { method: 'GET', path: `${base}/ref/{ref}+`, handle: getRef },
  { method: 'GET', path: `${base}/matching-refs/{ref}+`, handle: listMatchingRefs },
  { method: 'POST', path: `${base}/refs`, body: ['ref', 'sha'], handle: postRef },
  { method: 'PATCH', path: `${base}/refs/{ref}+`, body: ['sha', 'force'], handle: patchRef },
  { method: 'DELETE', path: `${base}/refs/{ref}+`, handle: deleteRef },
]

function shapeRef(repository: Repository, ref: string, sha: string, type = 'commit') {
  const api = `${repository.apiUrl}/git`
  return {
    ref,
    node_id: nodeId('Ref', `${repository.id}:${ref}`),
    url: `${api}/${ref}`,
    object: { sha, type, url: `${api}/${type}s/${sha}` },
  }
}

async function getRef(call: RestCall): Promise<RestAnswer> {
  const repository = readable(call)
  const ref = `refs/${param(call, 'ref')}`
  const sha = listRefs(repository.git).get(ref)
  if (sha === undefined) throw notFound()
  return ok(shapeRef(repository, ref, sha))
}

async function listMatchingRefs(call: RestCall): Promise<RestAnswer> {
  const repository = readable(call)
  const prefix = `refs/${param(call, 'ref')}`
  const refs = [...listRefs(repository.git)].filter(([ref]) => ref.startsWith(prefix))
  return ok(refs.map(([ref, sha]) => shapeRef(repository, ref, sha)))
}

async function postRef(call: RestCall): Promise<RestAnswer> {
  const repository = writable(call)
  const ref = requiredText(call.body, 'ref')
  const commit = await readCommit(repository.git, requiredId(call.body, 'sha'))
  if (!/^refs\/(?:heads|tags)\//.test(ref))
    throw new Refusal(422, "Reference name must start with 'refs/heads' or 'refs/tags'.")
  if (commit === null) throw await notACommit(repository, call.body)
  await moveRef(call.world, call.identity, repository, { ref, before: null, after: commit.oid })
  return created(shapeRef(repository, ref, commit.oid))
}

/** GitHub lets a tag name any object; the sandbox, commits alone. */
async function notACommit({ git }: Repository, body: Body): Promise<Error> {
  const found = await git.read(requiredId(body, 'sha'))
  return found === null
    ? new Refusal(422, 'Object does not exist')
    : new Lacking(`a ref cannot point to a ${found.type} here`)
}

async function patchRef(call: RestCall): Promise<RestAnswer> {
  const repository = writable(call)
  const ref = `refs/${param(call, 'ref')}`
  const before = listRefs(repository.git).get(ref)
  if (before === undefined) throw new Refusal(422, 'Reference does not exist')
  const commit = await readCommit(repository.git, requiredId(call.body, 'sha'))
  if (commit === null) throw await notACommit(repository, call.body)
  const force = optionalFlag(call.body, 'force') ?? false
  if (!force && !(await isAncestor(repository.git, before, commit.oid))) {
    throw new Refusal(422, 'Update is not a fast forward')
  }
  if (before !== commit.oid)
    await moveRef(call.world, call.identity, repository, { ref, before, after: commit.oid })
  return ok(shapeRef(repository, ref, commit.oid))
}

async function deleteRef(call: RestCall): Promise<RestAnswer> {
  const repository = writable(call)
  const ref = `refs/${param(call, 'ref')}`
  const before = listRefs(repository.git).get(ref)
  if (before === undefined || !/^refs\/(?:heads|tags)\//.test(ref))
    throw new Refusal(422, 'Reference does not exist')
  await moveRef(call.world, call.identity, repository, { ref, before, after: null })
  return noContent
}
