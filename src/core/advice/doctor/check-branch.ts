import type { BranchRules, Check, DemandedCheck, TeamReview } from '../../../model/settings.js'
import { checkBypass } from './check-bypass.js'
import {
  at,
  check,
  type Facts,
  fine,
  inRuleset,
  type Outcome,
  someKnown,
  unknown,
  warning,
  whereAsked,
  wrong,
} from './outcome.js'

/** What a branch that requests are merged into demands of their pull requests. */
export function checkBranch(facts: Facts, rules: BranchRules): readonly Check[] {
  const { general } = facts
  const inRules = (option: string) => inRuleset(general, `the ruleset for ${rules.branch}`, option)
  const checks = 'Require status checks to pass'
  const anyRuleset = inRuleset(general, `a ruleset for ${rules.branch}`, checks)
  return [
    check('doctor/target-branch', at(general, 'Code → Branches', '/branches'), exists(rules)),
    check('doctor/gate-required', anyRuleset, gateRequired(facts, rules)),
    ...whereAsked('doctor/gate-source', inRules(`${checks} → source`), gateSource(facts, rules)),
    check('doctor/required-checks', inRules(checks), requiredChecks(facts, rules)),
    check('doctor/up-to-date', inRules(checks), upToDate(rules)),
    check('doctor/reviews', inRules('Require a pull request before merging'), reviews(rules)),
    ...checkBypass(facts, rules, 'they can merge there what they like'),
  ]
}

function exists({ branch, exists: seen }: BranchRules): Outcome {
  if (!seen.known)
    return unknown(`there is a branch ${branch}`, seen.why, 'Look for it in the list of branches.')
  return seen.value
    ? fine(`Requests are merged into ${branch}, which is there.`)
    : wrong(
        `Requests are to be merged into ${branch}, and there is no such branch.`,
        'Create the branch, or name another one under target: in the request type.',
      )
}

/** Without it nothing goes wrong by itself, but whoever may write may merge what nobody approved. */
function gateRequired({ gate }: Facts, { branch, checks }: BranchRules): Outcome {
  const required = someKnown(checks, (list) => list.some(({ name }) => name === gate))
  switch (required.is) {
    case 'yes':
      return fine(`${branch} requires the check “${gate}”.`)
    case 'unknown':
      return unknown(
        `${branch} requires the check “${gate}”`,
        required.why,
        'Look for it in the rulesets and the branch protection.',
      )
    case 'no':
      return warning(
        `${branch} does not require the check “${gate}”, so whoever may write can merge a request that nobody approved.`,
        `Add “${gate}” to the required status checks. ${source}`,
      )
  }
}

/** Which app that is, only the owner of the repository knows. */
const source =
  'Choose the app that the toolkit acts as for its source (GitHub Actions, where it acts as GITHUB_TOKEN).'

/** Id of GitHub's own Actions App on github.com. */
const actionsApp = 15368

/** Null where the gate is not seen to be required: then there is no source to speak of. */
function gateSource({ gate, actsAsApp }: Facts, { branch, checks }: BranchRules): Outcome | null {
  const required = checks
    .flatMap((list) => (list.known ? list.value : []))
    .filter(({ name }) => name === gate)
  if (required.length === 0) return null
  const apps = required.flatMap(({ app }) => (typeof app === 'number' ? [app] : []))
  if (apps.includes(actionsApp) && actsAsApp) {
    return wrong(
      `${branch} takes “${gate}” from GitHub Actions alone, and the workflows have the toolkit act as another App, so no request could ever be merged.`,
      'Choose your app as the source of the check.',
    )
  }
  if (apps.length > 0) return fine(`${branch} takes “${gate}” from one app alone (${apps.join(', ')}).`)
  if (required.some(({ app }) => app === 'untold')) {
    return unknown(
      `${branch} takes “${gate}” from one app alone`,
      'this server does not tell the source of a check',
      'Look at the source beside the check.',
    )
  }
  return warning(`${branch} takes “${gate}” from anybody, so any workflow could report it.`, source)
}

/**
 * A pull request that GITHUB_TOKEN opens starts no workflow by itself. The gate is none of this: the toolkit reports it; nor are checks of other
 * apps, which hear of the pull request all the same. Source: “Triggering a workflow” in GitHub's documentation.
 */
