import { fullName } from '../../../model/ids.js'
import type { BranchSignals, Check } from '../../../model/settings.js'
import type { ExpectedSignal, Signal, SignalKind } from '../../../model/signal.js'
import { countsFor } from '../../decide/judge-outcome.js'
import { closestName } from '../../text/closest-name.js'
import { at, check, type Facts, fine, type Outcome, unknown, warning, wrong } from './outcome.js'
import { placeOf, type Waited, waited } from './waited.js'

/**
 * Whether somebody says what requests wait for: a name that nobody ever sends is waited for in vain. No check where nothing is waited for.
 */
export function checkReached(facts: Facts): readonly Check[] {
  const all = facts.types.flatMap(waited)
  if (all.length === 0) return []
  const { general, settings } = facts
  const outcomes = [
    ...settings.signals.flatMap((branch) =>
      saidThere(
        facts,
        branch,
        all.filter(({ target }) => placeOf(target) === placeOf(branch)),
      ),
    ),
    ...unnamed(facts, all),
    ...unswept(facts),
  ]
  const files = at(general, 'Code → .github → issueops', `/tree/${general.defaultBranch}/.github/issueops`)
  const well = fine('What requests wait for after their merge is said of the commits of their branches.')
  return (outcomes.length === 0 ? [well] : outcomes).map((outcome) => check('doctor/reached', files, outcome))
}

function saidThere(facts: Facts, branch: BranchSignals, all: readonly Waited[]): readonly Outcome[] {
  const { seen } = branch
  const place = placeWords(branch)
  const whether = `what requests wait for is said of the commits of ${place}`
  if (!seen.known) return [unknown(whether, seen.why, 'Look at the statuses and checks of a commit there.')]
  if (seen.value.kind === 'lacking') {
    const lacks = seen.value.permission ?? 'a permission'
    const fix = `Give the app the permission “${lacks}”, as docs/permissions.md shows; requests that wait for it fail otherwise.`
    return [
      facts.viewerIsApp
        ? wrong(
            `Requests wait for what is said of the commits of ${place}, and this token lacks “${lacks}”.`,
            fix,
          )
        : unknown(whether, `the token lacks the permission “${lacks}”`, fix),
    ]
  }
  const { commits } = seen.value
  if (commits.length === 0)
    return [
      wrong(
        `Requests wait for what is said of the commits of ${place}, and there is no such branch.`,
        'Create the branch, or name another one under target: in the request type or its stage.',
      ),
    ]
  const signals = commits.flatMap((commit) => commit.signals)
  const unheard = all.filter(({ expected }) => !signals.some((signal) => countsFor(expected, signal)))
  return unheard.map((each) => never(facts, each, { signals, count: commits.length, place }))
}

function never(
  { general }: Facts,
  { type, expected }: Waited,
  {
    signals,
    count,
    place,
  }: { readonly signals: readonly Signal[]; readonly count: number; readonly place: string },
): Outcome {
  const what = `Requests of “${type.title}” wait for ${words(expected)}, which was said of none of the last commits of ${place} (${count} were looked at). ${others(expected, signals)}`
  const fix = `${meant(expected, signals)}Correct it under reached: in the request type, or have it sent: a request waits for it in vain otherwise.`
  const path = `/blob/${general.defaultBranch}/${type.path}`
  return { ...warning(what, fix), where: at(general, `Code → ${type.path}`, path) }
}

const kindWords: Readonly<Record<SignalKind, string>> = {
  status: 'the status',
  check: 'the check',
  deployment: 'the deployment to',
}

function words({ kind, name, app }: ExpectedSignal): string {
  return `${kindWords[kind]} “${name}” of ${app}`
}

/** Signals named in one sentence; the others are counted. */
const namedMax = 5

