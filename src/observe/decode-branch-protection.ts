import type { Barrier, BranchDemands, Bypass, DemandedCheck } from '../model/settings.js'
import type { MergeMethod } from '../model/snapshot.js'
import { type Fields, nodes, optionalFields, text } from './answer.js'

/** Every App's word counts. Source: REST reference, “Update branch protection”, `app_id`. */
const anyApp = -1

/** The checks that classic protection requires. Servers from before checks had sources name them alone, as `contexts`. */
export function checksOfProtection(protection: Fields): readonly DemandedCheck[] {
  const required = optionalFields(protection.required_status_checks, 'the required checks')
  if (required === null || required.enforcement_level === 'off') return []
  if (Array.isArray(required.checks)) {
    return nodes({ nodes: required.checks }, 'the required checks').map(({ context, app_id: app }) => ({
      name: text(context, 'the name of a required check'),
      app: typeof app === 'number' && app !== anyApp ? app : 'any',
    }))
  }
  const contexts: readonly unknown[] = Array.isArray(required.contexts) ? required.contexts : []
  return contexts.map((name) => ({ name: text(name, 'the name of a required check'), app: 'untold' }))
}

const allMethods: readonly MergeMethod[] = ['squash', 'merge', 'rebase']

/** What else classic protection demands. Source: REST reference, “Get branch protection”. */
export function demandsOfProtection(protection: Fields): BranchDemands {
  const reviews = optionalFields(protection.required_pull_request_reviews, 'the reviews')
  const required = optionalFields(protection.required_status_checks, 'the required checks')
  const count = reviews?.required_approving_review_count
  return {
    upToDate: required?.strict === true,
    reviews: typeof count === 'number' ? count : 0,
    codeOwnerReview: reviews?.require_code_owner_reviews === true,
    mergeQueue: null,
    mergeMethods: isOn(protection.required_linear_history)
      ? allMethods.filter((method) => method !== 'merge')
      : allMethods,
    forbidsDeletion: !isOn(protection.allow_deletions),
    forbidsForcePush: !isOn(protection.allow_force_pushes),
  }
}

/** Who need not open a pull request, one by one. Source: REST reference, “Get branch protection”, `bypass_pull_request_allowances`. */
export function bypassOfProtection(protection: Fields): Bypass {
  const reviews = optionalFields(protection.required_pull_request_reviews, 'the reviews')
  const allowances = optionalFields(reviews?.bypass_pull_request_allowances, 'who may bypass')
  const users = Array.isArray(allowances?.users) ? nodes({ nodes: allowances.users }, 'who may bypass') : []
  return { name: 'branch protection', url: null, people: users.map(({ login }) => text(login, 'a login')) }
}

/** Whether an App may merge without the reviews. Source: as above. */
export function reviewerOfProtection(protection: Fields): Barrier {
  const reviews = optionalFields(protection.required_pull_request_reviews, 'the reviews')
  const allowances = optionalFields(reviews?.bypass_pull_request_allowances, 'who may bypass')
  const apps: readonly unknown[] = Array.isArray(allowances?.apps) ? allowances.apps : []
  return { name: 'branch protection', url: null, letsViewerPast: null, letsAnAppPast: apps.length > 0 }
}

function isOn(setting: unknown): boolean {
  return optionalFields(setting, 'a setting of the protection')?.enabled === true
}
