import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { actOut } from '../../src/cli/simulate/act-out.js'
import { readStory } from '../../src/cli/simulate/read-story.js'
import { type Adopter, createAdopter } from './create-adopter.js'
import { issueEvent } from './events.js'
import { toolkit } from './stage-toolkit.js'

const scenarios = join(dirname(fileURLToPath(import.meta.url)), '../scenarios')

/** A team's own workflow around the composite action; it checks nothing out. */
const glue = `on: { issues: { types: [opened, edited] } }
permissions: {}
jobs:
  request:
    runs-on: ubuntu-latest
    permissions: { contents: write, issues: write, pull-requests: write, checks: write }
    steps:
      - id: request
        uses: OWNER/REPOSITORY/actions/request@COMMIT
      - env:
          STATE: \${{ steps.request.outputs.state }}
        run: echo "The request is $STATE"
`

let adopter: Adopter | null = null

afterEach(async () => {
  await adopter?.close()
  adopter = null
})

test.each([
  ['happy-path', 'proposed', 1],
  ['invalid-then-corrected', 'invalid', 0],
])('the composite action alone brings the submission of %s to “%s”', async (name, state, pulls) => {
  const story = readStory(join(scenarios, name))
  const [files] = story.steps
  if (files === undefined) throw new Error('the story has no steps')
  adopter = await createAdopter({ story, workflows: new Map([['request.yml', glue]]) })
  await actOut(adopter.sandbox, story, files, 1)
  const [run] = await adopter.deliver(await issueEvent(adopter, 'alice', 'opened', 1))
  expect([run?.result, run?.outputs.get('state')], run?.log).toEqual(['success', state])
  expect(run?.log).toContain(`The request is ${state}`)
  expect(run?.used).toEqual([`https://github.com/${toolkit.repository}@${toolkit.commit}`])
  const { pulls: opened, issue } = adopter.sandbox.repository(adopter.repository)
  expect([opened().length, issue(1)?.comments.length]).toEqual([pulls, 1])
})
