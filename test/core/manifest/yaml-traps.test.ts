import { describe, expect, test } from 'vitest'
import { editManifest } from '../../../src/core/manifest/edit-manifest.js'
import { manifestFormat } from '../../../src/core/manifest/manifest-format.js'
import type { ItemChange, ValueChange } from '../../../src/model/change.js'
import { edited, item, noItem, noValue, value } from './fixtures.js'

type Case = readonly [title: string, before: string, change: ValueChange | ItemChange, after: string]

const kept: readonly Case[] = [
  // Values
  ['a value keeps the comment behind it', 'a: 1 # one\nb: 2\n', value(['a'], 3), 'a: 3 # one\nb: 2\n'],
  ['a text keeps its quotes', `a: "x"\nb: 'y'\n`, value(['b'], "it's"), `a: "x"\nb: 'it''s'\n`],
  [
    'an equal value in another spelling is left alone',
    'a: 0x10\nb: "x"\n',
    value(['a'], 16),
    'a: 0x10\nb: "x"\n',
  ],
  ['a text is not the number it looks like', 'a: 1.2\n', value(['a'], '1.2'), 'a: "1.2"\n'],
  [
    'an empty value is filled before its comment',
    'a: # todo\nb: 1\n',
    value(['a'], 'v'),
    'a: v # todo\nb: 1\n',
  ],
  [
    'a map fills an empty value below its comment',
    'a: # todo\nb: 1\n',
    value(['a', 'c'], 1),
    'a: # todo\n  c: 1\nb: 1\n',
  ],
  [
    'a map takes the place of a value, the comment stays',
    'a: 1 # c\nb: 2\n',
    value(['a'], { x: 1 }),
    'a: # c\n  x: 1\nb: 2\n',
  ],
  [
    'a value takes the place of a map',
    'a: # c\n  x: 1\n  # deep\nb: 2\n',
    value(['a'], 's'),
    'a: s # c\nb: 2\n',
  ],
  ['a number key is found by its digits', '80: http\n', value(['80'], 'web'), '80: web\n'],
  [
    'big whole numbers elsewhere are untouched',
    'id: 12345678901234567890\na: 1\n',
    value(['a'], 2),
    'id: 12345678901234567890\na: 2\n',
  ],
  [
    'an alias is replaced by the value, its comment stays',
    'a: &x 1\nb: *x # c\n',
    value(['b'], 2),
    'a: &x 1\nb: 2 # c\n',
  ],
  [
    'a merged entry gets an own one below the merge key',
    'a: &x\n  c: 1\nb:\n  <<: *x\n',
    value(['b', 'c'], 2),
    'a: &x\n  c: 1\nb:\n  <<: *x\n  c: 2\n',
  ],
  [
    'so it does where yq wrote the merge key',
    'a: &x\n  c: 1\nb:\n  !!merge <<: *x\n',
    value(['b', 'c'], 2),
    'a: &x\n  c: 1\nb:\n  !!merge <<: *x\n  c: 2\n',
  ],
  [
    'beside such a merge key a value changes',
    'a: &x\n  c: 1\nb:\n  !!merge <<: *x\n  d: 1\n',
    value(['b', 'd'], 2),
    'a: &x\n  c: 1\nb:\n  !!merge <<: *x\n  d: 2\n',
  ],
  [
    'an anchor whose name stands in a comment only',
    'a: &prod 1 # not *prod\nb: &p 1\nc: *p\n',
    value(['a'], 2),
    'a: &prod 2 # not *prod\nb: &p 1\nc: *p\n',
  ],
  [
    'an anchor whose name begins the name of another',
    'a: &prod 1\nb: &production 1\nc: *production\n',
    value(['a'], 2),
    'a: &prod 2\nb: &production 1\nc: *production\n',
  ],
  [
    'foreign tags elsewhere are untouched',
    'a: !vault abc\nb: 1\nc: !Ref [x]\n',
    value(['b'], 2),
    'a: !vault abc\nb: 2\nc: !Ref [x]\n',
  ],
  ['duplicate keys elsewhere are untouched', 'a: 1\na: 2\nb: 1\n', value(['b'], 2), 'a: 1\na: 2\nb: 2\n'],
  ['a missing final newline stays missing', 'a: 1\nb: 2', value(['c'], 3), 'a: 1\nb: 2\nc: 3'],
  ['a deleted last line leaves no newline where there was none', 'a: 1\nb: 2', noValue(['b']), 'a: 1'],
  ['a byte order mark is kept', '\ufeffa: 1\n', value(['a'], 2), '\ufeffa: 2\n'],
  // Block scalars
  [
    'a literal block stays literal with its indentation',
    'a: |\n    one\nb: 1\n',
    value(['a'], 'two\nthree\n'),
    'a: |\n    two\n    three\nb: 1\n',
  ],
  [
    'a short text over a folded one becomes plain',
    'a: >- # c\n  one\n  two\nb: 1\n',
    value(['a'], 'short'),
    'a: short # c\nb: 1\n',
  ],
  [
    'a text of several lines becomes a literal block, the comment stays',
    'a: x # c\nb: 1\n',
    value(['a'], 'one\ntwo'),
    'a: |- # c\n  one\n  two\nb: 1\n',
  ],
  [
    'a block that would swallow a comment is quoted instead',
    'm:\n  a: x\n  # deep\n',
    value(['m', 'a'], 'one\ntwo'),
    'm:\n  a: "one\\ntwo"\n  # deep\n',
  ],
  [
    'a block that would swallow spaces of a blank line is quoted instead',
    'm:\n a: x\n\n    \nb: 1\n',
    value(['m', 'a'], 'one\ntwo\n'),
    'm:\n a: "one\\ntwo\\n"\n\n    \nb: 1\n',
  ],
  [
    'a key behind a block that keeps its blank lines',
    'm:\n  a: |+\n    x\n\nb: 1\n',
    value(['m', 'c'], 2),
    'm:\n  a: |+\n    x\n\n  c: 2\nb: 1\n',
  ],
  // Maps
  [
    'a new key goes before comments behind the map',
    'm:\n  a: 1\n  # end of m\n# about b\nb: 1\n',
    value(['m', 'c'], 2),
    'm:\n  a: 1\n  c: 2\n  # end of m\n# about b\nb: 1\n',
  ],
  [
    'an empty map becomes a block, the comment stays',
    'a: {} # c\nb: 1\n',
    value(['a', 'x'], 1),
    'a: # c\n  x: 1\nb: 1\n',
  ],
  ['an empty list becomes a block', 'a: []\n', item(['a'], 'x'), 'a:\n  - x\n'],
  ['a missing list is made', 'a: 1\n', item(['l'], 'x'), 'a: 1\nl:\n  - x\n'],
  [
    'in a flow map it stays flow',
    'a: {x: 1, y: {}}\n',
    value(['a', 'y', 'z'], 2),
    'a: {x: 1, y: { z: 2 }}\n',
  ],
  ['a flow map on one line', 'a: {x: 1} # c\n', value(['a', 'z'], 2), 'a: {x: 1, z: 2} # c\n'],
  [
    'a flow map in the style of JSON gets quotes',
    'a: {"x": "1"}\n',
    value(['a', 'y'], 'z'),
    'a: {"x": "1", "y": "z"}\n',
  ],
  [
    'a document that is JSON stays JSON',
    '{"n": 1, "l": [2]}\n',
    value(['n'], 'text'),
    '{"n": "text", "l": [2]}\n',
  ],
  ['an item of it', '{"n": 1, "l": [2]}\n', item(['l'], 'text'), '{"n": 1, "l": [2, "text"]}\n'],
  ['a map in it', '{\n  "n": {}\n}\n', value(['n', 'a'], { b: 'c' }), '{\n  "n": { "a": { "b": "c" } }\n}\n'],
  ['a value that is JSON', 'a: {"x": 1}\n', value(['a', 'x'], 'text'), 'a: {"x": "text"}\n'],
  ['brackets that are no JSON', 'a: {x: 1}\n', value(['a', 'x'], 'text'), 'a: {x: text}\n'],
  [
    'a flow list on several lines with a trailing comma',
    'a: [\n  x,\n  w,\n  ]\n',
    item(['a'], 'b'),
    'a: [\n  x,\n  w,\n  b,\n  ]\n',
  ],
  [
    'a deleted key takes its comment and the deeper ones below with it',
    'a: |\n  x\nb: 1 # b\n  # deep\n# c\nc: 1\n',
    noValue(['b']),
    'a: |\n  x\n# c\nc: 1\n',
  ],
  [
    'the last key deleted leaves an empty map',
    'a: # c\n  x: 1\nb: 1\n',
    noValue(['a', 'x']),
    'a: {} # c\nb: 1\n',
  ],
  [
    'the first key of a list item deleted',
    'l:\n  - a: 1 # a\n    b: 2\n',
    noValue(['l', 0, 'a']),
    'l:\n  - b: 2\n',
  ],
  [
    'the first key of a list item deleted, with a comment below',
    'l:\n  - a: 1\n    # about b\n    b: 2\n',
    noValue(['l', 0, 'a']),
    'l:\n  -\n    # about b\n    b: 2\n',
  ],
  // Lists
  ['the last item deleted leaves an empty list', 'a:\n  - x\nb: 1\n', noItem(['a'], 'x'), 'a: []\nb: 1\n'],
  [
    'a comment line above a removed item stays',
    'a:\n  # heading\n  - x # x\n  - y\n',
    noItem(['a'], 'x'),
    'a:\n  # heading\n  - y\n',
  ],
  [
    'a wide gap behind the dash is copied',
    'a:\n-   x: 1\n    y: 2\n',
    item(['a'], { x: 3, z: 4 }, 'x'),
    'a:\n-   x: 1\n    y: 2\n-   x: 3\n    z: 4\n',
  ],
  [
    'a list without indentation stays so',
    'a:\n- y\n- x\nb: 1\n',
    item(['a'], 'z'),
    'a:\n- y\n- x\n- z\nb: 1\n',
  ],
  ['a sorted list stays sorted', 'a:\n  - b\n  - d # d\n', item(['a'], 'c'), 'a:\n  - b\n  - c\n  - d # d\n'],
  [
    'a sorted list gets a new first item below its heading',
    'a:\n  # heading\n  - b\n  - d\n',
    item(['a'], 'a'),
    'a:\n  # heading\n  - a\n  - b\n  - d\n',
  ],
  ['a list that is not sorted gets it at the end', 'a: [c, b]\n', item(['a'], 'a'), 'a: [c, b, a]\n'],
  ['a list in a list', '- - p\n  - q\n- r\n', noItem([0], 'p'), '- - q\n- r\n'],
  ['the list at the root', '- a: 1\n', item([], { a: 2 }, 'a'), '- a: 1\n- a: 2\n'],
  [
    'an item is found by its key and only what differs changes',
    'l:\n  - name: app # the app\n    tag: v1\n    old: 1\n',
    item(['l'], { name: 'app', tag: 'v2' }, 'name'),
    'l:\n  - name: app # the app\n    tag: v2\n',
  ],
  [
    'an item is removed by its key',
    'l:\n  - name: app\n    tag: v1\n  - name: db\n',
    noItem(['l'], { name: 'app' }, 'name'),
    'l:\n  - name: db\n',
  ],
  [
    'a place in the item that fits',
    'l:\n  - name: app\n    tag: v1\n',
    value(['l', { name: 'app' }, 'tag'], 'v2'),
    'l:\n  - name: app\n    tag: v2\n',
  ],
  // Documents
  [
    'one of several documents by kind and name',
    'kind: A\nmetadata:\n  name: x\n---\nkind: B\nmetadata:\n  name: x\nv: 1\n...\n',
    value(['v'], 2, { document: { by: 'resource', kind: 'B', name: 'x' } }),
    'kind: A\nmetadata:\n  name: x\n---\nkind: B\nmetadata:\n  name: x\nv: 2\n...\n',
  ],
  [
    'one of several documents by number',
    'a: 1\n---\na: 1\n',
    value(['a'], 2, { document: { by: 'index', index: 1 } }),
    'a: 1\n---\na: 2\n',
  ],
  // Brackets that close no deeper than their key, as libyaml, Go's yaml and so Kubernetes read them
  ['brackets that close under their key', 'a: [\n  x\n]\nb: 1\n', value(['b'], 2), 'a: [\n  x\n]\nb: 2\n'],
  [
    'an item in such brackets',
    'a: [\n  x,\n  y\n]\nb: 1\n',
    item(['a'], 'z'),
    'a: [\n  x,\n  y,\n  z\n]\nb: 1\n',
  ],
  [
    'a map in such brackets',
    'm:\n  a: {\n    b: 1\n  }\nc: 1\n',
    value(['m', 'a', 'b'], 2),
    'm:\n  a: {\n    b: 2\n  }\nc: 1\n',
  ],
  // Files without content
  ['a file of comments only', '# nothing\n', value(['a'], 2), '# nothing\na: 2\n'],
  ['one without a line end', '# no\n# thing', value(['a', 'b'], 2), '# no\n# thing\na:\n  b: 2'],
  ['an empty document with comments', '---\n# nothing\n', value(['a'], 2), '---\n# nothing\na: 2\n'],
  ['an empty document without a line end', '# no\n---', item([], 'x'), '# no\n---\n- x'],
  [
    'an empty one of several documents',
    'a: 1\n---\n# nothing\n---\nb: 1\n',
    value(['c'], 2, { document: { by: 'index', index: 1 } }),
    'a: 1\n---\n# nothing\nc: 2\n---\nb: 1\n',
  ],
  // Nothing to do
  ['nothing to remove in a file of comments only', '# nothing\n', noValue(['a', 'b']), '# nothing\n'],
  ['a removed place that is not there', 'a: 1\n', noValue(['b', 'c']), 'a: 1\n'],
  ['a removed item that is not there', 'a: [x]\n', noItem(['a'], 'y'), 'a: [x]\n'],
  ['a removed item of a list that is not there', 'a: 1\n', noItem(['b'], 'y'), 'a: 1\n'],
]

