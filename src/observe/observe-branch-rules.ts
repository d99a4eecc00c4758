import { GitHubError } from '../github/errors.js'
import type { SettingsReader } from '../github/settings-reader.js'
import type { Barrier, BranchRules, Bypass, LedgerRules, Observed } from '../model/settings.js'
import { type Fields, fields, optionalFields, text, whole } from './answer.js'
import {
  bypassOfProtection,
  checksOfProtection,
  demandsOfProtection,
  reviewerOfProtection,
} from './decode-branch-protection.js'
import { asksReviews, checksOfRules, demandsOfRules } from './decode-branch-rules.js'
import { tryRead } from './try-read.js'

/** What a branch demands: by rulesets, which everybody may read, and by classic protection, of which only administrators see all. */
export async function observeBranchRules(reader: SettingsReader, branch: string): Promise<BranchRules> {
  const [rules, protection] = await Promise.all([readRules(reader, branch), readProtection(reader, branch)])
  const rulesets = await readRulesets(reader, rules)
  return {
    branch,
    ...combined(rules, protection),
    ...bypassesOf(rulesets, protection),
    ...reviewersOf(rules, rulesets, protection),
  }
}

/** The same of the ledger's branch, and who is kept from appending to it. */
export async function observeLedgerRules(reader: SettingsReader, branch: string): Promise<LedgerRules> {
  const [rules, protection] = await Promise.all([readRules(reader, branch), readProtection(reader, branch)])
  const rulesets = await readRulesets(reader, rules)
  const barriers = barriersOf(rules, rulesets, protection)
  const restrictsUpdates = rules.known
    ? ({ known: true, value: rules.value.some(({ type }) => type === 'update') } as const)
    : rules
  return {
    branch,
    ...combined(rules, protection),
    ...bypassesOf(rulesets, protection),
    barriers,
    restrictsUpdates,
  }
}

type Protection = Pick<BranchRules, 'exists' | 'checks' | 'demands'> & {
  /** Null where there is no classic protection. */
  readonly bypass: Observed<Bypass> | null
  /** Whom it lets merge without the reviews it demands; null where it demands none, or is not seen. */
  readonly reviewer: Barrier | null
}

interface Ruleset {
  readonly id: number
  readonly ruleset: Fields
}

/** The rulesets that hold for the branch, each once. */
async function readRulesets(
  reader: SettingsReader,
  rules: Observed<readonly Fields[]>,
): Promise<Observed<readonly Ruleset[]>> {
  if (!rules.known) return rules
  return await tryRead(async () => {
    const ids = [...new Set(rules.value.map((rule) => whole(rule.ruleset_id, 'the id of a ruleset')))]
    return await Promise.all(
      ids.map(async (id) => ({ id, ruleset: fields(await reader.ruleset(id), 'a ruleset') })),
    )
  })
}

function bypassesOf(
  rulesets: Observed<readonly Ruleset[]>,
  { bypass }: Protection,
): Pick<BranchRules, 'bypasses'> {
  if (!rulesets.known) return { bypasses: rulesets }
  if (bypass !== null && !bypass.known) return { bypasses: bypass }
  const all = [
    ...rulesets.value.map(({ ruleset }) => decodeBypass(ruleset)),
    ...(bypass === null ? [] : [bypass.value]),
  ]
  return all.length === 0 ? {} : { bypasses: { known: true, value: all } }
}

/** Every mode lets somebody past whom nobody has approved. Source: REST reference, “Get a repository ruleset”, `bypass_actors`. */
function decodeBypass(ruleset: Fields): Bypass {
  const people = actorsOf(ruleset)?.filter((actor) => actor.actor_type === 'User') ?? null
  return {
    ...placeOf(ruleset),
    people: people?.map((actor) => whole(actor.actor_id, 'the id of an account')) ?? null,
  }
}

function actorsOf({ bypass_actors: actors }: Fields): readonly Fields[] | null {
  return Array.isArray(actors) ? actors.map((actor: unknown) => fields(actor, 'who may bypass')) : null
}

function placeOf(ruleset: Fields): Pick<Bypass, 'name' | 'url'> {
  const page = optionalFields(optionalFields(ruleset._links, 'the links of a ruleset')?.html, 'its page')
  return {
    name: `ruleset “${text(ruleset.name, 'the name of a ruleset')}”`,
    url: typeof page?.href === 'string' ? page.href : null,
  }
}

function combined(
  rules: Observed<readonly Fields[]>,
  protection: Protection,
): Pick<BranchRules, 'exists' | 'checks' | 'demands'> {
  const { exists } = protection
  if (!rules.known) {
    return { exists, checks: [rules, ...protection.checks], demands: [rules, ...protection.demands] }
  }
  return {
    exists,
    checks: [{ known: true, value: checksOfRules(rules.value) }, ...protection.checks],
    demands: [{ known: true, value: demandsOfRules(rules.value) }, ...protection.demands],
  }
}

