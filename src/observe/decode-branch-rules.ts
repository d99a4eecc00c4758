import type { BranchDemands, DemandedCheck } from '../model/settings.js'
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
  const has = (type: string) => rules.some((rule) => rule.type === type)
  return {
    upToDate: checks.some((each) => flag(each.strict_required_status_checks_policy, 'whether it is strict')),
    reviews: Math.max(0, ...pulls.map((each) => whole(each.required_approving_review_count, 'the reviews'))),
    codeOwnerReview: pulls.some((each) => flag(each.require_code_owner_review, 'whether code owners review')),
    mergeQueue: has('merge_queue'),
    mergeMethods: methods
      .filter((method) => pulls.every((each) => allows(each, method)))
      .filter((method) => method !== 'merge' || !has('required_linear_history')),
    forbidsDeletion: has('deletion'),
    forbidsForcePush: has('non_fast_forward'),
  }
}

function parametersOf(rules: readonly Fields[], type: string): readonly Fields[] {
  return rules.flatMap((rule) => {
    const parameters = rule.type === type ? optionalFields(rule.parameters, 'the parameters of a rule') : null
    return parameters === null ? [] : [fields(parameters, 'the parameters of a rule')]
  })
}

/** A ruleset from before the setting existed names no methods and allows all. */
function allows({ allowed_merge_methods: allowed }: Fields, method: MergeMethod): boolean {
  return !Array.isArray(allowed) || allowed.includes(method)
}
