import { readLedger } from '../src/cli/read-ledger.js'
import { actOut } from '../src/cli/simulate/act-out.js'
import { seedOf } from '../src/cli/simulate/seed-of.js'
import type { Story } from '../src/cli/simulate/story.js'
import { verifyLedger } from '../src/core/ledger/verify-ledger.js'
import { connect } from '../src/github/connect.js'
import { GitHubError } from '../src/github/errors.js'
import { createReader } from '../src/github/reader.js'
import { createWriter } from '../src/github/writer.js'
import { issueNumber } from '../src/model/ids.js'
import { reconcile } from '../src/reconcile.js'
import { createSandbox, type Sandbox } from '../src/sandbox/create-sandbox.js'
import type { Fault, SeenRequest } from '../src/sandbox/faults.js'
import { atLength } from './at-length.js'
import { appOf } from './toolkit-app.js'

const name = 'acme/platform'
export const issue = issueNumber(1)

/** How far apart the calls are that are disturbed in turn: at length none is left out. */
export const callStride = atLength ? 1 : 7

/** What can happen to one call. */
export const troubles: readonly (readonly [string, Fault])[] = [
  ['is answered 502 though it landed', { kind: 'error', status: 502, landed: true }],
  ['is answered 502 and did not land', { kind: 'error', status: 502, landed: false }],
  ['loses its connection though it landed', { kind: 'reset', landed: true }],
]

/** Lets so many calls through, of all or of those that count, and then none at all. */
export function gone(
  sandbox: Sandbox,
  calls: number,
  counts: (call: SeenRequest) => boolean = () => true,
): void {
  let seen = 0
  const isGone = (call: SeenRequest) => {
    if (seen <= calls && counts(call)) seen += 1
    return seen > calls
  }
  sandbox.faults.inject({ kind: 'reset', landed: false }, isGone, Number.POSITIVE_INFINITY)
}

/** The toolkit as an app of its own. */
export function toolkit(sandbox: Sandbox, story: Story): () => Promise<unknown> {
  const token = appOf(sandbox)
  const octokit = connect({ apiUrl: sandbox.url, token, retryDelaysMs: [1, 1] })
  return () =>
    reconcile(createReader(octokit, story.repository), createWriter(octokit, story.repository), issue)
}

/** Plays a story; after every step comes a run that is disturbed, and one that is not. Answers what can be told of the end. */
export async function playDisturbed<Told = Summary>(
  story: Story,
  disturb: (sandbox: Sandbox, step: number) => void,
  tell?: (sandbox: Sandbox) => Promise<Told>,
): Promise<Summary & { readonly told: Told | null }> {
  const sandbox = await createSandbox(seedOf(story))
  try {
    const run = toolkit(sandbox, story)
    for (const [index, step] of story.steps.entries()) {
      await actOut(sandbox, story, step, issue)
      disturb(sandbox, index)
      await run().catch(onlyGitHub)
      sandbox.faults.clear()
      await run()
    }
    return { ...(await summary(sandbox)), told: tell === undefined ? null : await tell(sandbox) }
  } finally {
    await sandbox.close()
  }
}

export function onlyGitHub(error: unknown): void {
  if (!(error instanceof GitHubError)) throw error
}

type Summary = Awaited<ReturnType<typeof summary>>

/** What can be told of the end, whatever happened on the way. */
export async function summary(sandbox: Sandbox) {
  const view = sandbox.repository(name)
  const found = view.issue(issue)
  const ledger = verifyLedger(readLedger(view.gitDir, 'refs/heads/issueops/ledger') ?? [])
  return {
    main: (await view.tree('main')).map(({ path, oid }) => [path, oid]),
    commitsOnMain: (await view.log('main')).length,
    branches: [...(await view.branches()).keys()],
    issue: [found?.state, found?.stateReason, found?.labels],
    comments: found?.comments.filter(({ author }) => author.endsWith('[bot]')).length,
    pulls: view.pulls().map(({ pull }) => pull?.merged !== null),
    ledger: ledger.records.map(({ predicate }) => predicate.decision),
    findings: ledger.findings,
  }
}

/** What GitHub would let through or merge by itself: the newest gate of every head that was ever approved, and waiting merges. */
export async function allowed(sandbox: Sandbox) {
  const view = sandbox.repository(name)
  const { records } = verifyLedger(readLedger(view.gitDir, 'refs/heads/issueops/ledger') ?? [])
  const approved = records.filter(({ predicate }) => predicate.decision === 'approved')
  const heads = new Set(approved.flatMap(({ predicate }) => predicate.pull?.head ?? []))
  const gates = await Promise.all(
    [...heads].map(async (head) => {
      const runs = (await view.checkRuns(head)).filter((run) => run.name === 'issueops / approved')
      return runs.at(-1)?.conclusion ?? null
    }),
  )
  const waiting = view.pulls().map(({ pull }) => [pull?.autoMerge !== null, pull?.queued !== null])
  return { gates, waiting }
}
