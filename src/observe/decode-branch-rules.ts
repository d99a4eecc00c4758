import type { BranchDemands, DemandedCheck, TeamReview } from '../model/settings.js'
import type { MergeMethod } from '../model/snapshot.js'
import { type Fields, fields, flag, nodes, optionalFields, text, whole } from './answer.js'

const methods: readonly MergeMethod[] = ['squash', 'merge', 'rebase']

/** The checks that rulesets require of a branch. Source: REST reference, “Get rules for a branch”. */
export function checksOfRules(rules: readonly Fields[]): readonly DemandedCheck[] {
  return parametersOf(rules, 'required_status_checks').flatMap(({ required_status_checks: checks }) =>
    nodes({ nodes: checks }, 'the required checks').map((check) => ({
      name: text(check.context, 'the name of a required check'),
      app: typeof check.integration_id === 'number' ? check.integration_id : 'any',
    })),
  )
}

/** Everything else they demand; several rulesets add up. */
export function demandsOfRules(rules: readonly Fields[]): BranchDemands {
  const pulls = parametersOf(rules, 'pull_request')
  const checks = parametersOf(rules, 'required_status_checks')
  const teamReviews = pulls.flatMap(teamReviewsOf)
  const has = (type: string) => rules.some((rule) => rule.type === type)
  return {
    upToDate: checks.some((each) => flag(each.strict_required_status_checks_policy, 'whether it is strict')),
    reviews: Math.max(0, ...pulls.map((each) => whole(each.required_approving_review_count, 'the reviews'))),
    codeOwnerReview: pulls.some((each) => flag(each.require_code_owner_review, 'whether code owners review')),
    ...(teamReviews.length === 0 ? {} : { teamReviews }),
    mergeQueue: has('merge_queue'),
    mergeMethods: methods
      .filter((method) => pulls.every((each) => allows(each, method)))
      .filter((method) => method !== 'merge' || !has('required_linear_history')),
    forbidsDeletion: has('deletion'),
    forbidsForcePush: has('non_fast_forward'),
  }
}

/** Whether somebody has to review what is merged. */
export function asksReviews({ reviews, codeOwnerReview, teamReviews }: BranchDemands): boolean {
  return reviews > 0 || codeOwnerReview || teamReviews !== undefined
}

function parametersOf(rules: readonly Fields[], type: string): readonly Fields[] {
  return rules.flatMap((rule) => {
    const parameters = rule.type === type ? optionalFields(rule.parameters, 'the parameters of a rule') : null
    return parameters === null ? [] : [fields(parameters, 'the parameters of a rule')]
  })
}

/** Where no approval is asked for, the team is only told. Source: REST reference, “Get rules for a branch”, `required_reviewers`. */
function teamReviewsOf({ required_reviewers: required }: Fields): readonly TeamReview[] {
  if (!Array.isArray(required)) return []
  return nodes({ nodes: required }, 'the required reviewers')
    .map(({ minimum_approvals: approvals, file_patterns: patterns, reviewer }) => ({
      team: whole(fields(reviewer, 'a required reviewer').id, 'the id of a team'),
      approvals: whole(approvals, 'the approvals of a team'),
      patterns: (Array.isArray(patterns) ? patterns : []).map((each: unknown) =>
        text(each, 'a pattern of files'),
      ),
    }))
    .filter(({ approvals }) => approvals > 0)
}

/** A ruleset from before the setting existed names no methods and allows all. */
function allows({ allowed_merge_methods: allowed }: Fields, method: MergeMethod): boolean {
  return !Array.isArray(allowed) || allowed.includes(method)
}
