import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sandbox } from '../../src/sandbox/create-sandbox.js'
import { readWorkflow, type Step } from './read-workflow.js'

const action = 'actions/create-github-app-token'

/** What the runs of a repository get instead of a GitHub App of their own. */
export interface AppStandIn {
  readonly clientId: string
  readonly privateKey: string
  /** `owner/name@ref` → folder, for every version that a workflow names. */
  readonly repositories: ReadonlyMap<string, string>
}

/**
 * Stands in for the action that turns an App's private key into a token: the sandbox signs nothing, and the runs have no network to take
 * the action from. The “key” is the token itself, with exactly the permissions that the workflow asks for.
 * @param workflows folder with the toolkit's workflows. @param folder where the action is put.
 */
export function appStandIn(
  sandbox: Sandbox,
  repository: string,
  workflows: string,
  folder: string,
): AppStandIn {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'action.yml'), actionYml)
  writeFileSync(join(folder, 'index.js'), indexJs)
  const steps = readdirSync(workflows).flatMap((name) => stepsOf(readFileSync(join(workflows, name), 'utf8')))
  const wished = new Map(steps.map((step) => [String(step.uses), permissionsOf(step.with)]))
  return {
    clientId: 'Iv1.acme',
    privateKey: sandbox.appToken({
      slug: 'acme-issueops',
      id: 4242,
      repositories: [repository],
      permissions: Object.assign({}, ...wished.values()),
    }),
    repositories: new Map([...wished.keys()].map((uses) => [uses, folder])),
  }
}

const actionYml = `name: Stand-in
description: Hands out the token it is given.
inputs:
  client-id: { description: Any, required: true }
  private-key: { description: The token, required: true }
outputs:
  token: { description: The token }
runs: { using: node24, main: index.js }
`

const indexJs = `const { appendFileSync } = require('node:fs')
const token = process.env['INPUT_PRIVATE-KEY']
if (!token || !process.env['INPUT_CLIENT-ID']) throw new Error('The App has no id or no key.')
appendFileSync(process.env.GITHUB_OUTPUT, 'token=' + token + '\\n')
`

/** The steps of a workflow that ask for the App's token of its own repository; a token for others is asked for by naming them. */
function stepsOf(text: string): readonly Step[] {
  const jobs = Object.values(readWorkflow(text)?.jobs ?? {})
  return jobs
    .flatMap(({ steps }) => steps ?? [])
    .filter(
      (step) => step.uses?.startsWith(`${action}@`) && !Object.hasOwn(Object(step.with), 'repositories'),
    )
}

function permissionsOf(inputs: unknown): Readonly<Record<string, 'read' | 'write'>> {
  const found: Record<string, 'read' | 'write'> = {}
  for (const [name, value] of Object.entries(Object(inputs))) {
    const permission = /^permission-(.+)$/.exec(name)?.[1]
    // What an expression says depends on the inputs of the caller: what is granted only with them is never granted here.
    const left = typeof value === 'string' && value.startsWith('${{')
    if (permission !== undefined && !left) found[permission] = value === 'write' ? 'write' : 'read'
  }
  return found
}