const refused: readonly Case[] = [
  ['an anchor other places use', 'a: &x 1\nb: *x\n', value(['a'], 2), 'change/anchor'],
  ['a way through such an anchor', 'a: &x\n  c: 1\nb: *x\n', value(['a', 'c'], 2), 'change/anchor'],
  ['deleting it', 'a: &x 1\nb: *x\nc: 1\n', noValue(['a']), 'change/not-provable'],
  ['a way through an alias', 'a: &x\n  c: 1\nb: *x\n', value(['b', 'c'], 2), 'change/alias'],
  [
    'deleting what comes by a merge key',
    'a: &x\n  c: 1\nb:\n  <<: *x\n',
    noValue(['b', 'c']),
    'change/merge-key',
  ],
  [
    'hiding a merged map',
    'a: &x\n  c:\n    d: 1\nb:\n  <<: *x\n',
    value(['b', 'c', 'e'], 2),
    'change/merge-key',
  ],
  ['a key written twice', 'a: 1\na: 2\n', value(['a'], 3), 'change/duplicate-key'],
  ['a key with a question mark', '? a\n: 1\n', value(['a'], 3), 'change/explicit-key'],
  ['a map as a key', '{a: 1}: 2\nb: 1\n', value(['b'], 3), 'change/yaml-unreadable'],
  ['a tag on the value', 'a: !!str 1\n', value(['a'], 'x'), 'change/tag'],
  ['a list with a tag of another tool', 'l: !x [a]\n', item(['l'], 'b'), 'change/tag'],
  ['a way through such a list', 'l: !x\n  - a\n', value(['l', 0], 'b'), 'change/tag'],
  [
    'a merged entry where yq wrote the key',
    'a: &x\n  c: 1\nb:\n  !!merge <<: *x\n',
    noValue(['b', 'c']),
    'change/merge-key',
  ],
  ['a block with an indentation digit', 'a: |2\n   x\n', value(['a'], 'x\ny\n'), 'change/layout'],
  [
    'a comment behind the last item of a flow list of several lines',
    'a: [\n  x # c\n  ]\n',
    item(['a'], 'y'),
    'change/layout',
  ],
  ['a file encrypted with SOPS', 'a: 1\nsops:\n  mac: x\n', value(['a'], 2), 'change/sops-file'],
  ['a Helm template that parses', 'a: {{ .Values.x }}\nb: 1\n', value(['b'], 2), 'change/template-file'],
  [
    'a Helm template that does not',
    '{{- if .x }}\na: 1\n{{- end }}\n',
    value(['a'], 2),
    'change/template-file',
  ],
  [
    'a Helm template in quotes',
    'a: "{{ .Values.x }}"\nb: 1\n',
    value(['b'], 2, { file: 'chart/templates/a.yaml' }),
    'change/template-file',
  ],
  ['several documents and none chosen', 'a: 1\n---\na: 1\n', value(['a'], 2), 'change/document-choice'],
  [
    'a document that is there twice',
    'kind: A\n---\nkind: A\n',
    value(['a'], 2, { document: { by: 'resource', kind: 'A', name: null } }),
    'change/document-choice',
  ],
  [
    'a bomb of aliases',
    `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefg'].map((name, i) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdef'[i]}`).join(',')}]\n`).join('')}`,
    value(['z'], 1),
    'change/yaml-unreadable',
  ],
  [
    'nesting that could end the process',
    `${'['.repeat(30_000)}${']'.repeat(30_000)}`,
    value(['a'], 1),
    'change/yaml-unreadable',
  ],
  [
    'blocks nested too deep',
    Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''),
    value(['b'], 1),
    'change/yaml-unreadable',
  ],
  [
    'a matcher that fits twice',
    'l: [{n: 1}, {n: 1}]\n',
    value(['l', { n: 1 }, 'v'], 1),
    'change/item-ambiguous',
  ],
  [
    'a key that is there twice',
    'l: [{n: 1}, {n: 1}]\n',
    item(['l'], { n: 1, v: 2 }, 'n'),
    'change/item-ambiguous',
  ],
  ['a matcher that fits nothing', 'l: []\n', value(['l', { n: 1 }, 'v'], 1), 'change/item-missing'],
  ['a key of a list', 'l: []\n', value(['l', 'v'], 1), 'change/shape'],
  ['an item where there is no list', 'l: x\n', item(['l'], 'v'), 'change/shape'],
  ['a last line a block above depends on', 'a: |+\n  x\n\nb: 1', noValue(['b']), 'change/not-provable'],
  ['an item removed by its position', 'l: [a, b]\n', noValue(['l', 0]), 'change/step'],
  ['the whole of a document', 'l: x\n', noValue([]), 'change/step'],
]

