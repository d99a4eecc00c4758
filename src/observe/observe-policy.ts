import { GitHubError } from '../github/errors.js'
import type { Reader } from '../github/reader.js'
import { isFormFile } from '../model/form.js'
import { notifyPath, type Policy, type PolicyFile, policyFolders } from '../model/policy.js'
import { demandWhole, type Fields, fields, optionalFields } from './answer.js'
import { decodeFiles, filesSelection } from './decode-files.js'

function policyQuery(commit: string): string {
  return `
  query Policy($owner: String!, $name: String!, $commit: String!) {
    repository(owner: $owner, name: $name) {
      commit: object(expression: $commit) { __typename }
      ${policySelection(commit)}
    }
  }`
}

/**
 * The request types and forms at a commit, in one read.
 * @param commit a commit id, or `HEAD` for the tip of the default branch.
 * @throws GitHubError `not-found` when there is no such commit.
 */
export async function observePolicy(reader: Reader, commit: string): Promise<Policy> {
  const { owner, name } = reader.repository
  const answer = await reader.query('read the request types and forms', policyQuery(commit), {
    owner,
    name,
    commit,
  })
  demandWhole(answer, 'the request types and forms', () => false)
  const repository = fields(fields(answer.data, 'the policy').repository, 'the repository')
  if (optionalFields(repository.commit, 'the commit') === null) {
    throw new GitHubError({
      failure: 'not-found',
      operation: `find the commit ${commit}`,
      status: 200,
      detail: 'there is no such commit',
      permission: 'contents: read',
      write: false,
      cause: undefined,
    })
  }
  return decodePolicy(repository)
}

/**
 * What is read of the policy at a commit.
 * @param commit a commit id, or `HEAD`; it becomes part of the query.
 */
export function policySelection(commit: string): string {
  if (!/^(?:HEAD|[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)) throw new Error(`not a commit id: ${commit}`)
  return Object.entries(policyFolders)
    .map(([alias, folder]) => `${alias}: object(expression: "${commit}:${folder}") ${filesSelection}`)
    .join('\n      ')
}

/** The files of the policy among the files of their folders. */
export function decodePolicy(repository: Fields): Policy {
  const types = decodeFiles(repository.types, 'the request types').filter(isYaml)
  return {
    types: types.filter(({ path }) => path !== notifyPath),
    forms: decodeFiles(repository.forms, 'the issue forms').filter(({ path }) => isFormFile(path)),
    policies: decodeFiles(repository.policies, 'the approval policies').filter(isYaml),
    templates: decodeFiles(repository.templates, 'the templates'),
    ...notifyAmong(types),
  }
}

function notifyAmong(files: readonly PolicyFile[]): Pick<Policy, 'notify'> {
  const notify = files.find(({ path }) => path === notifyPath)
  return notify === undefined ? {} : { notify }
}

function isYaml({ path }: PolicyFile): boolean {
  return path.endsWith('.yml') || path.endsWith('.yaml')
}
