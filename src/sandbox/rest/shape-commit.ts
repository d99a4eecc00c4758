import type { components } from '@octokit/openapi-types'
import { type Commit, type Signature, signedAt } from '../git/commits.js'
import type { FileDiff } from '../git/diff.js'
import type { Account, Repository, World } from '../world/world.js'
import { shapeAccount } from './shape-account.js'
import { nodeId, repositoryPageUrl } from './urls.js'

type Schemas = components['schemas']

/** A commit as the git data API gives it. */
export function shapeGitCommit(repository: Repository, commit: Commit): Schemas['git-commit'] {
  const url = `${repository.apiUrl}/git`
  const page = repositoryPageUrl(repository)
  return {
    sha: commit.oid,
    node_id: nodeId('Commit', commit.oid),
    url: `${url}/commits/${commit.oid}`,
    html_url: `${page}/commit/${commit.oid}`,
    author: shapeSignature(commit.author),
    committer: shapeSignature(commit.committer),
    tree: { sha: commit.tree, url: `${url}/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
    verification: verificationOf(repository, commit),
  }
}

/** A commit as the commits API gives it, without files. */
export function shapeCommit(world: World, repository: Repository, commit: Commit): Schemas['commit'] {
  const api = repository.apiUrl
  const page = repositoryPageUrl(repository)
  return {
    sha: commit.oid,
    node_id: nodeId('Commit', commit.oid),
    url: `${api}/commits/${commit.oid}`,
    html_url: `${page}/commit/${commit.oid}`,
    comments_url: `${api}/commits/${commit.oid}/comments`,
    commit: {
      url: `${api}/git/commits/${commit.oid}`,
      author: shapeSignature(commit.author),
      committer: shapeSignature(commit.committer),
      message: commit.message,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      comment_count: 0,
      verification: verificationOf(repository, commit),
    },
    author: shapeSigner(world, commit.author),
    committer: shapeSigner(world, commit.committer),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
  }
}

/** Source: GitHub's OpenAPI description, schema diff-entry. */
export function shapeFile(repository: Repository, head: string, file: FileDiff): Schemas['diff-entry'] {
  const path = file.path.split('/').map(encodeURIComponent).join('/')
  const page = repositoryPageUrl(repository)
  return {
    sha: file.oid,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${page}/blob/${head}/${path}`,
    raw_url: `${repository.remoteUrl}/raw/${head}/${path}`,
    contents_url: `${repository.apiUrl}/contents/${path}?ref=${head}`,
    ...(file.patch === null ? {} : { patch: file.patch }),
    ...(file.previousPath === null ? {} : { previous_filename: file.previousPath }),
  }
}

/** Source: GitHub's OpenAPI description, schema verification. */
export function verificationOf(repository: Repository, commit: Commit): Schemas['verification'] {
  const verified = repository.data.signed.has(commit.oid)
  return {
    verified,
    reason: verified ? 'valid' : 'unsigned',
    signature: verified ? '-----BEGIN PGP SIGNATURE-----\n\nsandbox\n-----END PGP SIGNATURE-----\n' : null,
    payload: verified ? commit.message : null,
    verified_at: verified ? signedAt(commit.committer) : null,
  }
}

function shapeSignature(signature: Signature) {
  return { name: signature.name, email: signature.email, date: signedAt(signature) }
}

/** GitHub knows people by the address they commit with. */
export function signerOf(world: World, signature: Signature): Account | null {
  const id = /^(\d+)\+.*@users\.noreply\.github\.com$/.exec(signature.email)?.[1]
  if (id === undefined) return null
  return [...world.accounts.values()].find((account) => account.id === Number(id)) ?? null
}

function shapeSigner(world: World, signature: Signature) {
  const account = signerOf(world, signature)
  return account === null ? null : shapeAccount(world, account)
}
