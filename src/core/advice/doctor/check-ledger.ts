import type { Barrier, Check } from '../../../model/settings.js'
import { checkBypass } from './check-bypass.js'
import { at, type Facts, fine, type Outcome, someKnown, unknown, warning, wrong } from './outcome.js'

/** Whether the ledger is safe from being rewritten, and still open to the toolkit. */
export function checkLedger(facts: Facts): readonly Check[] {
  return [
    { code: 'doctor/ledger-protected', ...ledgerProtected(facts) },
    { code: 'doctor/ledger-push', ...ledgerPush(facts) },
    ...checkBypass(facts, facts.settings.ledger, 'they can write records there, and take them out'),
  ]
}

const menu = 'Settings → Rules → Rulesets'

function ledgerProtected({ general, settings }: Facts): Outcome {
  const { branch, demands, exists } = settings.ledger
  const where = at(
    general,
    `${menu} → (a ruleset for ${branch}) → Restrict deletions, Block force pushes`,
    '/settings/rules',
  )
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
      where,
    )
  }
  const why = open?.is === 'unknown' ? open.why : ''
  return unknown(`the ledger branch ${branch} is protected`, why, 'Look for a ruleset that covers it.', where)
}

/** An App may be let past a rule. Which one is the toolkit's only a token of that App can tell. */
function ledgerPush({ general, settings, viewerIsApp }: Facts): Outcome {
  const { branch, barriers } = settings.ledger
  const where = at(general, `${menu} → (the ruleset for ${branch}) → Bypass list`, '/settings/rules')
  const whether = `the toolkit may append to ${branch}`
  const fix = 'Put your app on the bypass list, “always”.'
  if (!barriers.known) return unknown(whether, barriers.why, 'Look whether your app may push there.', where)
  const stop = barriers.value.find((each) => passes(each, viewerIsApp) === false)
  if (stop !== undefined) {
    return wrong(
      `The ${stop.name} keeps the toolkit from appending to ${branch}, so no decision can be recorded.`,
      fix,
      {
        ...where,
        url: stop.url ?? where.url,
      },
    )
  }
  const open = barriers.value.find((each) => passes(each, viewerIsApp) === null)
  if (open !== undefined) {
    const why = `this token may not see the bypass list of the ${open.name}`
    return unknown(whether, why, `Look whether your app is on it, or run the check with the app’s token.`, {
      ...where,
      url: open.url ?? where.url,
    })
  }
  return fine(
    barriers.value.length === 0
      ? `No ruleset keeps the toolkit from appending to ${branch}.`
      : `The toolkit may append to ${branch}: an app is on the bypass list.`,
  )
}

function passes({ letsViewerPast, letsAnAppPast }: Barrier, viewerIsApp: boolean): boolean | null {
  return viewerIsApp && letsViewerPast !== null ? letsViewerPast : letsAnAppPast
}
