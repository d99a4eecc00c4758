import type { Clock } from '../clock.js'
import { type Git, openGit } from '../git/open-git.js'
import { readRef } from '../git/refs.js'
import type { SandboxSeed, SeedOrganization, SeedRepository } from '../seed.js'
import { newLabel } from './labels.js'
import { personalSignature } from './signatures.js'
import type { Account, IdKind, Organization, Repository, World } from './world.js'
import { accountOf, findRepository, repositoryKey } from './world.js'

/** App and user id of GitHub's own Actions bot, the same everywhere on github.com. */
export const actionsApp = { id: 15368, slug: 'github-actions', bot: 'github-actions[bot]' } as const
const actionsBotId = 41898282

/** Builds what the seed describes; one bare git repository per repository below `folder`. */
export async function createWorld(
  seed: SandboxSeed,
  clock: Clock,
  folder: string,
  apiUrl: string,
): Promise<World> {
  const accounts = new Map<string, Account>()
  const nextId = counters()
  const at = clock.now()
  const add = (account: Account) => accounts.set(account.login.toLowerCase(), account)
  for (const user of seed.users) {
    add({ id: user.id ?? nextId('account'), login: user.login, type: user.type ?? 'User', createdAt: at })
  }
  add({ id: actionsBotId, login: actionsApp.bot, type: 'Bot', createdAt: at })
  if (seed.organization !== undefined) {
    const { id, login } = seed.organization
    add({ id: id ?? nextId('account'), login, type: 'Organization', createdAt: at })
  }
  const organization = seed.organization === undefined ? null : createOrganization(seed.organization, nextId)
  const world: World = {
    clock,
    apiUrl,
    accounts,
    organization,
    repositories: new Map(),
    apps: new Map([[actionsApp.id, actionsApp]]),
    nextId,
  }
  for (const [index, one] of seed.repositories.entries()) {
    const repository = await createRepository(world, one, `${folder}/${index}.git`)
    world.repositories.set(repositoryKey(one.owner, one.name), repository)
  }
  return world
}

function counters(): World['nextId'] {
  const last = new Map<IdKind, number>()
  const first: Readonly<Record<IdKind, number>> = {
    account: 1001,
    repository: 501,
    team: 301,
    issue: 700_001,
    pull: 800_001,
    comment: 900_001,
    label: 200_001,
    event: 600_001,
    'check-run': 400_001,
    'check-suite': 300_001,
    status: 100_001,
    deployment: 150_001,
    'deployment-status': 160_001,
    token: 1,
  }
  return (kind) => {
    const id = last.has(kind) ? (last.get(kind) ?? 0) + 1 : first[kind]
    last.set(kind, id)
    return id
  }
}

function createOrganization(seed: SeedOrganization, nextId: World['nextId']): Organization {
  const lower = (logins: readonly string[]) => logins.map((login) => login.toLowerCase())
  const owners = new Set(lower(seed.owners ?? []))
  const members = new Set([
    ...owners,
    ...lower(seed.members ?? []),
    ...seed.teams.flatMap((team) => lower(team.members)),
  ])
  const teams = seed.teams.map((team) => ({
    id: nextId('team'),
    slug: team.slug,
    members: new Set(lower(team.members)),
    repositories: new Map(
      Object.entries(team.repositories ?? {}).map(([name, role]) => [name.toLowerCase(), role] as const),
    ),
  }))
  return {
    login: seed.login,
    owners,
    members,
    baseRole: seed.baseRole ?? 'read',
    teams: new Map(teams.map((team) => [team.slug.toLowerCase(), team])),
  }
}