function requiredChecks({ gate, callers, actsAsApp }: Facts, { branch, checks }: BranchRules): Outcome {
  const whether = `the checks that ${branch} requires start on the pull requests of requests`
  const fix = 'Have the toolkit act as a GitHub App, as docs/permissions.md shows.'
  if (!callers.known) return unknown(whether, callers.why, fix)
  if (actsAsApp) return fine('The toolkit acts as a GitHub App, whose pull requests start workflows.')
  const ofWorkflows = ({ name, app }: DemandedCheck) =>
    name !== gate && (typeof app !== 'number' || app === actionsApp)
  const waiting = someKnown(checks, (list) => list.some(ofWorkflows))
  switch (waiting.is) {
    case 'no':
      return fine(`${branch} requires no check that a workflow would have to report beside “${gate}”.`)
    case 'unknown':
      return unknown(whether, waiting.why, `Look for checks beside “${gate}”. ${fix}`)
    case 'yes': {
      const found = checks.flatMap((list) => (list.known ? list.value.filter(ofWorkflows) : []))
      const names = [...new Set(found.map(({ name }) => `“${name}”`))]
      const what = `${branch} requires ${names.join(' and ')}, and the toolkit acts as GITHUB_TOKEN, on whose pull requests no workflow starts by itself`
      const by = 'Until then somebody who may write has to let them run, on the page of each pull request.'
      return found.some(({ app }) => app === actionsApp)
        ? wrong(`${what}: an approved request waits for ever.`, `${fix} ${by}`)
        : warning(
            `${what}: an approved request waits for ever, unless another app reports them.`,
            `${fix} ${by}`,
          )
    }
  }
}

/** Without it, what somebody else merges in the moment of a merge can make a tree of it that nobody approved. A queue tests what it merges. */
function upToDate({ branch, demands }: BranchRules): Outcome {
  const name = '“Require branches to be up to date before merging”'
  if (someKnown(demands, (each) => each.mergeQueue).is === 'yes')
    return fine(`${branch} has a merge queue, which tests every merge on top of what goes before it.`)
  const strict = someKnown(demands, (each) => each.upToDate)
  switch (strict.is) {
    case 'yes':
      return fine(`${name} is on for ${branch}.`)
    case 'unknown':
      return unknown(`${name} is on for ${branch}`, strict.why, 'Look whether it is ticked; it should be.')
    case 'no':
      return warning(
        `${name} is off for ${branch}, so a merge elsewhere in the moment of a merge can bring together what nobody approved; the request is then told as failed, when it is too late.`,
        'Tick it. The toolkit brings its own branches up to date by itself, and approvals of the very same plan stay.',
      )
  }
}

/** The toolkit reviews nothing: an approval on the issue is not a review on the pull request. */
function reviews({ branch, demands }: BranchRules): Outcome {
  const needed = someKnown(
    demands,
    (each) => each.reviews > 0 || each.codeOwnerReview || each.teamReviews !== undefined,
  )
  switch (needed.is) {
    case 'no':
      return fine(`${branch} asks for no review beside the approval on the issue.`)
    case 'unknown':
      return unknown(
        `${branch} asks for reviews`,
        needed.why,
        'Look at the required approvals; 0 is enough beside the gate.',
      )
    case 'yes': {
      const count = Math.max(0, ...demands.map((each) => (each.known ? each.value.reviews : 0)))
      const whose = demands.some((each) => each.known && each.value.codeOwnerReview)
        ? 'a review of code owners'
        : null
      const asked = [
        ...[count > 0 ? counted(count, 'approving review') : null, whose].filter((each) => each !== null),
        ...demands.flatMap((each) => (each.known ? (each.value.teamReviews ?? []).map(teamReview) : [])),
      ]
      return warning(
        `${branch} asks for ${asked.join(' and ')}, which the toolkit cannot give: after /approve every pull request still waits for people.`,
        'Set the required approvals to 0 and leave code owners and reviewers of files out, unless you want both.',
      )
    }
  }
}

/** A team is known by its id alone. Which files a request changes is known once it is filed, so no pattern is compared. */
function teamReview({ team, approvals, patterns }: TeamReview): string {
  return `${counted(approvals, 'review')} of the team ${team} for files like ${patterns.join(', ') || '*'}`
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
