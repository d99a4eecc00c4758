import { expect, test } from 'vitest'
import { matchesOwnerPattern } from '../../../src/core/approval/matches-owner-pattern.js'
import { ownersOf } from '../../../src/core/approval/owners-of.js'
import { parseCodeowners } from '../../../src/core/approval/parse-codeowners.js'
import { principalText } from '../../../src/core/approval/principal.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import type { ObservedFile } from '../../../src/model/manifest.js'

test.each([
  ['*', 'a.yaml'],
  ['*', 'a/b/c.yaml'],
  ['*.js', 'a/b.js'],
  ['/build/logs/', 'build/logs/a/b.log'],
  ['docs/*', 'docs/a.md'],
  ['apps/', 'apps/a'],
  ['apps/', 'x/apps/y/a'],
  ['/docs/', 'docs/a/b'],
  ['/apps/github', 'apps/github'],
  ['/apps/github', 'apps/github/a/b'],
  ['**/logs', 'build/logs/a.log'],
  ['**/logs', 'logs/a.log'],
  ['**/logs', 'deeply/nested/logs/a/b.log'],
  ['a/**/b', 'a/b'],
  ['a/**/b', 'a/x/y/b'],
  ['a/**/b', 'a/x/b/c'],
  ['a/**', 'a/b/c'],
  ['/**', 'a/b'],
  ['/a*c', 'abbc'],
  ['a?c', 'abc'],
  ['/*.yaml', 'a.yaml'],
  ['clusters/*/ns.yaml', 'clusters/prod/ns.yaml'],
  ['a\\ b', 'a b'],
  ['a\\*', 'a*'],
  ['foo', 'x/foo/y'],
  ['/foo', 'foo'],
  ['/foo**', 'foobar'],
])('the pattern %s takes in %s', (pattern, path) => {
  expect(matchesOwnerPattern(pattern, path)).toBe(true)
})

test.each([
  ['*.js', 'a.jsx'],
  ['/build/logs/', 'x/build/logs/a'],
  ['/build/logs/', 'build/logs'],
  ['docs/*', 'docs/build-app/troubleshooting.md'],
  ['docs/*', 'docs'],
  ['docs/*', 'x/docs/a.md'],
  ['/docs/', 'x/docs/a'],
  ['/apps/github', 'apps/githubber'],
  ['/*.yaml', 'a/b.yaml'],
  ['a/**/b', 'a/xb'],
  ['a/**', 'a'],
  ['a/**', 'b/a/c'],
  ['a?c', 'a/c'],
  ['a*c', 'a/c'],
  ['APPS/', 'apps/a'],
  ['/', 'a'],
  ['a\\*', 'ab'],
  ['a.c', 'abc'],
  ['(a|b)+', 'a'],
  ['', 'a'],
])('the pattern %s does not take in %s', (pattern, path) => {
  expect(matchesOwnerPattern(pattern, path)).toBe(false)
})

test('no pattern takes long, whatever its stars', () => {
  const start = performance.now()
  expect(matchesOwnerPattern(`${'*a'.repeat(500)}b`, 'a'.repeat(4000))).toBe(false)
  expect(matchesOwnerPattern(`${'**/a/'.repeat(200)}b`, 'a/'.repeat(1000))).toBe(false)
  expect(performance.now() - start).toBeLessThan(2000)
})

test('users, teams, addresses, comments and blanks are read as GitHub reads them', () => {
  const text =
    '# all\r\n* @octocat @acme/Platform # inline\r\n\n/a\\ b/ @o_x ops@example.com @rival/team\n  docs/\t@a  \n/free/\n'
  expect(parseCodeowners(text, 'ACME')).toEqual([
    {
      pattern: '*',
      owners: [
        { kind: 'owner', login: 'octocat' },
        { kind: 'team', slug: 'platform', owner: true },
      ],
    },
    {
      pattern: '/a\\ b/',
      owners: [
        { kind: 'owner', login: 'o_x' },
        {
          kind: 'unresolved',
          name: 'ops@example.com',
          why: 'CODEOWNERS names ops@example.com, and ops@example.com is an e-mail address, of which GitHub does not tell whose it is',
        },
        {
          kind: 'unresolved',
          name: '@rival/team',
          why: 'CODEOWNERS names @rival/team, and @rival/team is a team of another organization',
        },
      ],
    },
    { pattern: 'docs/', owners: [{ kind: 'owner', login: 'a' }] },
    { pattern: '/free/', owners: [] },
  ])
})

test.each([
  '!a @octocat',
  '[ab] @octocat',
  'a[ @octocat',
  'a] @octocat',
  '\\#a @octocat',
  'a octocat',
  'a @',
  'a @octocat x',
  'a @-a',
  'a x@',
  '#',
])('the line %s is skipped, as GitHub skips it', (line) => {
  expect(parseCodeowners(line, 'acme')).toEqual([])
})

const file = (path: string, text: string): ObservedFile => ({
  kind: 'text',
  path,
  mode: '100644',
  oid: gitBlobOid(text),
  text,
})
const absent = (path: string): ObservedFile => ({ kind: 'absent', path })
const named = (files: readonly ObservedFile[], ...paths: readonly string[]) =>
  ownersOf(paths, files, 'acme').map(({ owners }) => owners.map(principalText).join(' '))

test('the last line that fits holds, also when it names nobody', () => {
  const text = '* @a\n/x/ @b\n/x/y\n'
  const files = [absent('.github/CODEOWNERS'), file('CODEOWNERS', text), absent('docs/CODEOWNERS')]
  expect(named(files, 'q', 'x/q', 'x/y')).toEqual(['codeowner:a', 'codeowner:b', ''])
})

test('the first file in the order .github, root, docs holds alone', () => {
  const files = [
    file('.github/CODEOWNERS', 'x @a\n'),
    file('CODEOWNERS', '* @b\n'),
    file('docs/CODEOWNERS', '* @c\n'),
  ]
  expect(named(files, 'x', 'y')).toEqual(['codeowner:a', ''])
  expect(named([absent('.github/CODEOWNERS'), ...files.slice(1)], 'x')).toEqual(['codeowner:b'])
  const behind = [absent('.github/CODEOWNERS'), absent('CODEOWNERS')]
  expect(named([...behind, ...files.slice(2)], 'x')).toEqual(['codeowner:c'])
})

test('a file that cannot be read, or was not looked up, makes every owner unknown', () => {
  const [github, docs] = [absent('.github/CODEOWNERS'), absent('docs/CODEOWNERS')]
  const unknown = ['codeowners']
  expect(named([github, { kind: 'unreadable', path: 'CODEOWNERS', why: 'too-large' }, docs], 'x')).toEqual(
    unknown,
  )
  const link = { kind: 'blocked', path: 'CODEOWNERS', by: 'symlink', at: 'CODEOWNERS' } as const
  expect(named([github, link, docs], 'x')).toEqual(unknown)
  expect(named([], 'x')).toEqual(unknown)
  expect(named([github, docs], 'x')).toEqual(unknown)
  expect(named([file('CODEOWNERS', '* @a\n'), docs], 'x')).toEqual(unknown)
})

test('a folder where the file would be is no file', () => {
  const folder = { kind: 'blocked', path: 'docs/CODEOWNERS', by: 'file', at: 'docs' } as const
  expect(named([absent('.github/CODEOWNERS'), absent('CODEOWNERS'), folder], 'x')).toEqual([''])
})
