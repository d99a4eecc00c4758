import type { Sandbox } from '../src/sandbox/create-sandbox.js'

const name = 'acme/platform'

/** A token of the toolkit as an app of its own. */
export function appOf(sandbox: Sandbox): string {
  return sandbox.appToken({
    slug: 'acme-issueops',
    id: 4242,
    repositories: [name],
    permissions: {
      contents: 'write',
      issues: 'write',
      pull_requests: 'write',
      checks: 'write',
      members: 'read',
      statuses: 'read',
    },
  })
}
