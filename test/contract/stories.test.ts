import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { playStory } from '../../src/cli/simulate/play-story.js'
import { readStory } from '../../src/cli/simulate/read-story.js'
import type { Exchange } from '../../src/sandbox/seed.js'
import { createContract } from './contract.js'

const scenarios = join(dirname(fileURLToPath(import.meta.url)), '../scenarios')
const contract = await createContract()

test.each(readdirSync(scenarios))(
  'every request of the toolkit in %s, and every answer, keeps to GitHub’s description',
  async (name) => {
    const exchanges: Exchange[] = []
    await playStory(readStory(join(scenarios, name)), (exchange) => exchanges.push(exchange))
    expect(exchanges.length).toBeGreaterThan(1)
    expect(exchanges.flatMap(contract.check)).toEqual([])
  },
)

test('a request that GitHub does not describe is found', async () => {
  const exchanges: Exchange[] = []
  await playStory(readStory(join(scenarios, 'happy-path')), (exchange) => exchanges.push(exchange))
  const pull = exchanges.find(
    ({ method, route }) => method === 'POST' && route === '/repos/{owner}/{repo}/pulls',
  )
  if (pull === undefined) throw new Error('no pull request was opened')
  const planted = { ...pull, requestBody: { ...Object(pull.requestBody), reviewers: ['bob'] } }
  expect(contract.check(planted)).not.toEqual([])
})
