import { isAncestor } from '../git/commits.js'
import type { Identity } from './identity.js'
import { Refusal } from './refusal.js'
import type { Repository } from './world.js'

/** A ruleset as the settings page shows it. */
export interface Ruleset {
  readonly id: number
  readonly name: string
  /** The branch it is about. */
  readonly branch: string
  readonly rules: readonly RulesetRule[]
  /** Ids of Apps that it lets past, always. */
  readonly bypass: readonly number[]
}

export interface RulesetRule {
  readonly type: string
  readonly parameters?: Readonly<Record<string, unknown>>
}

const ledgerBranch = 'issueops/ledger'

/** The rulesets that say what the seed's protection does. */
export function rulesetsOf(repository: Repository): readonly Ruleset[] {
  const { id, ledgerProtection: ledger, defaultBranch } = repository
  const main = defaultBranchRules(repository)
  return [
    ...(main.length === 0
      ? []
      : [{ id: id * 10 + 1, name: 'Requests are approved', branch: defaultBranch, rules: main, bypass: [] }]),
    ...(ledger === null
      ? []
      : [
          {
            id: id * 10 + 2,
            name: 'Ledger',
            branch: ledgerBranch,
            rules: ledgerRules(ledger),
            bypass: ledger.bypass,
          },
        ]),
  ]
}

/** Source: REST docs, “Get rules for a branch”. */
function defaultBranchRules({
  requiredChecks,
  requiredReviews,
  mergeQueue,
}: Repository): readonly RulesetRule[] {
  return [
    ...(requiredChecks.length === 0 ? [] : [checksRule(requiredChecks), { type: 'deletion' }]),
    ...(requiredReviews === 0 ? [] : [reviewsRule(requiredReviews)]),
    ...(mergeQueue ? [queueRule] : []),
  ]
}

function checksRule(checks: Repository['requiredChecks']): RulesetRule {
  return {
    type: 'required_status_checks',
    parameters: {
      strict_required_status_checks_policy: false,
      required_status_checks: checks.map(({ name, app }) => ({
        context: name,
        ...(app === null ? {} : { integration_id: app }),
      })),
    },
  }
}

function reviewsRule(count: number): RulesetRule {
  return {
    type: 'pull_request',
    parameters: {
      required_approving_review_count: count,
      dismiss_stale_reviews_on_push: false,
      require_code_owner_review: false,
      require_last_push_approval: false,
      required_review_thread_resolution: false,
      allowed_merge_methods: ['merge', 'squash', 'rebase'],
    },
  }
}

const queueRule: RulesetRule = {
  type: 'merge_queue',
  parameters: {
    check_response_timeout_minutes: 60,
    grouping_strategy: 'ALLGREEN',
    max_entries_to_build: 5,
    max_entries_to_merge: 5,
    merge_method: 'SQUASH',
    min_entries_to_merge: 1,
    min_entries_to_merge_wait_minutes: 5,
  },
}

function ledgerRules({
  restrictUpdates,
}: NonNullable<Repository['ledgerProtection']>): readonly RulesetRule[] {
  const history = [{ type: 'deletion' }, { type: 'non_fast_forward' }]
  if (!restrictUpdates) return history
  const update = { type: 'update', parameters: { update_allows_fetch_and_merge: false } }
  return [{ type: 'creation' }, update, ...history]
}

/** Whether a ruleset lets somebody past all of its rules. */
export function bypasses(ruleset: Ruleset, identity: Identity): boolean {
  return identity.kind === 'app' && ruleset.bypass.includes(identity.app.id)
}

/** @throws Refusal 422 for a move of the ledger branch that its ruleset forbids. */
export async function checkLedgerMove(
  identity: Identity,
  repository: Repository,
  {
    ref,
    before,
    after,
  }: { readonly ref: string; readonly before: string | null; readonly after: string | null },
): Promise<void> {
  if (ref !== `refs/heads/${ledgerBranch}`) return
  const ruleset = rulesetsOf(repository).find(({ branch }) => branch === ledgerBranch)
  if (ruleset === undefined || bypasses(ruleset, identity)) return
  const forbids = (type: string) => ruleset.rules.some((rule) => rule.type === type)
  const rewrites = before !== null && after !== null && !(await isAncestor(repository.git, before, after))
  if (forbids('update') || after === null || rewrites) {
    throw new Refusal(422, `Repository rule violations found\n\nCannot update this protected ref.`)
  }
}
