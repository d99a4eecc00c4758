import { expect, test } from 'vitest'
import {
  blocks,
  code,
  codeBlock,
  commitReference,
  link,
  markdown,
  mention,
  table,
} from '../../../src/core/text/markdown.js'

test.each([
  ['a mention of a team', '@acme/platform', '@&#8203;acme/platform'],
  ['an issue number', 'closes #1', 'closes #&#8203;1'],
  ['a reference to another repository', 'acme/x#7', 'acme/x#&#8203;7'],
  ['a reference in words', 'GH-12', 'GH&#8203;-12'],
  ['a link', '[click](https://evil.example)', '\\[click\\](https:&#8203;//evil.example)'],
  ['an address', 'www.evil.example', 'www&#8203;.evil.example'],
  ['an image', '![x](y)', '\\!\\[x\\](y)'],
  ['HTML', '<img src=x onerror=y>', '\\<img src=x onerror=y\\>'],
  ['a comment that hides the rest', '<!-- ', '\\<\\!-- '],
  ['an entity', '&lt;', '\\&lt;'],
  ['a formula', '$x$', '\\$x\\$'],
  ['code', '`x`', '\\`x\\`'],
  ['a cell border', 'a|b', 'a\\|b'],
  ['several lines', 'a\n### b', 'a #&#8203;## b'],
  ['a bidirectional override', 'a\u202eb', 'a⟨U+202E⟩b'],
  ['a zero-width space', 'a\u200bb', 'a⟨U+200B⟩b'],
  ['a control character', 'a\u0000b', 'a⟨U+0000⟩b'],
])('text of a person is only text: %s', (_, text, encoded) => {
  expect(markdown`${text}`.source).toBe(encoded.replaceAll('#&#8203;## b', '### b'))
})

test('inline code keeps backticks, bars and line breaks inside', () => {
  expect(code('a`b').source).toBe('``a`b``')
  expect(code('`').source).toBe('`` ` ``')
  expect(code('a|b').source).toBe('`a\\|b`')
  expect(code('a\nb').source).toBe('`a⏎b`')
  expect(code('').source).toBe('`  `')
})

test('a code block cannot be closed from inside', () => {
  expect(codeBlock('```\n/approve', 'diff').source).toBe('````diff\n```\n/approve\n````')
})

test('only names that GitHub gives out become mentions', () => {
  expect(mention('acme/platform').source).toBe('@acme/platform')
  expect(mention('x y').source).toBe('`x y`')
  expect(mention('a/b/c').source).toBe('`a/b/c`')
})

test.each([
  ['https://ci.example/run/7?a=1&b=2#log', '[`x`](<https://ci.example/run/7?a=1&amp;b=2#log>)'],
  ['HTTPS://ci.example:8443', '[`x`](<HTTPS://ci.example:8443>)'],
  [
    'https://github.com/acme/app/actions/runs/7/job/8',
    '[`x`](<https://github.com/acme/app/actions/runs/7/job/8>)',
  ],
])('an address over https becomes a link: %s', (address, source) => {
  expect(link(code('x'), address).source).toBe(source)
})

test.each([
  ['of another scheme', 'http://ci.example/7'],
  ['that runs something', 'javascript:alert(1)'],
  ['that closes the link', 'https://ci.example/>) @acme/all <'],
  ['with blanks', 'https://ci.example/a b'],
  ['with a line of its own', 'https://ci.example/a\n/approve'],
  ['with letters that look like others', 'https://\u0441i.example/7'],
  ['that pretends to be another host', 'https://github.com@ci.example/7'],
  ['of an issue, where GitHub would note it', 'https://github.com/acme/app/issues/7'],
  ['of a pull request, where GitHub would note it', 'https://github.com/acme//app/pull/7'],
])('an address %s is only shown', (_, address) => {
  expect(link(code('x'), address).source).toBe(`\`x\` (${code(address).source})`)
})

test('a very long address is shown by its beginning', () => {
  const address = `https://ci.example/${'a'.repeat(2_000)}`
  expect(link(code('x'), address).source).toBe(`\`x\` (\`${address.slice(0, 100)}…\`)`)
})

test('a commit is told so that GitHub links to it, and what is none is code', () => {
  const commit = '4c1f'.repeat(10)
  expect(commitReference(null, commit).source).toBe(commit)
  expect(commitReference({ owner: 'acme', name: 'gitops' }, commit).source).toBe(`acme/gitops@${commit}`)
  expect(commitReference({ owner: 'acme', name: 'a b' }, commit).source).toBe('`4c1f4c1f4c1f`')
  expect(commitReference(null, '@acme/all').source).toBe('`@acme/all`')
})

test('a table holds encoded cells, and an absent block leaves no gap', () => {
  const cells = table(['Who'], [[markdown`${'a|b'}`]])
  expect(blocks(null, cells, null).source).toBe('| Who |\n| --- |\n| a\\|b |')
})

test('65,000 blanks are encoded without a hang', () => {
  expect(markdown`${' '.repeat(65_000)}`.source).toBe(' '.repeat(65_000))
})
