import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gitBlobOid } from '../core/text/git-oid.js'
import { isFormFile } from '../model/form.js'
import { notifyPath, type Policy, type PolicyFile, policyFolders } from '../model/policy.js'

/**
 * The request types, templates and forms of a local checkout. A symbolic link is none of them, just as in a commit: the checkout may be of a pull
 * request, and the link may lead anywhere on this machine.
 */
export function readPolicyFiles(root: string): Policy {
  const types = read(root, policyFolders.types, /\.ya?ml$/)
  const notify = types.find(({ path }) => path === notifyPath)
  return {
    types: types.filter((file) => file !== notify),
    forms: read(root, policyFolders.forms, /\.ya?ml$/).filter(({ path }) => isFormFile(path)),
    policies: read(root, policyFolders.policies, /\.ya?ml$/),
    templates: read(root, policyFolders.templates, /./),
    ...(notify === undefined ? {} : { notify }),
  }
}

function read(root: string, folder: string, wanted: RegExp): readonly PolicyFile[] {
  const path = join(root, folder)
  if (!existsSync(path) || !statSync(path).isDirectory() || isLinked(root, folder)) return []
  const entries = readdirSync(path, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isFile() && wanted.test(entry.name))
  return names.map(({ name }) => readFile(path, folder, name)).sort((a, b) => (a.path < b.path ? -1 : 1))
}

function isLinked(root: string, folder: string): boolean {
  return realpathSync(join(root, folder)) !== join(realpathSync(root), folder)
}

/** A file that is not UTF-8 has no text, as where GitHub gives none. */
function readFile(path: string, folder: string, name: string): PolicyFile {
  const bytes = readFileSync(join(path, name))
  const text = decodeUtf8(bytes)
  return { path: `${folder}/${name}`, blob: gitBlobOid(text ?? ''), text }
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