describe.each(['\n', '\r\n'])('with line ends %j', (eol) => {
  const written = (text: string) => text.replaceAll('\n', eol)

  test.each(kept)('%s', (_title, before, change, after) => {
    expect(edited(written(before), change)).toBe(written(after))
  })

  test.each(kept)('%s: a second time changes nothing', (_title, _before, change, after) => {
    expect(edited(written(after), change)).toBe(written(after))
  })

  test.each(refused)('refused is %s', (_title, before, change, code) => {
    expect(edited(written(before), change)).toBe(code)
  })
})

test.each([
  ['a: 1\nl: !!seq [a]\n', item(['l'], 'b'), 'change/tag', 2],
  ['a: 1\nb: 2\nl: [\n  a # c\n  ]\n', item(['l'], 'b'), 'change/layout', 3],
  ['a: &x\n  c: 1\nb: *x\n', value(['b', 'c'], 2), 'change/alias', 3],
])('what stops an edit is told with its line: %j', (before, change, code, line) => {
  const format = manifestFormat('app.yaml')
  const result = format === null ? null : editManifest(before, 'app.yaml', format, [change])
  expect(result).toMatchObject({ ok: false, problems: [{ code, line }] })
})

test('a document that is asked for by its kind in an empty file is told to be missing', () => {
  expect(edited('# c\n', value(['a'], 1, { document: { by: 'resource', kind: 'A', name: null } }))).toBe(
    'change/document-choice',
  )
})

