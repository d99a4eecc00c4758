import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { actOut } from '../src/cli/simulate/act-out.js'
import { openToolkit } from '../src/cli/simulate/open-toolkit.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import { seedOf } from '../src/cli/simulate/seed-of.js'
import { createSandbox } from '../src/sandbox/create-sandbox.js'
import { call } from './cli/output.js'

/** What `issueops undo --issue` tells on a clone once a story is over: what /rollback would do. */
async function cloneAfter(scenario: string): Promise<string> {
  const story = readStory(`test/scenarios/${scenario}`)
  const sandbox = await createSandbox(seedOf(story))
  try {
    const run = openToolkit(sandbox, story)
    for (const step of story.steps) {
      await actOut(sandbox, story, step, step.issue)
      await run(step.issue)
    }
    const root = join(mkdtempSync(join(tmpdir(), 'issueops-')), 'clone')
    const { gitDir } = sandbox.repository('acme/platform')
    execFileSync('git', ['clone', '--quiet', '--branch', 'main', gitDir, root], { stdio: 'ignore' })
    return root
  } finally {
    await sandbox.close()
  }
}

test('a place that a later request has written stays, and is named; taking that one back shows what the first had written', async () => {
  const root = await cloneAfter('two-on-one-place')
  const undo = (issue: string, ...more: readonly string[]) =>
    call('undo', '--issue', issue, '--repo', root, ...more)
  const first = await undo('1')
  expect([first.code, first.out]).toEqual([
    0,
    `Stays: clusters/prod/namespaces/payments.yaml, because request #3 has written it since.
--- a/clusters/prod/kustomization.yaml
+++ b/clusters/prod/kustomization.yaml
@@ -3,5 +3,4 @@
 # Sorted by name, one line each.
 resources:
   - namespaces/billing.yaml   # owned by finance
-  - namespaces/payments.yaml
   - namespaces/search.yaml
`,
  ])
  expect(JSON.parse((await undo('1', '--json')).out)).toMatchObject({
    ok: true,
    left: [{ path: 'clusters/prod/namespaces/payments.yaml', place: '', by: 3 }],
  })
  const later = await undo('3', '--write')
  expect([later.code, later.out]).toEqual([0, expect.not.stringContaining('Stays')])
  expect((await undo('3')).out).toBe('Undone already: nothing to change.\n')
}, 60_000)

test('what was taken back by /rollback is undone already', async () => {
  const root = await cloneAfter('rolled-back')
  const { code, out } = await call('undo', '--issue', '1', '--repo', root)
  expect([code, out]).toEqual([0, 'Undone already: nothing to change.\n'])
}, 60_000)
