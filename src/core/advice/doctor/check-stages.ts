import type { Check } from '../../../model/settings.js'
import { openLedger } from './open-ledger.js'
import { check, type Facts, fine, inRuleset } from './outcome.js'

/** Whether requests that pass through stages are carried out: which stage is done, only the ledger says. No check where none has stages. */
export function checkStages(facts: Facts): readonly Check[] {
  if (facts.types.every(({ stages }) => stages === undefined)) return []
  const { branch } = facts.settings.ledger
  const held = 'Requests that pass through stages'
  const outcomes = openLedger(facts, { held, only: 'which stage of a request is done' })
  const rules = inRuleset(facts.general, `a ruleset for ${branch}`, 'Restrict updates')
  const well = fine(`${held} are carried out: nobody but the toolkit writes to ${branch}.`)
  return (outcomes.length === 0 ? [well] : outcomes).map((outcome) => check('doctor/stages', rules, outcome))
}
