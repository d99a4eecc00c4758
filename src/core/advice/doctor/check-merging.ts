import type { MergeMode } from '../../../model/request-type.js'
import type { BranchRules, Check } from '../../../model/settings.js'
import { targetBranches } from './check-targets.js'
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

/** Whether the ways of merging that the request types ask for are open on a branch. */
export function checkMerging(facts: Facts, rules: BranchRules): readonly Check[] {
  const auto = modesOf(facts, rules).includes('auto') ? autoMerge(facts) : null
  const { general } = facts
  const pulls = 'Settings → General → Pull Requests'
  const queue = inRuleset(general, `the ruleset for ${rules.branch}`, 'Require merge queue')
  return [
    check('doctor/merge-methods', at(general, pulls, '/settings'), mergeMethods(facts, rules)),
    ...whereAsked('doctor/auto-merge', at(general, `${pulls} → Allow auto-merge`, '/settings'), auto),
    ...whereAsked('doctor/merge-queue', queue, mergeQueue(facts, rules)),
  ]
}

function modesOf({ types, settings, general }: Facts, { branch }: BranchRules): readonly MergeMode[] {
  const here = types.filter((type) =>
    targetBranches(type, settings.repository, general.defaultBranch).includes(branch),
  )
  return here.map(({ merge }) => merge)
}

/** The toolkit merges with the first method the repository allows, of squash, merge and rebase. */
function mergeMethods({ general }: Facts, { branch, demands }: BranchRules): Outcome {
  const { mergeMethods: methods } = general
  const whether = `the toolkit may merge into ${branch}`
  if (!methods.known) {
    return unknown(whether, methods.why, 'Look whether at least one way of merging is ticked.')
  }
  const [method] = methods.value
  if (method === undefined) {
    return wrong('The repository allows no way of merging.', 'Tick “Allow squash merging”, or another one.')
  }
  const refused = someKnown(demands, (each) => !each.mergeMethods.includes(method))
  switch (refused.is) {
    case 'no':
      return fine(`The toolkit merges into ${branch} with “${method}”, which is allowed.`)
    case 'unknown':
      return unknown(whether, refused.why, `Look whether the rules of ${branch} allow “${method}”.`)
    case 'yes':
      return wrong(
        `The toolkit merges with “${method}”, the first way the repository allows, and the rules of ${branch} refuse it.`,
        `Allow “${method}” in the rules of ${branch}, or untick it for the repository.`,
      )
  }
}

/** Where it is off the toolkit merges itself, at its next look. */
function autoMerge({ general }: Facts): Outcome {
  const { autoMerge: allowed } = general
  if (!allowed.known) return unknown('auto-merge is allowed', allowed.why, 'Look whether it is ticked.')
  return allowed.value
    ? fine('Auto-merge is allowed, as a request type with “merge: auto” wants it.')
    : warning(
        'A request type has “merge: auto”, and the repository does not allow auto-merge, so approved requests wait for the toolkit’s next look.',
        'Tick “Allow auto-merge”.',
      )
}

/** Null where no request type depends on the answer. */
function mergeQueue(facts: Facts, rules: BranchRules): Outcome | null {
  const { branch, demands } = rules
  const modes = modesOf(facts, rules)
  const queue = someKnown(demands, (each) => each.mergeQueue)
  const wanted = modes.includes('queue')
  if (queue.is === 'unknown') {
    return wanted ? unknown(`${branch} has a merge queue`, queue.why, 'Look whether it is ticked.') : null
  }
  if (queue.is === 'no' && wanted) {
    return wrong(
      `A request type has “merge: queue”, and ${branch} has no merge queue, so its requests are never merged.`,
      'Tick “Require merge queue”, or change “merge” in the request type.',
    )
  }
  if (queue.is === 'yes' && modes.includes('now')) {
    return wrong(
      `${branch} has a merge queue, and a request type has “merge: now”, which GitHub refuses there.`,
      'Write “merge: queue” in the request type.',
    )
  }
  return wanted ? fine(`${branch} has the merge queue that a request type with “merge: queue” wants.`) : null
}