function readRules(reader: SettingsReader, branch: string): Promise<Observed<readonly Fields[]>> {
  return tryRead(async () => (await reader.branchRules(branch)).map((rule) => fields(rule, 'a rule')))
}

/**
 * Everybody who reads a branch is told whether it has classic protection and which checks that requires, the rest only administrators. Of a
 * branch that is not there GitHub does not tell whether a pattern would protect it; it counts as not protected.
 */
async function readProtection(reader: SettingsReader, branch: string): Promise<Protection> {
  const seen = await tryRead(() => readBranch(reader, branch))
  if (!seen.known) return { exists: seen, checks: [seen], demands: [seen], bypass: seen, reviewer: null }
  const exists = { known: true, value: seen.value !== null } as const
  if (seen.value === null) return { exists, checks: [], demands: [], bypass: null, reviewer: null }
  const summary = optionalFields(seen.value.protection, 'the protection of the branch')
  if (typeof summary?.enabled !== 'boolean') {
    const unknown = {
      known: false,
      why: 'GitHub does not tell whether the branch has classic protection',
    } as const
    return { exists, checks: [unknown], demands: [unknown], bypass: unknown, reviewer: null }
  }
  if (!summary.enabled) return { exists, checks: [], demands: [], bypass: null, reviewer: null }
  const all = await tryRead(async () =>
    fields(await reader.branchProtection(branch), 'the protection of the branch'),
  )
  return {
    exists,
    checks: [{ known: true, value: checksOfProtection(summary) }],
    demands: [all.known ? { known: true, value: demandsOfProtection(all.value) } : all],
    bypass: all.known ? { known: true, value: bypassOfProtection(all.value) } : all,
    reviewer:
      all.known && asksReviews(demandsOfProtection(all.value)) ? reviewerOfProtection(all.value) : null,
  }
}

/** Null where there is no such branch. */
async function readBranch(reader: SettingsReader, branch: string): Promise<Fields | null> {
  try {
    return fields(await reader.branch(branch), 'the branch')
  } catch (error) {
    if (error instanceof GitHubError && error.failure === 'not-found') return null
    throw error
  }
}

/** Rules that a plain commit, pushed by the API, runs into. Source: “Available rules for rulesets” in GitHub's documentation. */
const barring = ['creation', 'update', 'pull_request', 'required_status_checks', 'merge_queue']

function barriersOf(
  rules: Observed<readonly Fields[]>,
  rulesets: Observed<readonly Ruleset[]>,
  protection: Protection,
): LedgerRules['barriers'] {
  if (!rules.known) return rules
  // Classic protection can restrict who pushes, in a way that only administrators are told.
  if (protection.demands.length > 0)
    return { known: false, why: 'the branch has classic protection, which may keep the toolkit from pushing' }
  const barred = rules.value.filter((rule) => barring.includes(text(rule.type, 'the type of a rule')))
  if (barred.length === 0) return { known: true, value: [] }
  if (!rulesets.known) return rulesets
  const ids = new Set(barred.map((rule) => rule.ruleset_id))
  return {
    known: true,
    value: rulesets.value.filter(({ id }) => ids.has(id)).map(({ ruleset }) => decodeBarrier(ruleset)),
  }
}

function decodeBarrier(ruleset: Fields): Barrier {
  const past = ruleset.current_user_can_bypass
  return {
    ...placeOf(ruleset),
    letsViewerPast: typeof past === 'string' ? past === 'always' || past === 'exempt' : null,
    letsAnAppPast:
      actorsOf(ruleset)?.some(
        (actor) => actor.actor_type === 'Integration' && actor.bypass_mode !== 'pull_request',
      ) ?? null,
  }
}

/** What demands reviews of those that are seen; whether something else does, the demands say. */
function reviewersOf(
  rules: Observed<readonly Fields[]>,
  rulesets: Observed<readonly Ruleset[]>,
  { reviewer }: Protection,
): Pick<BranchRules, 'reviewers'> {
  const asking = rules.known ? rules.value.filter((rule) => asksReviews(demandsOfRules([rule]))) : []
  if (asking.length > 0 && !rulesets.known) return { reviewers: rulesets }
  const ids = new Set(asking.map((rule) => rule.ruleset_id))
  const found = rulesets.known ? rulesets.value.filter(({ id }) => ids.has(id)) : []
  const all = [
    ...found.map(({ ruleset }) => decodeBarrier(ruleset)),
    ...(reviewer === null ? [] : [reviewer]),
  ]
  return all.length === 0 ? {} : { reviewers: { known: true, value: all } }
}