async function createRepository(world: World, seed: SeedRepository, dir: string): Promise<Repository> {
  const defaultBranch = seed.defaultBranch ?? 'main'
  if (!world.accounts.has(seed.owner.toLowerCase())) {
    world.accounts.set(seed.owner.toLowerCase(), {
      id: world.nextId('account'),
      login: seed.owner,
      type: 'User',
      createdAt: world.clock.now(),
    })
  }
  const git = await openGit(dir, defaultBranch)
  const upstream = seed.forkOf === undefined ? null : findRepository(world, seed.forkOf)
  if (seed.forkOf !== undefined && upstream === null) throw new Error(`no repository ${seed.forkOf} to fork`)
  if (upstream !== null) await git.run(['fetch', '--quiet', upstream.git.dir, '+refs/heads/*:refs/heads/*'])
  await writeFirstCommit(world, seed, git, defaultBranch)
  return {
    id: world.nextId('repository'),
    owner: seed.owner,
    name: seed.name,
    private: seed.visibility === 'private',
    defaultBranch,
    git,
    apiUrl: `${world.apiUrl}/repos/${seed.owner}/${seed.name}`,
    remoteUrl: `${world.apiUrl}/${seed.owner}/${seed.name}`,
    createdAt: world.clock.now(),
    collaborators: new Map(
      Object.entries(seed.collaborators ?? {}).map(([login, role]) => [login.toLowerCase(), role] as const),
    ),
    requiredChecks: (seed.protection?.requiredChecks ?? []).map((check) =>
      typeof check === 'string' ? { name: check, app: null } : check,
    ),
    upToDate: seed.protection?.upToDate ?? false,
    requiredReviews: seed.protection?.requiredReviews ?? 0,
    mergeQueue: seed.protection?.mergeQueue ?? false,
    administratorsBypass: seed.protection?.administratorsBypass ?? false,
    autoMergeAllowed: seed.autoMergeAllowed ?? false,
    mergeMethods: seed.allowedMergeMethods ?? ['merge', 'squash', 'rebase'],
    deleteBranchOnMerge: seed.deleteBranchOnMerge ?? false,
    actionsMayCreatePullRequests: seed.settings?.actionsMayCreatePullRequests ?? true,
    mergeabilityWhenAsked: seed.settings?.mergeabilityWhenAsked ?? false,
    issuesOn: seed.settings?.issues ?? true,
    issueCreation: seed.settings?.issueCreation ?? 'ALL',
    workflowStates: new Map(Object.entries(seed.settings?.workflowStates ?? {})),
    forkOf: seed.forkOf?.toLowerCase() ?? null,
    data: {
      ledgerProtection: seed.protection?.ledger ?? null,
      issues: new Map(),
      labels: new Map((seed.labels ?? []).map((label) => [label.toLowerCase(), newLabel(world, label)])),
      checkRuns: [],
      statuses: [],
      deployments: [],
      dispatches: [],
      signed: new Set(),
      nextNumber: 1,
      pushedAt: world.clock.now(),
    },
  }
}

/** One `git fast-import` writes all of it: a process per file would make large repositories slow to seed. */
async function writeFirstCommit(world: World, seed: SeedRepository, git: Git, branch: string): Promise<void> {
  const ref = `refs/heads/${branch}`
  const before = await readRef(git, ref)
  if (before !== null && seed.files.size === 0) return
  const { name, email, seconds } = personalSignature(accountOf(world, seed.owner), world.clock.epoch())
  const head = [
    `commit ${ref}`,
    `committer ${name} <${email}> ${seconds} +0000`,
    'data <<MESSAGE\nInitial commit\nMESSAGE',
    ...(before === null ? [] : [`from ${before}`]),
  ]
  const parts: Uint8Array[] = [Buffer.from(`${head.join('\n')}\n`)]
  for (const [path, file] of seed.files) {
    const { content, mode } = typeof file === 'string' ? { content: file, mode: undefined } : file
    const bytes = Buffer.from(content)
    parts.push(Buffer.from(`M ${mode ?? '100644'} inline ${quotePath(path)}\ndata ${bytes.length}\n`), bytes)
    parts.push(Buffer.from('\n'))
  }
  await git.run(['fast-import', '--quiet'], { input: Buffer.concat(parts) })
}

/** Source: git-fast-import, "Paths". */
function quotePath(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
}
