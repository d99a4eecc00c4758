import fc from 'fast-check'
import { expect, test } from 'vitest'
import { resolveFilePath } from '../../../src/core/plan/resolve-file-path.js'
import { template } from '../plan/templates.js'

/** The path, or the code of the first problem. */
function path(source: string, name: string | null = 'shop'): string {
  const result = resolveFilePath(template(source), {
    request: new Map([['name', name]]),
    requester: { login: 'ada' },
  })
  return result.ok ? result.value : result.problems[0].code
}

test.each([
  ['clusters/<< request.name >>.yaml', 'shop', 'clusters/shop.yaml'],
  ['<< request.name >>/<< request.name >>.json', 'a-b_c.d', 'a-b_c.d/a-b_c.d.json'],
  ['apps/<< request.name >>/x.yaml', 'Größe 2', 'apps/Größe 2/x.yaml'],
  ['.github/settings.yml', 'x', '.github/settings.yml'],
  ['tools/action.yml', 'x', 'tools/action.yml'],
  ['.github/CODEOWNERS', 'x', '.github/CODEOWNERS'],
  ['apps/.hidden/<< request.name >>', '..x', 'apps/.hidden/..x'],
  ['apps/console.yaml', 'x', 'apps/console.yaml'],
])('%s with %j may be written', (source, name, expected) => {
  expect(path(source, name)).toBe(expected)
})

const hostileParts = [
  null,
  '',
  '.',
  '..',
  '...',
  '/',
  '../x',
  '/x',
  'a/b',
  'a//b',
  'a/./b',
  'a\\b',
  '..\\x',
  'x\0y',
  'x\ny',
  'x\r',
  'x\ty',
  '\u200b',
  '.\u200d.',
  'x\u202ey',
  '\ud800',
  '\u2028',
  '．．',
  'a／b',
  'a\u2215b',
  'a\u2044b',
  'a\u29f8b',
  'a\u2216b',
  'a\u29f5b',
  'a\u29f9b',
  'a\uff3cb',
  'a\ufe68b',
  'a\u2571b',
  'a\u0338b',
  '․․',
  ' x',
  'x ',
  '\ufeff',
]
test.each(hostileParts)('the value %j cannot be part of a path', (name) => {
  expect(path('apps/<< request.name >>', name)).toMatch(/^change\/path-(part|refused)$/)
  expect(path('<< request.name >>/x.yaml', name)).toMatch(/^change\/path-(part|refused)$/)
  expect(path('apps/<< request.name >>/x.yaml', name)).toMatch(/^change\/path-(part|refused)$/)
})

const hostileSegments = [
  '.git',
  '.GIT',
  '.git\u200c',
  '.g\u200dit',
  'git~1',
  'GIT~2',
  'gitmod~1',
  'gi7eba~1',
  '.git ',
  '.git.',
  '.git::$INDEX_ALLOCATION',
  '.gitmodules',
  '.GitModules',
  '.gitattributes',
  '.gitignore',
  'CODEOWNERS',
  'codeowners',
  'action.yml',
  'Action.YAML',
  '.github',
  '.GitHub',
  'con',
  'CON.yaml',
  'nul',
  'aux.txt',
  'com1',
  'LPT9.yaml',
  'com¹',
  'x.',
  'x ',
  'a:b',
  'a|b',
  'a*',
  'a?',
  '"a"',
  '<a>',
  'e\u0301',
  '．git',
  'x'.repeat(256),
]
test.each(hostileSegments)('no value can make the path part %j', (name) => {
  expect(path('<< request.name >>/x', name)).toMatch(/^change\/path-(part|refused)$/)
  expect(path('apps/<< request.name >>', name)).toMatch(/^change\/path-(part|refused)$/)
})

test.each([
  '/etc/passwd',
  '../x',
  'a/../b',
  './a',
  'a/',
  'a//b',
  '',
  'a\\b',
  'C:/x',
  '.git/config',
  'a/.git/config',
  '.GIT/config',
  '.gitmodules',
  'a/.gitattributes',
  '.github/workflows/x.yml',
  '.github/Workflows/x.yml',
  '.GITHUB/x',
  'docs/codeowners',
  'CodeOwners',
  'a/.github/x',
  'nul.yaml',
])('not even the request type can name %j', (source) => {
  expect(path(source)).toBe('change/path-refused')
})

test.each([
  ['a part of .github in a value', '.<< request.name >>/x.yml', 'github'],
  ['the rest of .github in a value', '.github<< request.name >>', '-x/../workflows'],
  ['the folder of workflows in a value', '.github/<< request.name >>/x.yml', 'workflows'],
  ['half of .git each', '.g<< request.name >>', 'it'],
  ['half of .. each', 'a/.<< request.name >>/b', '.'],
])('%s does not get by', (_title, source, name) => {
  expect(path(source, name)).toMatch(/^change\/path-(part|refused)$/)
})

test('a refused value names its field', () => {
  const context = { request: new Map([['name', '../x']]), requester: { login: 'ada' } }
  expect(resolveFilePath(template('apps/<< request.name >>.yaml'), context)).toEqual({
    ok: false,
    problems: [
      {
        code: 'change/path-part',
        field: 'name',
        what: '“../x” cannot be part of a file path, because it has a slash.',
        fix: 'Use a name of letters, digits and hyphens.',
      },
    ],
  })
})

test('whatever is submitted, the path stays in its folder', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 8 }), (name) => {
      const result = path('apps/<< request.name >>/x.yaml', name)
      if (!result.startsWith('change/')) expect(result.split('/')).toEqual(['apps', name, 'x.yaml'])
    }),
    { numRuns: 2_000 },
  )
})
