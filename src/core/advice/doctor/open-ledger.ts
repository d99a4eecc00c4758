import { type Facts, inRuleset, type Outcome, unknown, wrong } from './outcome.js'

/** Which requests go by the ledger alone, as in `Requests that end`, and for what, as in `when a request ends`. */
interface Resting {
  readonly held: string
  readonly only: string
}

/** What lets somebody else than the toolkit write to the ledger, which puts requests on hold that go by it alone. */
export function openLedger(
  { settings, general, callers, actsAsApp }: Facts,
  { held, only }: Resting,
): readonly Outcome[] {
  const { branch, restrictsUpdates } = settings.ledger
  const where = inRuleset(general, `a ruleset for ${branch}`, 'Restrict updates')
  if (callers.known && callers.value.length > 0 && !actsAsApp) {
    const what = `${held} are on hold: the toolkit acts as GITHUB_TOKEN, as which every workflow can write to ${branch}, and nothing else says ${only}.`
    const fix =
      'Have the toolkit act as a GitHub App, as docs/permissions.md shows, and let a ruleset restrict who may update the branch to that app.'
    return [{ ...wrong(what, fix), where }]
  }
  if (!restrictsUpdates.known)
    return [
      {
        ...unknown(
          `nobody but the toolkit writes to ${branch}`,
          restrictsUpdates.why,
          'Look for a ruleset that restricts updates.',
        ),
        where,
      },
    ]
  if (restrictsUpdates.value) return []
  const what = `${held} are on hold: whoever may write can write to ${branch}, and nothing else says ${only}.`
  const fix =
    'Make a ruleset for it that restricts creations, updates and deletions and blocks force pushes, with only your app on the bypass list; docs/enforcement.md has it as one line of “gh api”.'
  return [{ ...wrong(what, fix), where }]
}
