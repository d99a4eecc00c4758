import type { Barrier, BranchRules, Check } from '../../../model/settings.js'
import { targetBranches } from './check-targets.js'
import { openLedger } from './open-ledger.js'
import {
  at,
  check,
  type Facts,
  fine,
  inRuleset,
  type Outcome,
  onPage,
  passes,
  someKnown,
  unknown,
  wrong,
} from './outcome.js'

/**
 * Whether requests that end by themselves do: an end is merged by the toolkit alone, at the hour it comes, and whatever waits for a person there
 * leaves in force what was approved for a time. A merge queue and checks end by themselves, so they keep nothing; a
 * type whose pull requests people merge cannot have an end. No check where no request ends.
 */
export function checkEnds(facts: Facts): readonly Check[] {
  const ending = facts.types.filter(({ expires }) => expires !== undefined)
  if (ending.length === 0) return []
  const { settings, general } = facts
  const branches = new Set(
    ending.flatMap((type) => targetBranches(type, settings.repository, general.defaultBranch)),
  )
  const outcomes = [
    ...settings.targets
      .filter(({ branch }) => branches.has(branch))
      .flatMap((rules) => reviewed(facts, rules, ofEnds) ?? []),
    ...(branches.has(null) ? [elsewhere] : []),
    ...(unswept(facts) ?? []),
    ...openLedger(facts, { held: 'Requests that end', only: 'when a request ends' }),
  ]
  const files = at(general, 'Code → .github → issueops', `/tree/${general.defaultBranch}/.github/issueops`)
  const well = fine('Requests that end do so without a person: nothing asks for one on the way.')
  return (outcomes.length === 0 ? [well] : outcomes).map((outcome) => check('doctor/ends', files, outcome))
}

/** What waits where a branch asks for reviews, in half sentences. */
export interface Waiting {
  readonly whether: string
  readonly waits: string
  readonly covers: string
}

const ofEnds: Waiting = {
  whether: 'requests that end do so without a review',
  waits: 'what a request changed stays after its end until somebody reviews the pull request',
  covers: 'the approval on the issue covers the end',
}

/** Whether a branch asks for reviews that the toolkit may not do without; null where it does not. */
export function reviewed(
  { general, viewerIsApp }: Facts,
  { branch, demands, reviewers }: BranchRules,
  waiting: Waiting,
): Outcome | null {
  const where = inRuleset(general, `the ruleset for ${branch}`, 'Require a pull request before merging')
  const whether = `${waiting.whether} on ${branch}`
  const look = 'Look whether reviews are required there, and whether your app is on the bypass list.'
  const asked = someKnown(
    demands,
    (each) => each.reviews > 0 || each.codeOwnerReview || each.teamReviews !== undefined,
  )
  const open = (why: string): Outcome => ({ ...unknown(whether, why, look), where })
  if (asked.is === 'no') return null
  if (asked.is === 'unknown') return open(asked.why)
  if (reviewers === undefined) return open('what asks for the reviews is not told')
  if (!reviewers.known) return open(reviewers.why)
  const stop = reviewers.value.find((each: Barrier) => passes(each, viewerIsApp) === false)
  if (stop !== undefined) {
    const what = `The ${stop.name} asks for reviews on ${branch}, and does not let the toolkit past, so ${waiting.waits}.`
    const fix = `Set the required approvals to 0 and leave code owners and reviewers of files out (${waiting.covers}), or put your app on the bypass list, “always”.`
    return onPage(stop.url, { ...wrong(what, fix), where })
  }
  const unseen = reviewers.value.find((each) => passes(each, viewerIsApp) === null)
  return unseen === undefined
    ? null
    : onPage(unseen.url, open(`this token may not see the bypass list of the ${unseen.name}`))
}

const elsewhere = unknown(
  'requests that end do so without a review in the other repository they change',
  'the rules there are not read from here',
  'Look whether the branch they are merged into asks for reviews.',
)

/** Where the files of the workflows are not known, it is said of the sweep itself. */
function unswept(facts: Facts): readonly Outcome[] | null {
  return withoutSweep(
    facts,
    'Requests end by the clock, and no workflow calls the toolkit by “schedule”, so nothing ends before somebody happens to write on its issue.',
  )
}

/** Where no workflow runs the sweep. @param what comes of that. */
export function withoutSweep({ callers, general }: Facts, what: string): readonly Outcome[] | null {
  if (!callers.known || callers.value.some(({ events }) => events === null || events.has('schedule')))
    return null
  return [
    {
      ...wrong(what, 'Add the sweep with “issueops init”, and merge it.'),
      where: at(general, 'Code → .github → workflows', `/tree/${general.defaultBranch}/.github/workflows`),
    },
  ]
}
