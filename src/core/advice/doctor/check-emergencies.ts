import type { Check } from '../../../model/settings.js'
import { reviewed, type Waiting, withoutSweep } from './check-ends.js'
import { targetBranches } from './check-targets.js'
import { at, check, type Facts, fine } from './outcome.js'

/**
 * Whether what cannot wait is let in by those who approve it, and whether anybody hears that its review is missing: a branch that asks for other reviews makes an
 * emergency wait for these, and only the sweep sees that a time is over. No check where there are no emergencies.
 */
export function checkEmergencies(facts: Facts): readonly Check[] {
  const urgent = facts.types.filter(({ emergency }) => emergency !== undefined)
  if (urgent.length === 0) return []
  const { settings, general } = facts
  const branches = new Set(
    urgent.flatMap((type) => targetBranches(type, settings.repository, general.defaultBranch)),
  )
  const outcomes = [
    ...settings.targets
      .filter(({ branch }) => branches.has(branch))
      .flatMap((rules) => reviewed(facts, rules, ofEmergencies) ?? []),
    ...(withoutSweep(facts, unseen) ?? []),
  ]
  const files = at(general, 'Code → .github → issueops', `/tree/${general.defaultBranch}/.github/issueops`)
  const well = fine('Emergencies wait for those who approve them, and a review that is missing is seen.')
  return (outcomes.length === 0 ? [well] : outcomes).map((outcome) =>
    check('doctor/emergencies', files, outcome),
  )
}

const ofEmergencies: Waiting = {
  whether: 'emergencies are merged without a review',
  waits: 'an emergency that was approved waits until somebody else reviews its pull request',
  covers: 'the approval on the issue lets an emergency in',
}

const unseen =
  'Emergencies are reviewed after their merge, and no workflow calls the toolkit by “schedule”, so nobody hears that a review is missing before somebody happens to write on the issue.'
