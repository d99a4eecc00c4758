import type { Check, ObservedSettings } from '../../../model/settings.js'
import { readPolicy } from '../../request-type/read-policy.js'
import { checkBranch } from './check-branch.js'
import { checkCodeOwners } from './check-code-owners.js'
import { checkEmergencies } from './check-emergencies.js'
import { checkEnds } from './check-ends.js'
import { checkFiles } from './check-files.js'
import { checkGeneral } from './check-general.js'
import { checkLedger } from './check-ledger.js'
import { checkMerging } from './check-merging.js'
import { checkReached } from './check-reached.js'
import { checkStages } from './check-stages.js'
import { checkTargets } from './check-targets.js'
import { checkTeams } from './check-teams.js'
import { checkWindows } from './check-windows.js'
import { checkWorkflows } from './check-workflows.js'
import { check, type Facts, fine, unknown, wrong } from './outcome.js'
import { readWorkflows } from './read-workflows.js'

/**
 * Everything about a repository's settings that makes requests fail, wait or prove less than they could, and everything that is well. What
 * could not be read is neither: it is said what to look at by hand.
 * @param gate the name of the check run that a ruleset has to require.
 */
export function diagnose(settings: ObservedSettings, gate: string): readonly Check[] {
  const { general, content, repository } = settings
  const name = `${repository.owner}/${repository.name}`
  const tokens = { menu: 'github.com → Settings → Developer settings → Personal access tokens', url: null }
  const fix = `Use a token that reads ${name}: of a GitHub App that is installed there, or your own.`
  if (!general.known) {
    return [check('doctor/token', tokens, unknown(`the token reads ${name}`, general.why, fix))]
  }
  if ('refused' in general.value) {
    return [check('doctor/token', tokens, wrong(`${general.value.refused}.`, fix))]
  }
  const callers = content.known ? readWorkflows(content.value.workflows) : content
  const facts: Facts = {
    settings,
    general: general.value,
    types: content.known ? readPolicy(content.value.policy).candidates.map(({ type }) => type) : [],
    callers,
    actsAsApp: callers.known && callers.value.some(({ actsAsApp }) => actsAsApp),
    viewerIsApp: content.known && content.value.viewer.endsWith('[bot]'),
    gate,
  }
  return [
    check('doctor/token', tokens, fine(`The token reads ${name}.`)),
    ...checkGeneral(facts),
    ...checkFiles(facts),
    ...checkCodeOwners(facts),
    ...checkWorkflows(facts),
    ...settings.targets.flatMap((rules) => [...checkBranch(facts, rules), ...checkMerging(facts, rules)]),
    ...checkTargets(facts),
    ...checkTeams(facts),
    ...checkLedger(facts),
    ...checkEnds(facts),
    ...checkEmergencies(facts),
    ...checkStages(facts),
    ...checkReached(facts),
    ...checkWindows(facts),
  ]
}
