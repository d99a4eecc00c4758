import { join } from 'node:path'
import { expect, test } from 'vitest'
import { call } from './output.js'
import { repository } from './repository.js'

const root = repository({ 'issue.md': '', 'plan.json': '{ "ok": true, "files": [] }', 'lint.yml': '' })
const missing = join(root, 'mistyped')

test.each([
  ['lint', missing],
  ['lint', join(root, 'lint.yml')],
  ['test', missing],
  ['plan', '--repo', missing, '--body', join(root, 'issue.md')],
  ['plan', '--repo', root, '--target', missing, '--body', join(root, 'issue.md')],
  ['undo', '--repo', missing, '--plan', join(root, 'plan.json')],
  ['undo', '--repo', root, '--issue', '1', '--ledger', missing],
  ['simulate', '--repo', missing, '--type', 'namespace'],
  ['audit', 'verify', '--repo', missing],
])(
  'a folder that is not there is wrong usage, and never a repository in which nothing is wrong: %s %s %s %s',
  async (...args) => {
    const { code, out, err } = await call(...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(/^There is no folder .*(?:mistyped|lint\.yml)\.$/m)
  },
)
