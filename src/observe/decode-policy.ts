import { isFormFile } from '../model/form.js'
import type { Policy, PolicyFile } from '../model/snapshot.js'
import type { Fields } from './answer.js'
import { decodeFiles, filesSelection } from './decode-files.js'

/** The folders of the policy, each read one level deep. Source of the first: GitHub's documentation, “Configuring issue templates”. */
const policyFolders = {
  forms: '.github/ISSUE_TEMPLATE',
  types: '.github/issueops',
  policies: '.github/issueops/policies',
  templates: '.github/issueops/templates',
} as const satisfies Readonly<Record<keyof Policy, string>>

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
  return {
    types: decodeFiles(repository.types, 'the request types').filter(isYaml),
    forms: decodeFiles(repository.forms, 'the issue forms').filter(({ path }) => isFormFile(path)),
    policies: decodeFiles(repository.policies, 'the approval policies').filter(isYaml),
    templates: decodeFiles(repository.templates, 'the templates'),
  }
}

function isYaml({ path }: PolicyFile): boolean {
  return path.endsWith('.yml') || path.endsWith('.yaml')
}
