import type { components } from '@octokit/openapi-types'
import { atLeast, type Identity, roleOf } from '../world/identity.js'
import { accountOf, fullName, type Repository, type World } from '../world/world.js'
import { shapeAccount } from './shape-account.js'
import { nodeId, repositoryPageUrl } from './urls.js'

type Schemas = components['schemas']

/** The repository inside other objects, such as the ends of a pull request. */
export function shapeRepository(world: World, repository: Repository): Schemas['repository'] {
  const url = repository.apiUrl
  const page = repositoryPageUrl(repository)
  const open = [...repository.data.issues.values()].filter((issue) => issue.state === 'open').length
  return {
    id: repository.id,
    node_id: nodeId('Repository', repository.id),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
    visibility: repository.private ? 'private' : 'public',
    owner: shapeAccount(world, accountOf(world, repository.owner)),
    html_url: page,
    description: null,
    fork: repository.forkOf !== null,
    url,
    ...repositoryUrls(repository, page),
    homepage: null,
    language: null,
    license: null,
    forks_count: 0,
    forks: 0,
    stargazers_count: 0,
    watchers_count: 0,
    watchers: 0,
    size: 0,
    default_branch: repository.defaultBranch,
    open_issues_count: open,
    open_issues: open,
    is_template: false,
    topics: [],
    has_issues: repository.issuesOn,
    has_projects: true,
    has_wiki: true,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    archived: false,
    disabled: false,
    allow_forking: true,
    web_commit_signoff_required: false,
    pushed_at: repository.data.pushedAt,
    created_at: repository.createdAt,
    updated_at: repository.data.pushedAt,
  }
}

/** The repository on its own; merge settings only for those who may push, as on GitHub. */
export function shapeFullRepository(
  world: World,
  identity: Identity,
  repository: Repository,
): Schemas['full-repository'] {
  const { has_downloads, visibility, ...simple } = shapeRepository(world, repository)
  const full = {
    ...simple,
    visibility: visibility ?? 'public',
    has_downloads: has_downloads ?? true,
    has_discussions: false,
    license: null,
    pushed_at: repository.data.pushedAt,
    created_at: repository.createdAt,
    updated_at: repository.data.pushedAt,
    network_count: 0,
    subscribers_count: 0,
    permissions: permissionsOf(world, identity, repository),
  }
  const { starred_at: _, temp_clone_token: __, code_search_index_status: ___, ...answer } = full
  if (!answer.permissions.push) return answer
  return {
    ...answer,
    allow_merge_commit: repository.mergeMethods.includes('merge'),
    allow_squash_merge: repository.mergeMethods.includes('squash'),
    allow_rebase_merge: repository.mergeMethods.includes('rebase'),
    allow_auto_merge: repository.autoMergeAllowed,
    delete_branch_on_merge: repository.deleteBranchOnMerge,
  }
}

function permissionsOf(world: World, identity: Identity, repository: Repository) {
  if (identity.kind === 'app') {
    const push = identity.permissions.get('contents') === 'write'
    return { admin: false, maintain: false, push, triage: push, pull: true }
  }
  const role = roleOf(world, repository, identity.account)
  return {
    admin: atLeast(role, 'admin'),
    maintain: atLeast(role, 'maintain'),
    push: atLeast(role, 'write'),
    triage: atLeast(role, 'triage'),
    pull: atLeast(role, 'read'),
  }
}

function repositoryUrls({ apiUrl: url, remoteUrl }: Repository, page: string) {
  return {
    archive_url: `${url}/{archive_format}{/ref}`,
    assignees_url: `${url}/assignees{/user}`,
    blobs_url: `${url}/git/blobs{/sha}`,
    branches_url: `${url}/branches{/branch}`,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    comments_url: `${url}/comments{/number}`,
    commits_url: `${url}/commits{/sha}`,
    compare_url: `${url}/compare/{base}...{head}`,
    contents_url: `${url}/contents/{+path}`,
    contributors_url: `${url}/contributors`,
    deployments_url: `${url}/deployments`,
    downloads_url: `${url}/downloads`,
    events_url: `${url}/events`,
    forks_url: `${url}/forks`,
    git_commits_url: `${url}/git/commits{/sha}`,
    git_refs_url: `${url}/git/refs{/sha}`,
    git_tags_url: `${url}/git/tags{/sha}`,
    hooks_url: `${url}/hooks`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    issue_events_url: `${url}/issues/events{/number}`,
    issues_url: `${url}/issues{/number}`,
    keys_url: `${url}/keys{/key_id}`,
    labels_url: `${url}/labels{/name}`,
    languages_url: `${url}/languages`,
    merges_url: `${url}/merges`,
    milestones_url: `${url}/milestones{/number}`,
    notifications_url: `${url}/notifications{?since,all,participating}`,
    pulls_url: `${url}/pulls{/number}`,
    releases_url: `${url}/releases{/id}`,
    stargazers_url: `${url}/stargazers`,
    statuses_url: `${url}/statuses/{sha}`,
    subscribers_url: `${url}/subscribers`,
    subscription_url: `${url}/subscription`,
    tags_url: `${url}/tags`,
    teams_url: `${url}/teams`,
    trees_url: `${url}/git/trees{/sha}`,
    clone_url: `${remoteUrl}.git`,
    git_url: `${page.replace('https:', 'git:')}.git`,
    ssh_url: `${page.replace('https://', 'git@').replace('/', ':')}.git`,
    svn_url: page,
    mirror_url: null,
  }
}
