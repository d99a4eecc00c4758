import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { actOut } from '../../src/cli/simulate/act-out.js'
import { readStory } from '../../src/cli/simulate/read-story.js'
import { type Adopter, createAdopter } from './create-adopter.js'
import { commentEvent, issueEvent } from './events.js'
import { toolkit } from './stage-toolkit.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const story = readStory(join(root, 'test/scenarios/happy-path'))
/** With GITHUB_TOKEN teams cannot be read, so a maintainer approves. */
const people = new Map([...story.people, ['carol', 'maintain'] as const])

let adopter: Adopter

beforeAll(async () => {
  const usage =
    /```yaml\n([\s\S]*?)```/.exec(readFileSync(join(root, 'actions/reconcile/README.md'), 'utf8'))?.[1] ?? ''
  const on = 'on: { issues: { types: [opened] }, issue_comment: { types: [created] } }\npermissions: {}\n'
  adopter = await createAdopter({
    story: { ...story, people },
    workflows: new Map([['glue.yml', on + usage]]),
  })
})
afterAll(() => adopter.close())

test("an action of the toolkit is a step among the adopter's own, which read its outputs", async () => {
  const [files] = story.steps
  if (files === undefined) throw new Error('the story has no steps')
  await actOut(adopter.sandbox, story, files, 1)
  const [opened] = await adopter.deliver(await issueEvent(adopter, 'alice', 'opened', 1))
  expect([opened?.result, opened?.outputs.get('state')], opened?.log).toEqual([
    'success',
    'awaiting-approval',
  ])
  expect(opened?.log).not.toContain('Merged')
  const comment = await adopter.sandbox.as('carol').comment(adopter.repository, 1, '/approve')
  const [approved] = await adopter.deliver(await commentEvent(adopter, 'carol', 'created', 1, comment))
  expect([approved?.result, approved?.outputs.get('state')], approved?.log).toEqual(['success', 'merged'])
  expect(approved?.log).toContain('Merged with pull request 2')
  expect(approved?.used).toEqual([`https://github.com/${toolkit.repository}@${toolkit.commit}`])
})
