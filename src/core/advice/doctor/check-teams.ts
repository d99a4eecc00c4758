import type { Check, TeamAccess } from '../../../model/settings.js'
import { check, type Facts, fine, type Outcome, unknown, wrong } from './outcome.js'

/** Whether this token can see who is in the teams that request types and policies name; a team nobody can read approves nothing. */
export function checkTeams(facts: Facts): readonly Check[] {
  const { general, settings } = facts
  const { owner } = settings.repository
  const server = general.url.split('/').slice(0, 3).join('/')
  const app = {
    menu: `${owner} → Settings → GitHub Apps → (your app) → Permissions → Organization permissions → Members`,
    url: `${server}/organizations/${owner}/settings/installations`,
  }
  const teams = { menu: `${owner} → Teams`, url: `${server}/orgs/${owner}/teams` }
  return settings.teams.map((team) => {
    const missing = team.members.known && team.members.value === 'missing'
    return check('doctor/team', missing ? teams : app, readable(facts, team))
  })
}

function readable({ settings, viewerIsApp }: Facts, { slug, members }: TeamAccess): Outcome {
  const { owner } = settings.repository
  const whether = `the toolkit can read who is in the team ${slug}`
  const fix =
    'Have the toolkit act as a GitHub App with the permission “members: read”; GITHUB_TOKEN can never read teams.'
  if (!members.known) return unknown(whether, members.why, fix)
  switch (members.value) {
    case 'readable':
      return fine(`The members of the team ${slug} can be read.`)
    case 'missing':
      return wrong(
        `${owner} has no team ${slug} that this token can see, so nobody can approve as its member.`,
        'Correct the name in the request type or policy, create the team, or make it visible.',
      )
    case 'forbidden':
      return viewerIsApp
        ? wrong(
            `This token may not read who is in the team ${slug}, so nobody can approve as its member.`,
            fix,
          )
        : unknown(whether, 'your own token may not read teams', fix)
  }
}
