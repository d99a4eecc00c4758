import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { packagedPin } from '../../src/cli/adopt/toolkit-pin.js'
import { repository } from '../cli/repository.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const commit = 'b'.repeat(40)

function release(folder: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'scripts/release.mjs'), ...args],
    {
      env: { ...process.env, ISSUEOPS_ROOT: folder },
      encoding: 'utf8',
    },
  )
  return { status, said: `${stdout}${stderr}`.trim() }
}

const changes =
  '# Changes\n\n## 1.2.3 – 2027-01-31\n\n### Added\n\n- More.\n\n## 1.2.2 – 2027-01-01\n\n- Less.\n'
const given = (log = changes) =>
  repository({ 'package.json': '{ "name": "issueops", "version": "1.2.3" }', 'CHANGELOG.md': log })

test('tag, version and change log that agree can be released, and the notes are those of the version', () => {
  expect(release(given(), 'check', 'v1.2.3')).toEqual({ status: 0, said: 'v1.2.3 can be released.' })
  expect(release(given(), 'notes')).toEqual({ status: 0, said: '### Added\n\n- More.' })
})

test.each([
  ['another tag', 'v1.2.4', changes, 'The tag is v1.2.4, and package.json has the version 1.2.3.'],
  [
    'a version the change log does not have',
    'v1.2.3',
    '# Changes\n\n## 1.2.30 – 2027-01-31\n',
    'CHANGELOG.md has no section ## 1.2.3.',
  ],
  [
    'a version without a day',
    'v1.2.3',
    '## 1.2.3 – unreleased\n',
    'CHANGELOG.md does not say on which day: “1.2.3 – unreleased”.',
  ],
])('nothing is released with %s', (_title, tag, log, said) => {
  expect(release(given(log), 'check', tag)).toEqual({ status: 1, said })
})

test('a released package knows its repository and commit, and init pins to them', () => {
  const folder = given()
  expect(release(folder, 'stamp', 'acme/issueops', commit)).toEqual({ status: 0, said: '' })
  expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).toEqual({
    name: 'issueops',
    version: '1.2.3',
    repository: { type: 'git', url: 'git+https://github.com/acme/issueops.git' },
    issueops: { commit },
  })
  expect(packagedPin(join(folder, 'package.json'))).toEqual({
    repository: { owner: 'acme', name: 'issueops' },
    commit,
    version: 'v1.2.3',
  })
  expect(release(folder, 'stamp', 'acme', commit).status).toBe(1)
  expect(release(folder, 'stamp', 'acme/issueops', 'v1').status).toBe(1)
})

test('the change log has a section for the version of the package', () => {
  expect(release(root, 'notes')).toMatchObject({ status: 0, said: expect.stringContaining('### ') })
})

test('the table of lines in the README is what is counted', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts/count-lines.mjs'), '--check'], {
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})
