import { type Git, GitFailure } from './open-git.js'

const nobody = '0'.repeat(40)

/** The commit a full ref such as `refs/heads/main` points to, or null. */
export async function readRef(git: Git, ref: string): Promise<string | null> {
  return (await git.read(`${ref}^{commit}`))?.oid ?? null
}

/** Full ref → object id. */
export async function listRefs(git: Git, prefix = 'refs/'): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await git.run(['for-each-ref', '--format=%(refname) %(objectname)', prefix])
  const lines = stdout.toString('utf8').split('\n').filter(Boolean)
  return new Map(
    lines.map((line): [string, string] => [
      line.slice(0, line.lastIndexOf(' ')),
      line.slice(line.lastIndexOf(' ') + 1),
    ]),
  )
}

/** Whether git takes the name for a ref. Source: git's documentation of `git check-ref-format`. */
export async function isRefName(git: Git, ref: string): Promise<boolean> {
  if (ref.startsWith('-') || !/^refs\/[^/]+\/./.test(ref)) return false
  const { code } = await git.run(['check-ref-format', ref], { answers: [0, 1] })
  return code === 0
}

/** Moves a ref from `before` (null: it must not exist) to `after` (null: delete it). False when git refuses. */
export async function updateRef(
  git: Git,
  ref: string,
  before: string | null,
  after: string | null,
): Promise<boolean> {
  const args =
    after === null
      ? ['update-ref', '-d', ref, before ?? nobody]
      : ['update-ref', ref, after, before ?? nobody]
  try {
    await git.run(args)
    return true
  } catch (error) {
    if (error instanceof GitFailure) return false
    throw error
  }
}
