import type { Octokit } from '@octokit/rest'
import type { RepositoryRef } from '../model/ids.js'
import { call } from './call.js'
import { createReader, type Reader } from './reader.js'

/** What `issueops doctor` reads beside requests. There is no way to write through it. The answers are decoded where they are observed. */
export interface SettingsReader extends Reader {
  /** The repository, or another one. */
  settings(of: RepositoryRef): Promise<unknown>
  /** Settings → Actions → General, “Workflow permissions”. */
  workflowPermissions(): Promise<unknown>
  workflows(): Promise<readonly unknown[]>
  /** The rules of all rulesets that hold for a branch, which need not be there yet. */
  branchRules(branch: string): Promise<readonly unknown[]>
  ruleset(id: number): Promise<unknown>
  /** A branch, with the part of its classic protection that everybody may read. */
  branch(branch: string): Promise<unknown>
  /** Classic protection of a branch. */
  branchProtection(branch: string): Promise<unknown>
}

/** A reader of one repository's settings. All its functions throw `GitHubError`. */
export function createSettingsReader(octokit: Octokit, repository: RepositoryRef): SettingsReader {
  const here = { owner: repository.owner, repo: repository.name }
  const get = async (operation: string, permission: string, send: () => Promise<{ data: unknown }>) =>
    (await call({ operation, permission, write: false }, send)).data
  const list = (operation: string, permission: string, send: () => Promise<readonly unknown[]>) =>
    call({ operation, permission, write: false }, send)
  const { actions, repos } = octokit.rest
  return {
    ...createReader(octokit, repository),
    settings: ({ owner, name }) =>
      get('read the repository', 'metadata: read', () => repos.get({ owner, repo: name })),
    workflowPermissions: () =>
      get('tell what Actions may do', 'administration: read', () =>
        actions.getGithubActionsDefaultWorkflowPermissionsRepository(here),
      ),
    workflows: () =>
      list('list the workflows', 'actions: read', () =>
        octokit.paginate(actions.listRepoWorkflows, { ...here, per_page: 100 }),
      ),
    branchRules: (branch) =>
      list('list the rules of a branch', 'metadata: read', () =>
        octokit.paginate(repos.getBranchRules, { ...here, branch, per_page: 100 }),
      ),
    ruleset: (id) =>
      get('read a ruleset', 'metadata: read', () => repos.getRepoRuleset({ ...here, ruleset_id: id })),
    branch: (branch) => get('read a branch', 'contents: read', () => repos.getBranch({ ...here, branch })),
    branchProtection: (branch) =>
      get('read the protection of a branch', 'administration: read', () =>
        repos.getBranchProtection({ ...here, branch }),
      ),
  }
}
