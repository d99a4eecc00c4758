import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { gateCheckName } from '../../src/github/check-names.js'
import { mergeModes } from '../../src/model/request-type.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const page = readFileSync(join(root, 'docs/enforcement.md'), 'utf8')

test('the ruleset to copy demands the gate by the name the toolkit gives it, of one app alone', () => {
  const ruleset = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '')
  const demands = ruleset.rules.find(({ type }: { type: string }) => type === 'required_status_checks')
  expect(demands.parameters.required_status_checks).toEqual([
    { context: gateCheckName, integration_id: expect.any(Number) },
  ])
  expect(ruleset.bypass_actors).toEqual([])
})

test('every way of merging has its row', () => {
  const rows = [...page.matchAll(/^\| `([a-z]+)`(?: \(default\))? \|/gm)].map((match) => match[1])
  expect(rows).toEqual(['merge', ...mergeModes])
})
