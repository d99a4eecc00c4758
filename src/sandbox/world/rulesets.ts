import { isAncestor } from '../git/history.js'
import type { LedgerProtection } from '../seed.js'
import { missingChecks, requiredChecksMessage } from './checks.js'
import { type Identity, roleOf } from './identity.js'
import { Refusal } from './refusal.js'
import type { Repository, World } from './world.js'

/** A ruleset as the settings page shows it. */
export interface Ruleset {
  readonly id: number
  readonly name: string
  /** The branch it is about. */
  readonly branch: string
  readonly rules: readonly RulesetRule[]
  readonly bypass: readonly Bypass[]
}

/** Whom a ruleset lets past, always. */
export type Bypass =
  | { readonly kind: 'app'; readonly id: number }
  /** Everybody with the role `admin`. */
  | { readonly kind: 'administrators' }

export interface RulesetRule {
  readonly type: string
  readonly parameters?: Readonly<Record<string, unknown>>
}

const ledgerBranch = 'issueops/ledger'

/** The rulesets that say what the seed's protection does. */
export function rulesetsOf(repository: Repository): readonly Ruleset[] {
  const { id, defaultBranch, administratorsBypass, data } = repository
  const { ledgerProtection: ledger } = data
  const main = defaultBranchRules(repository)
  const bypass: readonly Bypass[] = administratorsBypass ? [{ kind: 'administrators' }] : []
  return [
    ...(main.length === 0
      ? []
      : [{ id: id * 10 + 1, name: 'Requests are approved', branch: defaultBranch, rules: main, bypass }]),
    ...(ledger === null
      ? []
      : [
          {
            id: id * 10 + 2,
            name: 'Ledger',
            branch: ledgerBranch,
            rules: ledgerRules(ledger),
            bypass: ledger.bypass.map((app) => ({ kind: 'app' as const, id: app })),
          },
        ]),
  ]
}

/** Source: REST docs, “Get rules for a branch”. */
function defaultBranchRules({
  requiredChecks,
  upToDate,
  requiredReviews,
  mergeQueue,
}: Repository): readonly RulesetRule[] {
  return [
    ...(requiredChecks.length === 0 ? [] : [checksRule(requiredChecks, upToDate), { type: 'deletion' }]),
    ...(requiredReviews === 0 ? [] : [reviewsRule(requiredReviews)]),
    ...(mergeQueue ? [queueRule] : []),
  ]
}

function checksRule(checks: Repository['requiredChecks'], upToDate: boolean): RulesetRule {
  return {
    type: 'required_status_checks',
    parameters: {
      strict_required_status_checks_policy: upToDate,
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

function ledgerRules({ restrictUpdates }: LedgerProtection): readonly RulesetRule[] {
  const history = [{ type: 'deletion' }, { type: 'non_fast_forward' }]
  if (!restrictUpdates) return history
  const update = { type: 'update', parameters: { update_allows_fetch_and_merge: false } }
  return [{ type: 'creation' }, update, ...history]
}

/** Whether a ruleset lets somebody past all of its rules. */
export function bypasses(
  world: World,
  identity: Identity,
  repository: Repository,
  ruleset: Ruleset,
): boolean {
  return ruleset.bypass.some((each) =>
    each.kind === 'app'
      ? identity.kind === 'app' && identity.app.id === each.id
      : identity.kind === 'person' && roleOf(world, repository, identity.account) === 'admin',
  )
}

/** A move of a ref outside of GitHub's own merges. */
export interface DirectMove {
  readonly ref: string
  readonly before: string | null
  readonly after: string | null
}

/** @throws Refusal 422 for a move that a rule of the branch forbids. Source: GitHub docs, “Available rules for rulesets”. */
export async function checkRulesets(
  world: World,
  identity: Identity,
  repository: Repository,
  move: DirectMove,
): Promise<void> {
  for (const ruleset of rulesetsOf(repository)) {
    if (move.ref !== `refs/heads/${ruleset.branch}`) continue
    if (bypasses(world, identity, repository, ruleset)) continue
    for (const { type } of ruleset.rules) {
      const broken = await broke(type, repository, move)
      if (broken !== null) throw new Refusal(422, `Repository rule violations found\n\n${broken}`)
    }
  }
}

/** What a direct move breaks of one rule, in GitHub's words, or null. */
async function broke(
  type: string,
  repository: Repository,
  { before, after }: DirectMove,
): Promise<string | null> {
  switch (type) {
    case 'creation':
      return before === null ? 'Cannot create this protected ref.' : null
    case 'update':
      return before !== null && after !== null ? 'Cannot update this protected ref.' : null
    case 'deletion':
      return after === null ? 'Cannot delete this protected ref.' : null
    case 'non_fast_forward': {
      const rewrites = before !== null && after !== null && !(await isAncestor(repository.git, before, after))
      return rewrites ? 'Cannot force-push to this branch.' : null
    }
    case 'pull_request':
      return after === null ? null : 'Changes must be made through a pull request.'
    case 'merge_queue':
      return after === null ? null : 'Changes must be made through the merge queue'
    case 'required_status_checks': {
      const missing = after === null ? [] : missingChecks(repository, after)
      return missing.length === 0 ? null : requiredChecksMessage(missing)
    }
    default:
      // A rule that is announced and does not bind would be a wrong answer that looks right.
      throw new Error(`the sandbox does not know how the rule ${type} binds`)
  }
}
