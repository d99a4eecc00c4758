import { readCommit } from '../git/commits.js'
import { readRef } from '../git/refs.js'
import { readTree } from '../git/trees.js'
import { demandAdministration, demandRead, isAdministrator } from '../world/identity.js'
import { notFound, Refusal } from '../world/refusal.js'
import { bypasses, rulesetsOf } from '../world/rulesets.js'
import { fullName, type Repository } from '../world/world.js'
import { numberParam, ok, param, type RestAnswer, type RestCall, type Route, repositoryOf } from './call.js'
import { pagedList, pageOf, paging } from './paging.js'
import { shapeCommit } from './shape-commit.js'
import { nodeId, repositoryPageUrl } from './urls.js'

/** What administrators have set, as far as a program can read it. */
export const settingsRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/rules/branches/{branch}+',
    query: paging,
    handle: listBranchRules,
  },
  { method: 'GET', path: '/repos/{owner}/{repo}/rulesets/{ruleset_id}', handle: getRuleset },
  { method: 'GET', path: '/repos/{owner}/{repo}/branches/{branch}+', handle: getBranch },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/branches/{branch}+/protection',
    tokenOnly: true,
    handle: getProtection,
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/actions/permissions/workflow',
    tokenOnly: true,
    handle: getWorkflowPermissions,
  },
  { method: 'GET', path: '/repos/{owner}/{repo}/actions/workflows', query: paging, handle: listWorkflows },
]

/** Everybody who sees the repository sees its rules; the branch need not be there. */
function listBranchRules(call: RestCall): RestAnswer {
  const repository = repositoryOf(call)
  const rules = rulesetsOf(repository)
    .filter(({ branch }) => branch === param(call, 'branch'))
    .flatMap(({ id, rules: own }) =>
      own.map((rule) => ({
        ...rule,
        ruleset_source_type: 'Repository',
        ruleset_source: fullName(repository),
        ruleset_id: id,
      })),
    )
  return pagedList(call, rules, (rule) => rule)
}

/** Id of the role `admin` in bypass lists. Source: REST docs, “Create a repository ruleset”. */
const administratorRole = 5

/** Only who may change a ruleset is told whom it lets past. Source: REST docs, “Get a repository ruleset”. */
function getRuleset(call: RestCall): RestAnswer {
  const repository = repositoryOf(call)
  const ruleset = rulesetsOf(repository).find(({ id }) => id === numberParam(call, 'ruleset_id'))
  if (ruleset === undefined) throw notFound()
  const actors = ruleset.bypass.map((each) => ({
    actor_id: each.kind === 'app' ? each.id : administratorRole,
    actor_type: each.kind === 'app' ? 'Integration' : 'RepositoryRole',
    bypass_mode: 'always',
  }))
  return ok({
    id: ruleset.id,
    name: ruleset.name,
    target: 'branch',
    source_type: 'Repository',
    source: fullName(repository),
    enforcement: 'active',
    conditions: { ref_name: { include: [`refs/heads/${ruleset.branch}`], exclude: [] } },
    rules: ruleset.rules,
    ...(isAdministrator(call.world, call.identity, repository, 'write') ? { bypass_actors: actors } : {}),
    current_user_can_bypass: bypasses(call.world, call.identity, repository, ruleset) ? 'always' : 'never',
    node_id: nodeId('RepositoryRuleset', ruleset.id),
    created_at: repository.createdAt,
    updated_at: repository.createdAt,
    _links: {
      self: { href: `${repository.apiUrl}/rulesets/${ruleset.id}` },
      html: { href: `${repositoryPageUrl(repository)}/rules/${ruleset.id}` },
    },
  })
}

/** All protection in the sandbox is by rulesets; classic protection is always off. */
async function getBranch(call: RestCall): Promise<RestAnswer> {
  const repository = repositoryOf(call)
  demandRead(call.world, call.identity, repository, 'contents')
  const name = param(call, 'branch')
  const oid = await readRef(repository.git, `refs/heads/${name}`)
  const commit = oid === null ? null : await readCommit(repository.git, oid)
  if (commit === null) throw new Refusal(404, 'Branch not found')
  const url = `${repository.apiUrl}/branches/${name}`
  return ok({
    name,
    commit: shapeCommit(call.world, repository, commit),
    _links: { self: url, html: `${repositoryPageUrl(repository)}/tree/${name}` },
    protected: rulesetsOf(repository).some(({ branch }) => branch === name),
    protection: {
      enabled: false,
      required_status_checks: { enforcement_level: 'off', contexts: [], checks: [] },
    },
    protection_url: `${url}/protection`,
  })
}

/** Classic protection, which is always off. */
async function getProtection(call: RestCall): Promise<RestAnswer> {
  const repository = repositoryOf(call)
  demandAdministration(call.world, call.identity, repository)
  const oid = await readRef(repository.git, `refs/heads/${param(call, 'branch')}`)
  throw new Refusal(404, oid === null ? 'Branch not found' : 'Branch not protected')
}

function getWorkflowPermissions(call: RestCall): RestAnswer {
  const repository = repositoryOf(call)
  demandAdministration(call.world, call.identity, repository)
  return ok({
    default_workflow_permissions: 'read',
    can_approve_pull_request_reviews: repository.actionsMayCreatePullRequests,
  })
}

async function listWorkflows(call: RestCall): Promise<RestAnswer> {
  const repository = repositoryOf(call)
  demandRead(call.world, call.identity, repository, 'actions')
  const folder = await repository.git.read(`refs/heads/${repository.defaultBranch}:.github/workflows`)
  const files = folder === null ? [] : await readTree(repository.git, folder.oid)
  const paths = files.map(({ path }) => path).filter((path) => /\.ya?ml$/.test(path))
  const { items, headers } = pageOf(call, paths)
  const workflows = items.map((name) =>
    shapeWorkflow(repository, `.github/workflows/${name}`, paths.indexOf(name)),
  )
  return { ...ok({ total_count: paths.length, workflows }), headers }
}

function shapeWorkflow(repository: Repository, path: string, index: number) {
  const id = repository.id * 100 + index
  const name = path.slice(path.lastIndexOf('/') + 1)
  return {
    id,
    node_id: nodeId('Workflow', id),
    name,
    path,
    state: repository.workflowStates.get(path) ?? 'active',
    created_at: repository.createdAt,
    updated_at: repository.createdAt,
    url: `${repository.apiUrl}/actions/workflows/${id}`,
    html_url: `${repositoryPageUrl(repository)}/blob/${repository.defaultBranch}/${path}`,
    badge_url: `${repositoryPageUrl(repository)}/workflows/${encodeURIComponent(name)}/badge.svg`,
  }
}
