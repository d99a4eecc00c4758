import { type LedgerCommit, type LedgerVerification, verifyLedger } from '../../core/ledger/verify-ledger.js'
import { fullName, type IssueNumber } from '../../model/ids.js'
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox.js'
import type { Cost } from '../../sandbox/request-log.js'
import { createRounds, type Rounds } from '../../sandbox/rounds.js'
import type { Exchange } from '../../sandbox/seed.js'
import type { IssueView, RepositoryView } from '../../sandbox/views.js'
import { readLedger } from '../read-ledger.js'
import { actOut } from './act-out.js'
import { firstIssue, type Step } from './deeds.js'
import { type Look, openToolkit } from './open-toolkit.js'
import type { Sent } from './receivers.js'
import { seedOf } from './seed-of.js'
import type { Story } from './story.js'

/** One step of a story, with what the toolkit made of it. */
export interface Scene {
  readonly step: Step
  /** What the person wrote, where they wrote something. */
  readonly said: string | null
  /** Null when nothing woke the toolkit. */
  readonly run: Run | null
}

export interface Run extends Look {
  readonly cost: Cost
  /** What a second run over the same state cost; it must not write. */
  readonly again: Cost
  /** What receivers were sent by the second run; there must be nothing. */
  readonly sentAgain: readonly Sent[]
  /** Comments of the toolkit that are new or have changed. */
  readonly comments: readonly { readonly edited: boolean; readonly body: string }[]
  /** Issues of the toolkit's own that are new or have changed. */
  readonly issues: readonly OwnIssue[]
}

interface OwnIssue {
  readonly change: 'opens' | 'edits' | 'closes' | 'reopens'
  readonly number: number
  readonly title: string
  readonly body: string
}

/** A whole story, played. */
export interface Played {
  readonly story: Story
  readonly scenes: readonly Scene[]
  /** What the target branch holds in the end against its beginning. */
  readonly diff: string
  /** The issue of the last step. */
  readonly issue: { readonly state: 'open' | 'closed'; readonly labels: readonly string[] }
  /** Null when no decision was ever recorded. */
  readonly ledger: LedgerVerification | null
}

/**
 * Plays a story on a local GitHub: after every step that would wake the workflow the toolkit runs, and then once more, which must write
 * nothing.
 * @param record is given every request and its answer.
 */
export async function playStory(story: Story, record?: (exchange: Exchange) => void): Promise<Played> {
  const sandbox = await createSandbox({ ...seedOf(story), ...(record === undefined ? {} : { record }) })
  try {
    return await playOn(sandbox, story)
  } finally {
    await sandbox.close()
  }
}

async function playOn(sandbox: Sandbox, story: Story): Promise<Played> {
  const name = fullName(story.repository)
  const view = sandbox.repository(name)
  const target = story.target === null ? view : sandbox.repository(fullName(story.target.repository))
  const [beginning] = await target.log('main')
  const rounds = createRounds()
  let look = openToolkit(sandbox, story, { calls: rounds })
  const scenes: Scene[] = []
  for (const step of story.steps) {
    const said = await actOut(sandbox, story, step, step.issue)
    if (step.does === 'installs-app') look = openToolkit(sandbox, story, { calls: rounds, installed: true })
    const run = wakes(step) ? await runTwice({ sandbox, rounds, name }, step, look) : null
    scenes.push({ step, said, run })
  }
  const found = view.issue(story.steps.at(-1)?.issue ?? firstIssue)
  const commits = readLedger(view.gitDir, 'refs/heads/issueops/ledger')
  return {
    story,
    scenes,
    diff: beginning === undefined ? '' : await target.diff(beginning.oid, 'main'),
    issue: { state: found?.state ?? 'open', labels: found?.labels ?? [] },
    ledger: commits === null ? null : verifyLedger(commits.map((commit) => withSignature(commit, view))),
  }
}

/** The sandbox is the GitHub that signed, so nothing about signatures stays open. */
function withSignature(commit: LedgerCommit, { isSigned }: RepositoryView): LedgerCommit {
  const { authorship } = commit
  const signature = isSigned(commit.oid) ? 'github' : authorship?.signature === 'none' ? 'none' : 'other'
  return authorship === null ? commit : { ...commit, authorship: { ...authorship, signature } }
}

/**
 * A push wakes the workflow only through the pull request of the branch; a push to the target branch is noticed by the next run, and so is what
 * somebody sets.
 */
export function wakes(step: Step): boolean {
  if (step.does === 'protects-ledger') return false
  return !step.unseen && (step.does !== 'pushes' || step.branch.startsWith('issueops/'))
}

interface Stage {
  readonly sandbox: Sandbox
  readonly rounds: Rounds
  readonly name: string
}

async function runTwice(
  { sandbox, rounds, name }: Stage,
  { issue, does }: Step,
  lookAt: (issue: IssueNumber, as: 'run' | 'sweep') => Promise<Look>,
): Promise<Run> {
  const look = () => lookAt(issue, does === 'sees-sweep' ? 'sweep' : 'run')
  const issuesBefore = ownIssuesOf(sandbox, name)
  const before = commentsOf(sandbox, name, issue)
  const first = await measured(sandbox, rounds, look)
  const comments = [...commentsOf(sandbox, name, issue)].filter(([id, body]) => before.get(id) !== body)
  const issues = changedIssues(issuesBefore, ownIssuesOf(sandbox, name))
  const second = await measured(sandbox, rounds, look)
  return {
    state: second.result.state,
    reasons: second.result.reasons,
    outcomes: first.result.outcomes,
    rounds: first.result.rounds,
    sent: first.result.sent,
    sentAgain: second.result.sent,
    cost: first.cost,
    again: second.cost,
    views: first.result.views,
    issues,
    comments: comments.map(([id, body]) => ({ edited: before.has(id), body })),
  }
}

async function measured(sandbox: Sandbox, rounds: Rounds, look: () => Promise<Look>) {
  const before = rounds.count()
  const { result, cost } = await sandbox.measure(look)
  return { result, cost: { ...cost, depth: rounds.count() - before } }
}

function ownIssuesOf(sandbox: Sandbox, name: string): ReadonlyMap<number, IssueView> {
  const own = sandbox
    .repository(name)
    .issues()
    .filter(({ author }) => author.endsWith('[bot]'))
  return new Map(own.map((issue) => [issue.number, issue]))
}

function changedIssues(
  before: ReadonlyMap<number, IssueView>,
  after: ReadonlyMap<number, IssueView>,
): readonly OwnIssue[] {
  return [...after.values()].flatMap(({ number, title, body, state }) => {
    const old = before.get(number)
    if (old !== undefined && old.body === body && old.title === title && old.state === state) return []
    const change =
      old === undefined ? 'opens' : old.state === state ? 'edits' : state === 'open' ? 'reopens' : 'closes'
    return [{ change, number, title, body }]
  })
}

function commentsOf(sandbox: Sandbox, name: string, issue: IssueNumber): ReadonlyMap<number, string> {
  const comments = sandbox.repository(name).issue(issue)?.comments ?? []
  return new Map(comments.filter(({ author }) => author.endsWith('[bot]')).map(({ id, body }) => [id, body]))
}
