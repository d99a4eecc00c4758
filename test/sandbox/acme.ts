import { Octokit } from '@octokit/rest'
import type { Sandbox } from '../../src/sandbox/create-sandbox.js'
import type { SandboxSeed, SeedRepository } from '../../src/sandbox/seed.js'

/** A small organization: alice asks, bob approves, carol administers, eve is a stranger. */
export function acme(repository: Partial<SeedRepository> = {}, more: Partial<SandboxSeed> = {}): SandboxSeed {
  return {
    now: '2026-11-02T09:00:00Z',
    users: ['alice', 'bob', 'carol', 'dave', 'eve'].map((login) => ({ login })),
    organization: {
      login: 'acme',
      baseRole: 'none',
      teams: [{ slug: 'platform', members: ['bob', 'carol'] }],
    },
    repositories: [
      {
        owner: 'acme',
        name: 'gitops',
        visibility: 'private',
        files: new Map([
          ['README.md', '# gitops\n'],
          ['clusters/dev/kustomization.yaml', 'resources:\n  - a.yaml\n'],
          ['.github/issueops/namespace.yml', 'name: namespace\n'],
        ]),
        collaborators: { alice: 'read', bob: 'write', carol: 'admin', dave: 'triage' },
        ...repository,
      },
    ],
    ...more,
  }
}

export function githubToken(sandbox: Sandbox): string {
  return sandbox.githubToken('acme/gitops', {
    contents: 'write',
    issues: 'write',
    'pull-requests': 'write',
    checks: 'write',
    statuses: 'read',
  })
}

export function octokitOf(sandbox: Sandbox, token: string): Octokit {
  const quiet = () => {}
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet }
  return new Octokit({ auth: token, baseUrl: sandbox.url, log })
}

/** The place of the repository in calls of octokit. */
export const gitops = { owner: 'acme', repo: 'gitops' } as const

/** Status and message of a refusal, or 200. */
export async function statusOf(call: Promise<unknown>): Promise<number> {
  try {
    await call
    return 200
  } catch (error) {
    return error instanceof Error && 'status' in error ? Number(error.status) : -1
  }
}
