import type { Check } from '../../../model/settings.js'
import { checkBypass } from './check-bypass.js'
import {
  check,
  type Facts,
  fine,
  inRuleset,
  type Outcome,
  onPage,
  passes,
  someKnown,
  unknown,
  warning,
  wrong,
} from './outcome.js'

/** Whether the ledger is safe from being rewritten, and still open to the toolkit. */
export function checkLedger(facts: Facts): readonly Check[] {
  const { general, settings } = facts
  const { branch } = settings.ledger
  const demands = 'Restrict deletions, Block force pushes'
  const bypass = inRuleset(general, `the ruleset for ${branch}`, 'Bypass list')
  return [
    check(
      'doctor/ledger-protected',
      inRuleset(general, `a ruleset for ${branch}`, demands),
      ledgerProtected(facts),
    ),
    check('doctor/ledger-push', bypass, ledgerPush(facts)),
    ...checkBypass(facts, settings.ledger, 'they can write records there, and take them out'),
  ]
}

function ledgerProtected({ settings }: Facts): Outcome {
  const { branch, demands, exists } = settings.ledger
  const answers = [
    someKnown(demands, (each) => each.forbidsDeletion),
    someKnown(demands, (each) => each.forbidsForcePush),
  ]
  const open = answers.find(({ is }) => is === 'unknown')
  const begun = exists.known && !exists.value ? ', which begins with the first request,' : ''
  if (answers.every(({ is }) => is === 'yes')) {
    return fine(`The ledger branch ${branch}${begun} can neither be deleted nor force-pushed.`)
  }
  if (answers.some(({ is }) => is === 'no')) {
    return warning(
      `The ledger branch ${branch}${begun} can be deleted or force-pushed by whoever may write, so its records can be rewritten.`,
      'Make a ruleset for it that restricts deletions and updates and blocks force pushes, with only your app on the bypass list.',
    )
  }
  const why = open?.is === 'unknown' ? open.why : ''
  return unknown(`the ledger branch ${branch} is protected`, why, 'Look for a ruleset that covers it.')
}

/** An App may be let past a rule. Which one is the toolkit's only a token of that App can tell. */
function ledgerPush({ settings, viewerIsApp }: Facts): Outcome {
  const { branch, barriers } = settings.ledger
  const whether = `the toolkit may append to ${branch}`
  const fix = 'Put your app on the bypass list, “always”.'
  if (!barriers.known) return unknown(whether, barriers.why, 'Look whether your app may push there.')
  const stop = barriers.value.find((each) => passes(each, viewerIsApp) === false)
  if (stop !== undefined) {
    const what = `The ${stop.name} keeps the toolkit from appending to ${branch}, so no decision can be recorded.`
    return onPage(stop.url, wrong(what, fix))
  }
  const open = barriers.value.find((each) => passes(each, viewerIsApp) === null)
  if (open !== undefined) {
    const why = `this token may not see the bypass list of the ${open.name}`
    const look = 'Look whether your app is on it, or run the check with the app’s token.'
    return onPage(open.url, unknown(whether, why, look))
  }
  return fine(
    barriers.value.length === 0
      ? `No ruleset keeps the toolkit from appending to ${branch}.`
      : `The toolkit may append to ${branch}: an app is on the bypass list.`,
  )
}
