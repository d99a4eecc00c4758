import type { BranchRules, Bypass, Check } from '../../../model/settings.js'
import { check, type Facts, fine, inRuleset, type Outcome, onPage, unknown, warning } from './outcome.js'

/** People named in one sentence; the others are counted. */
const namedMax = 5

/**
 * Whether single people may do what the rules of a branch forbid everybody else. Teams, roles and apps on the list are a decision that stays visible where their
 * members are kept; a person is put there once and forgotten. No check where nothing protects the branch, which is said elsewhere.
 * @param harm what such a person can do there, half a sentence.
 */
export function checkBypass(
  { general }: Facts,
  { branch, bypasses }: BranchRules,
  harm: string,
): readonly Check[] {
  if (bypasses === undefined) return []
  const where = inRuleset(general, `the ruleset for ${branch}`, 'Bypass list')
  const whether = `no single person may bypass the rules of ${branch}`
  const look = 'Look for people on the bypass lists.'
  const outcome = (): Outcome => {
    if (!bypasses.known) return unknown(whether, bypasses.why, look)
    const found = bypasses.value.filter(({ people }) => people !== null && people.length > 0)
    const [first] = found
    if (first !== undefined) {
      const what = `${found.map(lets).join('; ')}: ${harm}, without anybody who approves.`
      const fix = `Take single people off the bypass list${logins(found)}; where somebody has to be able to in an emergency, name a team or a role whose members are reviewed.`
      return onPage(first.url, warning(what, fix))
    }
    const untold = bypasses.value.find(({ people }) => people === null)
    if (untold !== undefined) {
      const why = `this token may not see the bypass list of the ${untold.name}`
      return onPage(untold.url, unknown(whether, why, look))
    }
    return fine(`No single person may bypass the rules of ${branch}.`)
  }
  return [check('doctor/bypass', where, outcome())]
}

function lets({ name, people }: Bypass): string {
  const all = people ?? []
  const shown = all
    .slice(0, namedMax)
    .map((each) => (typeof each === 'number' ? `the account ${each}` : each))
  const more = all.length > namedMax ? ` and ${all.length - namedMax} more` : ''
  return `The ${name} lets single people past (${shown.join(', ')}${more})`
}

/** Rulesets tell accounts by their ids alone. */
function logins(found: readonly Bypass[]): string {
  const id = found.flatMap(({ people }) => people ?? []).find((each) => typeof each === 'number')
  return id === undefined ? '' : ` (“gh api user/${id} --jq .login” tells whose account that is)`
}
