import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gitBlobOid } from '../decide/digest/git-blob-oid.js'
import type { Policy, PolicyFile } from '../model/snapshot.js'
import { readText } from './read-text.js'

/** The folders of forms and request types, as GitHub and the toolkit look for them. */
export const policyFolders = {
  forms: '.github/ISSUE_TEMPLATE',
  types: '.github/issueops',
  policies: '.github/issueops/policies',
} as const

/** The request types and forms of a local checkout. */
export function readPolicyFiles(root: string): Policy {
  return {
    types: read(root, policyFolders.types),
    forms: read(root, policyFolders.forms),
    policies: read(root, policyFolders.policies),
  }
}

function read(root: string, folder: string): readonly PolicyFile[] {
  const path = join(root, folder)
  if (!existsSync(path)) return []
  const names = readdirSync(path).filter((name) => /\.ya?ml$/.test(name))
  return names.sort().map((name) => {
    const text = readText(join(path, name))
    return { path: `${folder}/${name}`, blob: gitBlobOid(text), text }
  })
}
