import type { RequestType } from '../../../model/request-type.js'
import type { Check } from '../../../model/settings.js'
import { at, check, type Facts, fine, type Outcome, unknown, warning, wrong } from './outcome.js'

/** Settings of the repository as a whole: issues, who files them, and whether Actions may open pull requests. */
export function checkGeneral(facts: Facts): readonly Check[] {
  const { general } = facts
  const features = at(general, 'Settings → General → Features → Issues', '/settings')
  const ofActions = at(general, 'Settings → Actions → General → Workflow permissions', '/settings/actions')
  return [
    check('doctor/issues', features, issues(facts)),
    check('doctor/issue-creation', features, issueCreation(facts)),
    check('doctor/actions-pull-requests', ofActions, actionsPullRequests(facts)),
  ]
}

function issues({ general }: Facts): Outcome {
  if (general.archived) {
    const archived = wrong(
      'The repository is archived, so nothing can be filed or written.',
      'Unarchive the repository.',
    )
    return {
      ...archived,
      where: at(general, 'Settings → General → Danger Zone → Unarchive this repository', '/settings'),
    }
  }
  if (!general.issues.known) {
    return unknown('issues are on', general.issues.why, 'Look whether the repository has a tab “Issues”.')
  }
  return general.issues.value
    ? fine('Issues are on.')
    : wrong('Issues are off, so nobody can file a request.', 'Tick “Issues”.')
}

/** Roles with which one may file where issue creation is restricted. */
const writing = ['write', 'maintain', 'admin']

/** Who is in a team, and what a login may, is not asked here: such requesters may have no role at all. */
function issueCreation({ settings, types }: Facts): Outcome {
  const seen = settings.issueCreation
  if (!seen.known) {
    return unknown(
      'people without write access can file issues',
      seen.why,
      'Look whether issue creation is restricted to collaborators.',
    )
  }
  if (seen.value === 'everyone') return fine('Whoever can read the repository can file an issue.')
  const writersAsk = ({ requesters }: RequestType) =>
    requesters?.every((each) => each.kind === 'role' && writing.includes(each.role)) === true
  if (types.length > 0 && types.every(writersAsk))
    return fine('Only people who may write can file issues, and every request type asks for no less.')
  return warning(
    'Only people who may write can file issues; other requesters do not even see the forms.',
    'Lift the restriction of issue creation, or give write access to all who are to ask.',
  )
}

function actionsPullRequests({ settings, actsAsApp }: Facts): Outcome {
  const allowed = settings.actionsMayOpenPulls
  const name = '“Allow GitHub Actions to create and approve pull requests”'
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
    )
  }
  return wrong(
    `${name} is off, so the toolkit cannot open the pull request of a request.`,
    'Tick it and save, or have the toolkit act as a GitHub App.',
  )
}
