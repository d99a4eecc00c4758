import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { actOut } from '../../src/cli/simulate/act-out.js'
import { readStory } from '../../src/cli/simulate/read-story.js'
import { type Adopter, createAdopter, type Wishes, type WorkflowRun } from './create-adopter.js'
import { callersWithoutApp, documentedCallers } from './documented-callers.js'
import { issueEvent } from './events.js'

const story = readStory(join(dirname(fileURLToPath(import.meta.url)), '../scenarios/happy-path'))

let adopter: Adopter | null = null

afterEach(async () => {
  await adopter?.close()
  adopter = null
})

/** Alice files the story's issue in a repository with these workflows. */
async function file(wishes: Omit<Wishes, 'story'>): Promise<readonly WorkflowRun[]> {
  adopter = await createAdopter({ story, ...wishes })
  const [first] = story.steps
  if (first === undefined) throw new Error('the story has no steps')
  await actOut(adopter.sandbox, story, first, 1)
  return adopter.deliver(await issueEvent(adopter, 'alice', 'opened', 1))
}

function changed(from: string, to: string, callers = documentedCallers()): ReadonlyMap<string, string> {
  const texts = [...callers].map(([name, text]): readonly [string, string] => [
    name,
    text.split(from).join(to),
  ])
  if (texts.every(([name, text]) => text === callers.get(name))) throw new Error(`no caller says: ${from}`)
  return new Map(texts)
}

const reusable = '.github/workflows/issueops.yml'

test.each<[string, Omit<Wishes, 'story'>]>([
  ['leaves out', { workflows: callersWithoutApp() }],
  ['names but never set up', { workflows: documentedCallers(), identity: 'github-token' }],
])('with an App that the caller %s the workflow acts as GITHUB_TOKEN', async (_, wishes) => {
  const [run] = await file(wishes)
  expect([run?.result, run?.outputs.get('state')], run?.log).toEqual(['success', 'awaiting-approval'])
  expect(new Set(run?.requests.map(({ login }) => login))).toEqual(new Set(['github-actions[bot]']))
})

test.each<[string, Omit<Wishes, 'story'>, RegExp]>([
  [
    'the path of an action is wrong',
    {
      workflows: documentedCallers(),
      sabotage: { file: reusable, from: '$/actions/reconcile', to: '$/actions/reconsile' },
    },
    /actions\/reconsile/,
  ],
  [
    'the bundle of an action is not there',
    {
      workflows: documentedCallers(),
      sabotage: { file: 'actions/reconcile/action.yml', from: 'dist/index.js', to: 'dist/main.js' },
    },
    /dist\/main\.js/,
  ],
  [
    'the reusable workflow is not YAML',
    { workflows: callersWithoutApp(), sabotage: { file: reusable, from: 'jobs:\n', to: 'jobs: [\n' } },
    /yaml/i,
  ],
  [
    'an expression does not parse',
    {
      workflows: documentedCallers(),
      sabotage: { file: reusable, from: "app-client-id != '' }}", to: "app-client-id != ' }}" },
    },
    /Failed to parse: .*string literal/,
  ],
  [
    'the reusable workflow lacks a permission',
    {
      workflows: callersWithoutApp(),
      sabotage: { file: reusable, from: '      checks: write', to: '      # checks: write' },
    },
    /checks: write/,
  ],
  [
    'the App is given a permission too few',
    {
      workflows: documentedCallers(),
      sabotage: {
        file: reusable,
        from: 'permission-checks: write\n          permission-members',
        to: 'permission-checks: read\n          permission-members',
      },
    },
    /checks: write/,
  ],
  [
    'the token does not reach the action',
    {
      workflows: documentedCallers(),
      sabotage: {
        file: reusable,
        from: 'steps.app.outputs.token || github.token',
        to: 'steps.app.outputs.tokn',
      },
    },
    /“token” is empty/,
  ],
  [
    'the caller names a workflow that is not there',
    { workflows: changed('workflows/issueops.yml@', 'workflows/issueop.yml@') },
    /issueop\.yml/,
  ],
  ['the caller names another commit', { workflows: changed('@COMMIT', '@main') }, /main/],
  [
    'the caller grants a permission too few',
    { workflows: changed(', checks: write', '') },
    /asks for checks: write, but is only allowed checks: none/,
  ],
  [
    'the caller passes the wrong secret',
    { workflows: changed('secrets.ISSUEOPS_PRIVATE_KEY', 'secrets.PRIVATE_KEY') },
    /no id or no key/,
  ],
])('the run fails when %s', async (_, wishes, said) => {
  const [run] = await file(wishes)
  expect([run?.result, run?.log]).toEqual(['failure', expect.stringMatching(said)])
})

test('a caller that leaves out an activity type is not started by it', async () => {
  expect(await file({ workflows: changed('[opened, edited, reopened, closed]', '[edited]') })).toEqual([])
})