test('texts some reader of YAML 1.1 or 1.2 takes for something else are quoted', () => {
  const texts = [
    'yes',
    'N',
    'on',
    'null',
    '~',
    '0123',
    '1e3',
    '12:30:45',
    '2001-01-01',
    '1.2.3',
    '=',
    '<<',
    '.5',
    '+1',
    '-',
    '',
  ]
  const after = edited('l: []\n', value(['l'], texts))
  expect(after).toBe(`l:\n${texts.map((text) => `  - ${JSON.stringify(text)}\n`).join('')}`)
})

test('an empty file gets its first entry, with a line end behind it', () => {
  expect(edited('', value(['a'], 'one\ntwo\n'))).toBe('a: |\n  one\n  two\n')
  expect(edited('', value(['a'], 1), value(['b'], 2))).toBe('a: 1\nb: 2\n')
  expect(edited('', item([], 'x'))).toBe('- x\n')
})

test('several changes of one file are made together', () => {
  const before = 'a: 1\nl:\n  - x\nm:\n  k: v\n'
  const changes = [
    value(['a'], 2),
    item(['l'], 'z'),
    item(['l'], 'xy'),
    value(['m', 'p'], 'w'),
    noValue(['m', 'k']),
  ]
  expect(edited(before, ...changes)).toBe('a: 2\nl:\n  - x\n  - xy\n  - z\nm:\n  p: w\n')
})

test('two changes that want different things of one place are refused', () => {
  expect(edited('a: 1\n', value(['a'], 2), value(['a'], 3))).toBe('change/contradiction')
})
