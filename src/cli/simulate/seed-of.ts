import { parseForm } from '../../core/form/parse-form.js'
import type { SandboxSeed, SeedRepository } from '../../sandbox/seed.js'
import { crowdOf } from './act-out.js'
import { type Story, toolkitApp } from './story.js'

const formFolder = '.github/ISSUE_TEMPLATE/'

/** When stories begin. Any moment would do, but the same one gives the same commits. */
export const beginning = '2026-11-20T09:00:00Z'

/** What the sandbox starts with: the story's people in the roles it gives them, and its files as the first commit. */
export function seedOf(story: Story): SandboxSeed {
  const { owner, name } = story.repository
  const logins = new Set([
    ...story.people.keys(),
    ...[...story.teams.values()].flat(),
    // An App that says something is nobody with a login.
    ...story.steps.flatMap(({ who, does }) => (does === 'signals' ? [] : [who])),
    ...story.steps.flatMap((step) => (step.does === 'brings-a-crowd' ? crowdOf(step.count) : [])),
  ])
  return {
    now: beginning,
    users: [...logins].map((login) => ({ login })),
    organization: {
      login: owner,
      baseRole: 'none',
      teams: [...story.teams].map(([slug, members]) => {
        const role = story.teamRoles.get(slug)
        return {
          slug,
          members,
          ...(role === undefined ? {} : { repositories: { [`${owner}/${name}`]: role } }),
        }
      }),
    },
    repositories: [
      {
        owner,
        name,
        visibility: story.visibility,
        defaultBranch: 'main',
        files: story.files,
        collaborators: Object.fromEntries(story.people),
        labels: labelsOf(story),
        ...homeRules(story),
      },
      ...(story.target === null
        ? []
        : [
            {
              ...story.target.repository,
              visibility: story.target.visibility,
              defaultBranch: 'main',
              files: story.target.files,
              collaborators: Object.fromEntries(story.people),
              ...rulesOf(story),
            },
          ]),
    ],
  }
}

/** Whoever sets up forms makes their labels, because GitHub does not; what somebody sets with triage alone is there as well. */
function labelsOf({ files, steps }: Story): readonly string[] {
  const forms = [...files].flatMap(([file, text]) => {
    const form = file.startsWith(formFolder) ? parseForm({ file, blob: null, text }) : null
    return form?.ok === true ? form.value.labels : []
  })
  const set = steps.flatMap((step) => (step.does === 'labels' ? [step.label] : []))
  return [...new Set([...forms, ...set])]
}

/** The ledger is where the requests are; the manifests may be elsewhere. */
function homeRules(story: Story): Pick<SeedRepository, 'autoMergeAllowed' | 'protection'> {
  const rules = story.target === null ? rulesOf(story) : {}
  // A ruleset lets past an App, and the one of GITHUB_TOKEN is everybody's.
  if (story.ledger === 'unprotected' || story.token === 'github-token') return rules
  const ledger = { restrictUpdates: true, bypass: [toolkitApp.id] }
  return { ...rules, protection: { ...rules.protection, ledger } }
}

/** What the branch the manifests are on demands. */
function rulesOf({
  autoMergeAllowed,
  requiredChecks,
  upToDate,
  requiredReviews,
  mergeQueue,
}: Story): Pick<SeedRepository, 'autoMergeAllowed' | 'protection'> {
  return { autoMergeAllowed, protection: { requiredChecks, upToDate, requiredReviews, mergeQueue } }
}