/** What was said there: of the same kind, else of any. */
function others({ kind }: ExpectedSignal, signals: readonly Signal[]): string {
  const alike = signals.filter((signal) => signal.kind === kind)
  const all = [...new Set((alike.length > 0 ? alike : signals).map(words))].sort()
  if (all.length === 0) return 'Nothing of the kinds that are waited for was said there.'
  const more = all.length > namedMax ? ` and ${all.length - namedMax} more` : ''
  return `Said there is ${all.slice(0, namedMax).join(', ')}${more}.`
}

/** What of all that was said is most like what is waited for: the same by another app or of another kind, else a name that is near. */
function meant(expected: ExpectedSignal, signals: readonly Signal[]): string {
  const { kind, name, app } = expected
  const byOther = signals.find((signal) => countsFor({ ...expected, app: signal.app }, signal))
  if (byOther !== undefined) return `Did you mean app: ${byOther.app}? `
  const ofOther = signals.find((signal) => countsFor({ ...expected, kind: signal.kind }, signal))
  if (ofOther !== undefined) return `Did you mean ${ofOther.kind}: ${name}? `
  const wider = [name.replace(/(?<=^|\/)\*$/, '**'), `${name}/*`, `${name}/**`]
  const glob = wider.find((each) => signals.some((signal) => countsFor({ kind, name: each, app }, signal)))
  if (glob !== undefined) return `Did you mean ${kind}: ${glob}? `
  const own = signals.filter((signal) => countsFor({ kind, name: '**', app }, signal))
  const near = closestName(
    name,
    own.map((signal) => withStars(signal.name, name)),
  )
  return near === null ? '' : `Did you mean ${kind}: ${near}? `
}

/** A name with the stars of a glob, so that only what is written there tells how near they are. */
function withStars(name: string, glob: string): string {
  const parts = glob.split('/')
  return name
    .split('/')
    .map((each, index) => (parts[index]?.includes('*') === true ? parts[index] : each))
    .join('/')
}

function placeWords({ repository, branch }: BranchSignals): string {
  const name = branch ?? 'the default branch'
  return repository === null ? name : `${name} of ${fullName(repository)}`
}

/** What the reusable workflow gives the toolkit a token for only where a caller names it; checks it reads anyway. */
const namedSignals: Readonly<Record<SignalKind, string | null>> = {
  status: 'statuses',
  deployment: 'deployments',
  check: null,
}

function unnamed({ callers, general }: Facts, all: readonly Waited[]): readonly Outcome[] {
  if (!callers.known) return []
  const needed = [...new Set(all.flatMap(({ expected }) => namedSignals[expected.kind] ?? []))]
  return callers.value.flatMap(({ path, actsAsApp, signals }): readonly Outcome[] => {
    const missing = signals === null ? [] : needed.filter((each) => !signals.includes(each))
    if (missing.length === 0) return []
    const lacks = missing.join(' and ')
    const outcome = actsAsApp
      ? wrong(
          `Requests wait for ${lacks}, and ${path} does not say under “signals” that they are read, so the toolkit may not see them.`,
          `Write signals: ${needed.join(', ')} below app-client-id, and give the app the permissions to read them, as docs/permissions.md shows.`,
        )
      : wrong(
          `Requests wait for ${lacks}, and by ${path} the toolkit acts as GITHUB_TOKEN, which reads checks alone.`,
          'Have the toolkit act as a GitHub App, as docs/permissions.md shows.',
        )
    const where = at(general, `Code → ${path}`, `/blob/${general.defaultBranch}/${path}`)
    return [{ ...outcome, where }]
  })
}

/** Events tell what is said; what is not said in time only the clock tells. */
function unswept({ callers, general }: Facts): readonly Outcome[] {
  if (!callers.known || callers.value.some(({ events }) => events === null || events.has('schedule')))
    return []
  const what =
    'Requests wait for what is said after their merge, and no workflow calls the toolkit by “schedule”, so nobody notices what is not said in time.'
  return [
    {
      ...wrong(what, 'Add the sweep with “issueops init”, and merge it.'),
      where: at(general, 'Code → .github → workflows', `/tree/${general.defaultBranch}/.github/workflows`),
    },
  ]
}
