import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gitBlobOid } from '../decide/digest/git-blob-oid.js'
import type { Policy, PolicyFile } from '../model/snapshot.js'
import { readText } from './read-text.js'

/** The folders of the policy, as GitHub and the toolkit look for them. */
const policyFolders = {
  forms: '.github/ISSUE_TEMPLATE',
  types: '.github/issueops',
  policies: '.github/issueops/policies',
  templates: '.github/issueops/templates',
} as const satisfies Readonly<Record<keyof Policy, string>>

/** The request types, templates and forms of a local checkout. */
export function readPolicyFiles(root: string): Policy {
  return {
    types: read(root, policyFolders.types, /\.ya?ml$/),
    forms: read(root, policyFolders.forms, /\.ya?ml$/),
    policies: read(root, policyFolders.policies, /\.ya?ml$/),
    templates: read(root, policyFolders.templates, /./),
  }
}

/** The regular files of a folder with such names; a symbolic link is none of them, as on GitHub. */
function read(root: string, folder: string, names: RegExp): readonly PolicyFile[] {
  const path = join(root, folder)
  if (!existsSync(path)) return []
  const files = readdirSync(path, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && names.test(entry.name),
  )
  return files
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const text = readText(join(path, name))
      return { path: `${folder}/${name}`, blob: gitBlobOid(text), text }
    })
}
