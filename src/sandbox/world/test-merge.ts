import { readCommit, writeCommit } from '../git/commits.js'
import { mergeTrees } from '../git/merge.js'
import { readRef, setRefs } from '../git/refs.js'
import { webSignature } from './signatures.js'
import type { Issue, Pull, Repository, TestMerge } from './world.js'

type PullIssue = Issue & { readonly pull: Pull }

/** What a merge of a pull request would give, as found out before, or null where its base or head has moved since. */
export async function knownTestMerge(repository: Repository, { pull }: PullIssue): Promise<TestMerge | null> {
  const base = await readRef(repository.git, `refs/heads/${pull.baseBranch}`)
  const { testMerge } = pull
  return testMerge !== null && testMerge.base === base && testMerge.head === pull.headOid ? testMerge : null
}

/**
 * Merges a pull request into nobody's branch, to see whether it can be merged; `refs/pull/N/merge` points to the outcome.
 * Null where there is no base. Source: REST docs, “Get a pull request”: the test merge commit.
 */
export async function testMergeOf(repository: Repository, issue: PullIssue): Promise<TestMerge | null> {
  const known = await knownTestMerge(repository, issue)
  if (known !== null) return known
  const { git } = repository
  const { baseBranch, headOid: head } = issue.pull
  const base = await readRef(git, `refs/heads/${baseBranch}`)
  if (base === null) return null
  const commit = await mergedCommit(repository, base, head)
  issue.pull.testMerge = { base, head, commit }
  if (commit !== null) await setRefs(git, new Map([[`refs/pull/${issue.number}/merge`, commit]]))
  return issue.pull.testMerge
}

async function mergedCommit({ git }: Repository, base: string, head: string): Promise<string | null> {
  const tree = await mergeTrees(git, base, head)
  if (tree === null) return null
  // Its own time would make a commit of every look; that of the newer of the two gives the same one each time.
  const times = await Promise.all(
    [base, head].map(async (oid) => (await readCommit(git, oid))?.committer.seconds ?? 0),
  )
  const signature = webSignature(Math.max(...times))
  const message = `Merge ${head} into ${base}`
  return writeCommit(git, { tree, parents: [base, head], author: signature, committer: signature, message })
}
