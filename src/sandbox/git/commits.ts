import { instantAt } from '../clock.js'
import type { Git } from './open-git.js'
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
