import { instantAt } from '../clock.js'
import type { Git } from './open-git.js'
import { listRefs } from './refs.js'
import { writeObject } from './write-object.js'

export interface Signature {
  readonly name: string
  readonly email: string
  /** Seconds since 1970. */
  readonly seconds: number
}

export interface CommitFacts {
  readonly tree: string
  readonly parents: readonly string[]
  readonly author: Signature
  readonly committer: Signature
  /** Whether its object carries a signature; whose it is, and whether it is good, git does not know. Those of merges are kept beside them. */
  readonly signed?: boolean
  readonly message: string
}

export interface Commit extends CommitFacts {
  readonly oid: string
}

/** A signature as it stands among the headers of a commit: its lines go on with a blank. */
const signatureLines = [
  'gpgsig -----BEGIN PGP SIGNATURE-----',
  ' ',
  ' sandbox',
  ' -----END PGP SIGNATURE-----',
]

/** Writes the commit object in git's own form. */
export function writeCommit(git: Git, facts: CommitFacts): Promise<string> {
  const lines = [
    `tree ${facts.tree}`,
    ...facts.parents.map((parent) => `parent ${parent}`),
    `author ${signatureText(facts.author)}`,
    `committer ${signatureText(facts.committer)}`,
    ...(facts.signed === true ? signatureLines : []),
    '',
    facts.message,
  ]
  return writeObject(git, 'commit', lines.join('\n'))
}

/** Git ends a name at `<` and a line at its end; neither may come from outside. */
function signatureText({ name, email, seconds }: Signature): string {
  return `${name.replace(/[<>\n\0]/g, '')} <${email.replace(/[<>\n\0]/g, '')}> ${seconds} +0000`
}

/** The commit a revision names (tags are followed), or null. */
export async function readCommit(git: Git, revision: string): Promise<Commit | null> {
  const object = await git.read(`${revision}^{commit}`)
  return object === null ? null : parseCommit(object.oid, object.content.toString('utf8'))
}

/** Reads a raw commit object. Source: git's documentation, “Git Internals - Git Objects”. */
export function parseCommit(oid: string, text: string): Commit {
  const blank = text.indexOf('\n\n')
  const headers = text.slice(0, blank < 0 ? text.length : blank).split('\n')
  const values = (key: string) =>
    headers.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1))
  return {
    oid,
    tree: values('tree')[0] ?? '',
    parents: values('parent'),
    author: parseSignature(values('author')[0] ?? ''),
    committer: parseSignature(values('committer')[0] ?? ''),
    signed: values('gpgsig').length > 0,
    message: blank < 0 ? '' : text.slice(blank + 2),
  }
}

function parseSignature(text: string): Signature {
  const match = /^(.*) <([^>]*)> (\d+) [+-]\d{4}$/.exec(text)
  const [, name = '', email = '', seconds = '0'] = match ?? []
  return { name, email, seconds: Number(seconds) }
}

/** When the signature was made, as GitHub writes instants. */
export function signedAt({ seconds }: Signature): string {
  return instantAt(seconds)
}

/** Commits reachable from `include` and not from `exclude`, newest first. */
export async function listCommits(
  git: Git,
  include: string,
  exclude: string | null,
  max = 250,
  path: string | null = null,
): Promise<readonly Commit[]> {
  // A path is a file or a folder, never a pattern.
  const paths = path === null ? [] : [`:(literal)${path}`]
  const range = exclude === null ? [include] : [include, `^${exclude}`]
  const { stdout } = await git.derive([
    'rev-list',
    '--topo-order',
    `--max-count=${max}`,
    ...range,
    '--',
    ...paths,
  ])
  const found: Commit[] = []
  for (const oid of stdout.toString('ascii').split('\n').filter(Boolean)) {
    const commit = await readCommit(git, oid)
    if (commit !== null) found.push(commit)
  }
  return found
}

/** The commits reachable from one, newest first: those that touch a path, not made before a moment, as `git log` finds them. */
export async function historyOf(
  git: Git,
  commit: string,
  { path, since }: { readonly path: string | null; readonly since: string | null },
): Promise<readonly Commit[]> {
  const limits = since === null ? [] : [`--since=${since}`]
  const { stdout } = await git.derive(['rev-list', ...limits, commit, '--', ...(path === null ? [] : [path])])
  const found: Commit[] = []
  for (const oid of stdout.toString('ascii').split('\n').filter(Boolean)) {
    const each = await readCommit(git, oid)
    if (each !== null) found.push(each)
  }
  return found
}

/** Commits that a revision would bring and no ref reaches yet. */
export async function newCommits(git: Git, revision: string): Promise<readonly string[]> {
  const reached = await reachable(git, [...listRefs(git).values()])
  return [...(await reachable(git, [revision], reached))]
}

/** How many commits one revision has that another has not. @throws if git does not know one of them. */
export async function countCommits(git: Git, include: string, exclude: string): Promise<number> {
  const without = await reachable(git, [(await knownCommit(git, exclude)).oid])
  return (await reachable(git, [(await knownCommit(git, include)).oid], without)).size
}

/** Whether a commit is reachable from another, or is the same commit. @throws if git does not know one of them. */
export async function isAncestor(git: Git, ancestor: string, descendant: string): Promise<boolean> {
  const { oid } = await knownCommit(git, ancestor)
  return (await reachable(git, [(await knownCommit(git, descendant)).oid])).has(oid)
}

async function knownCommit(git: Git, revision: string): Promise<Commit> {
  const commit = await readCommit(git, revision)
  if (commit === null) throw new Error(`no commit ${JSON.stringify(revision)}`)
  return commit
}

/** All commits on the way from these to their first ones; whoever is met in `apart` was gone from before. What is no commit leads nowhere. */
async function reachable(
  git: Git,
  from: readonly string[],
  apart: ReadonlySet<string> = new Set(),
): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  const open = [...from]
  for (let oid = open.pop(); oid !== undefined; oid = open.pop()) {
    const commit = found.has(oid) || apart.has(oid) ? null : await readCommit(git, oid)
    if (commit === null || found.has(commit.oid) || apart.has(commit.oid)) continue
    found.add(commit.oid)
    open.push(...commit.parents)
  }
  return found
}

/** The best common ancestor, or null for unrelated histories. */
export async function mergeBase(git: Git, a: string, b: string): Promise<string | null> {
  const { code, stdout } = await git.derive(['merge-base', a, b], { answers: [0, 1] })
  return code === 0 ? stdout.toString('ascii').trim() : null
}
