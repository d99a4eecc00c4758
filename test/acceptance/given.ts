import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { load } from 'js-yaml'
import { expect } from 'vitest'
import { readStory } from '../../src/cli/simulate/read-story.js'
import { seedOf } from '../../src/cli/simulate/seed-of.js'
import type { Story } from '../../src/cli/simulate/story.js'
import { parseForm } from '../../src/core/form/parse-form.js'
import { renderBody } from '../../src/core/form/render-body.js'
import type { FieldValue } from '../../src/model/submission.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import type { ActionResult } from '../../src/sandbox/run-action.js'
import { runAction } from './run-action.js'

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
export const repository = 'acme/platform'
const story: Story = { ...readStory(join(root, 'test/scenarios/happy-path')), ledger: 'unprotected' }
const formPath = '.github/ISSUE_TEMPLATE/namespace.yml'
export const typePath = '.github/issueops/namespace.yml'
export const files = story.files

/** The repository of the happy story; `change` may lay other files over it, and somebody may have a fork of it as it is in the beginning. */
export function createAcme(
  change: Readonly<Record<string, string>> = {},
  { forkBy, ...more }: { readonly visibility?: 'public'; readonly forkBy?: string } = {},
): Promise<Sandbox> {
  const seed = seedOf(story)
  const repositories = seed.repositories.map((each) => ({
    ...each,
    ...more,
    files: new Map([...each.files, ...Object.entries(change)]),
  }))
  const forks =
    forkBy === undefined ? [] : [{ owner: forkBy, name: 'platform', forkOf: repository, files: new Map() }]
  return createSandbox({ ...seed, repositories: [...repositories, ...forks] })
}

/** The text of a file of the story, changed; fails when there is nothing to change. */
export function changed(path: string, from: string, to: string): string {
  const text = files.get(path) ?? ''
  if (!text.includes(from)) throw new Error(`${path} does not hold ${JSON.stringify(from)}`)
  return text.replace(from, () => to)
}

const answers = { action: 'Create', name: 'payments', environment: 'dev', cpu: '4', reason: 'Kubernetes.' }

/** The body GitHub writes for these answers. */
export function body(more: Readonly<Record<string, FieldValue>> = {}): string {
  const form = parseForm({ file: 'namespace.yml', blob: null, text: files.get(formPath) ?? '' })
  if (!form.ok) throw new Error('the form does not read')
  return renderBody(form.value, new Map(Object.entries({ ...answers, ...more })))
}

/** Alice files a request, which becomes issue 1 of a fresh sandbox. */
export async function file(sandbox: Sandbox, more: Readonly<Record<string, FieldValue>> = {}): Promise<void> {
  await sandbox
    .as('alice')
    .openIssue(repository, { title: 'Namespace', body: body(more), labels: ['request'] })
}

export type Permissions = Readonly<Record<string, 'read' | 'write' | 'none'>>

/** The token of a GitHub App with these permissions and no others. */
export function appToken(sandbox: Sandbox, permissions: Permissions): string {
  return sandbox.appToken({ slug: 'acme-issueops', id: 4242, repositories: [repository], permissions })
}

/** A document whose shape its schema checks. */
type Loose = ReturnType<ObjectConstructor>

export interface Ran extends ActionResult {
  readonly writes: number
  readonly reads: number
  /** The messages of the errors. */
  readonly said: string
  output(name: string): string
  json(name: string): Loose
}

export interface Run {
  readonly token: string
  readonly inputs?: Readonly<Record<string, string>>
  readonly event?: unknown
  readonly env?: Readonly<Record<string, string>>
}

/** Runs an action as the runner does, woken by an event about issue 1 unless told otherwise. */
export async function run(sandbox: Sandbox, action: string, how: Run): Promise<Ran> {
  const { result, cost } = await sandbox.measure(() =>
    runAction(sandbox, {
      dir: join(root, 'actions', action),
      inputs: { ...defaultsOf(action), token: how.token, ...how.inputs },
      event: how.event ?? { issue: { number: 1 } },
      eventName: 'issues',
      repository,
      ...(how.env === undefined ? {} : { env: how.env }),
    }),
  )
  expect(result.stderr).toBe('')
  const output = (name: string) => result.outputs.get(name) ?? ''
  return {
    ...result,
    writes: cost.writes,
    reads: cost.reads,
    said: result.annotations.map(({ message }) => message).join('\n'),
    output,
    json: (name) => JSON.parse(output(name)),
  }
}

/** What the README of an action says that its job needs. */
export function permissionsOf(action: string): Permissions {
  const readme = readFileSync(join(root, 'actions', action, 'README.md'), 'utf8')
  const [, example = ''] = /## Usage\n\n```yaml\n([\s\S]*?)```/.exec(readme) ?? []
  const [job] = Object.values(Object(load(example)).jobs).map(Object)
  const granted: readonly (readonly [string, Permissions[string]])[] = Object.entries(job.permissions)
  return Object.fromEntries(granted.map(([name, level]) => [name.replaceAll('-', '_'), level]))
}

/** The defaults of an action.yml, but for the token. */
function defaultsOf(action: string): Readonly<Record<string, string>> {
  const { inputs } = Object(load(readFileSync(join(root, 'actions', action, 'action.yml'), 'utf8')))
  const entries = Object.entries(inputs).filter(([name]) => name !== 'token')
  return Object.fromEntries(entries.map(([name, input]) => [name, String(Object(input).default ?? '')]))
}

/** Fails unless a document follows the published schema. */
export function expectSchema(name: string, document: unknown): void {
  const schema = JSON.parse(readFileSync(join(root, 'schemas', `${name}.schema.json`), 'utf8'))
  const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true, formats: fullFormats })
  const validate = ajv.compile(schema)
  expect({ valid: validate(document), errors: validate.errors }).toEqual({ valid: true, errors: null })
}
