import type { CheckRun, Status } from './signals.js'
import type { App, Repository, World } from './world.js'

export interface CheckSuite {
  readonly id: number
  readonly app: App
  /** Newest last. */
  readonly runs: readonly CheckRun[]
}

/** Check runs of a commit, one suite per App, in the order in which the suites began. */
export function checkSuites(world: World, repository: Repository, sha: string): readonly CheckSuite[] {
  const suites = new Map<number, { id: number; app: App; runs: CheckRun[] }>()
  for (const run of repository.data.checkRuns) {
    const app = world.apps.get(run.app)
    if (run.headSha !== sha || app === undefined) continue
    const suite = suites.get(run.suite) ?? { id: run.suite, app, runs: [] }
    suite.runs.push(run)
    suites.set(run.suite, suite)
  }
  return [...suites.values()]
}

/** Of runs with one name the newest counts. */
export function latestRuns(repository: Repository, sha: string): readonly CheckRun[] {
  const latest = new Map<string, CheckRun>()
  for (const run of repository.data.checkRuns) {
    if (run.headSha === sha) latest.set(`${run.app}:${run.name}`, run)
  }
  return [...latest.values()]
}

/** The newest status of every context, because only it counts. */
export function latestStatuses(repository: Repository, sha: string): readonly Status[] {
  const latest = new Map<string, Status>()
  for (const status of repository.data.statuses) if (status.sha === sha) latest.set(status.context, status)
  return [...latest.values()]
}

const passing = new Set(['success', 'neutral', 'skipped'])

export type Verdict = 'success' | 'pending' | 'failure'

/** What a check run says to branch protection. Source: GitHub docs, “About protected branches”. */
export function verdictOfRun(run: CheckRun): Verdict {
  if (run.status !== 'completed') return 'pending'
  return passing.has(run.conclusion ?? '') ? 'success' : 'failure'
}

/** What a status says to branch protection. */
export function verdictOfStatus(status: Status): Verdict {
  if (status.state === 'success' || status.state === 'pending') return status.state
  return 'failure'
}

/** Names of required checks that have not passed on this commit. Source: GitHub docs, "Available rules for rulesets". */
export function missingChecks(repository: Repository, sha: string): readonly string[] {
  const missing = repository.requiredChecks.filter(({ name, app }) => {
    const verdicts = [
      ...latestRuns(repository, sha)
        .filter((run) => run.name === name && (app === null || run.app === app))
        .map(verdictOfRun),
      ...latestStatuses(repository, sha)
        .filter((status) => status.context === name && app === null)
        .map(verdictOfStatus),
    ]
    return verdicts.length === 0 || verdicts.some((verdict) => verdict !== 'success')
  })
  return missing.map(({ name }) => name)
}

/** GitHub's sentence for one or several required checks that are missing. */
export function requiredChecksMessage(missing: readonly string[]): string {
  return missing.length === 1
    ? `Required status check "${missing[0]}" is expected.`
    : `${missing.length} of ${missing.length} required status checks are expected.`
}

/** All checks and statuses of a commit together, or null when it has none. */
export function rollup(repository: Repository, sha: string): Verdict | null {
  const verdicts = [
    ...latestRuns(repository, sha).map(verdictOfRun),
    ...latestStatuses(repository, sha).map(verdictOfStatus),
  ]
  if (verdicts.length === 0) return null
  if (verdicts.includes('failure')) return 'failure'
  return verdicts.includes('pending') ? 'pending' : 'success'
}
