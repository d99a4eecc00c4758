import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readLocalManifests } from '../../src/cli/read-local-manifests.js'
import { call, file } from './output.js'
import { filesOf, repository } from './repository.js'

const type = `name: host
title: Host
form: host.yml
approval: [{ from: [team:platform] }]
changes:
  - { file: "libs/shared/\${{ request.host }}.txt", content: "x" }
`
const form =
  'name: Host\ndescription: d\nbody:\n  - { type: input, id: host, attributes: { label: Hosts } }\n'

/** A checkout whose index has a submodule at `libs/shared`, not checked out. */
function checkout(): string {
  const root = repository({
    '.github/ISSUE_TEMPLATE/host.yml': form,
    '.github/issueops/host.yml': type,
    'libs/a.txt': 'a\n',
  })
  const git = (...args: readonly string[]) => execFileSync('git', ['-C', root, ...args], { stdio: 'ignore' })
  git('init', '-q')
  git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},libs/shared`)
  return root
}

test.each([
  ['where its folder is empty', true],
  ['where its folder is missing', false],
])('a submodule that is not checked out is not written into, %s', async (_title, hasFolder) => {
  const root = checkout()
  if (hasFolder) mkdirSync(join(root, 'libs/shared'))
  const before = filesOf(root)
  const { code, out } = await call(
    'plan',
    '--repo',
    root,
    '--body',
    file('body.md', '### Hosts\n\na'),
    '--write',
    '--json',
  )
  const { ok, problems } = JSON.parse(out)
  expect([code, ok, problems[0].code]).toEqual([1, false, 'change/path-blocked'])
  expect(problems[0].what).toContain('libs/shared is a submodule')
  expect(filesOf(root)).toEqual(before)
})

test('it is seen from a folder of the checkout, in its own place, and by a name in other letters', () => {
  const root = checkout()
  const seen = (folder: string, path: string) => readLocalManifests(join(root, folder), [path]).files[0]
  expect(seen('libs', 'shared/a.txt')).toMatchObject({ kind: 'blocked', by: 'submodule', at: 'shared' })
  expect(seen('.', 'libs/shared')).toMatchObject({ kind: 'blocked', by: 'submodule', at: 'libs/shared' })
  expect(seen('.', 'libs/Shared/a.txt')).toMatchObject({ kind: 'blocked', by: 'case-collision' })
  expect(seen('.', 'libs/shared-too/a.txt')).toEqual({ kind: 'absent', path: 'libs/shared-too/a.txt' })
  expect(seen('.', 'libs/a.txt')).toMatchObject({ kind: 'text' })
})

test('a folder that is no checkout has none', () => {
  expect(readLocalManifests(repository({ 'a.txt': 'a' }), ['b/c.txt']).files).toEqual([
    { kind: 'absent', path: 'b/c.txt' },
  ])
})
