import type { Check } from '../../model/settings.js'
import type { Facts } from './facts.js'
import { at, fine, type Outcome, unknown, wrong } from './outcome.js'

/** Settings of the repository as a whole: issues, and whether Actions may open pull requests. */
export function checkGeneral(facts: Facts): readonly Check[] {
  return [
    { code: 'doctor/issues', ...issues(facts) },
    { code: 'doctor/actions-pull-requests', ...actionsPullRequests(facts) },
  ]
}

function issues({ general }: Facts): Outcome {
  const where = at(general, 'Settings → General → Features → Issues', '/settings')
  if (general.archived) {
    return wrong(
      'The repository is archived, so nothing can be filed or written.',
      'Unarchive the repository.',
      at(general, 'Settings → General → Danger Zone → Unarchive this repository', '/settings'),
    )
  }
  if (!general.issues.known) {
    return unknown(
      'issues are on',
      general.issues.why,
      'Look whether the repository has a tab “Issues”.',
      where,
    )
  }
  return general.issues.value
    ? fine('Issues are on.')
    : wrong('Issues are off, so nobody can file a request.', 'Tick “Issues”.', where)
}

function actionsPullRequests({ settings, general, actsAsApp }: Facts): Outcome {
  const allowed = settings.actionsMayOpenPulls
  const name = '“Allow GitHub Actions to create and approve pull requests”'
  const where = at(general, 'Settings → Actions → General → Workflow permissions', '/settings/actions')
  if (allowed.known && allowed.value) return fine(`${name} is on.`)
  if (actsAsApp) {
    return fine(
      `${name} need not be on: the workflows name a GitHub App, which may always open pull requests.`,
    )
  }
  if (!allowed.known) {
    return unknown(
      `${name} is on`,
      allowed.why,
      'Look whether it is ticked, or have the toolkit act as a GitHub App.',
      where,
    )
  }
  return wrong(
    `${name} is off, so the toolkit cannot open the pull request of a request.`,
    'Tick it and save, or have the toolkit act as a GitHub App.',
    where,
  )
}
