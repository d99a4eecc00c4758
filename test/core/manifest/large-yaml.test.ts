import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { documentWithoutLines } from '../../../src/core/manifest/choose-document.js'
import { editManifest } from '../../../src/core/manifest/edit-manifest.js'
import { findEdits } from '../../../src/core/manifest/find-edits.js'
import { manifestFormat } from '../../../src/core/manifest/manifest-format.js'
import { maskedDocuments, maskedText } from '../../../src/core/manifest/yaml/masked-text.js'
import { readYaml } from '../../../src/core/manifest/yaml/read-yaml.js'
import { spliceLargeYaml, spliceYaml } from '../../../src/core/manifest/yaml/splice-yaml.js'
import { portionOf } from '../../at-length.js'
import { edited, item, noItem, noValue, value } from './fixtures.js'

const services = 400
const service = (index: number): string =>
  [
    `  - name: svc-${index}`,
    '    image:',
    `      tag: "v1.${index}" # pinned`,
    '    # comment of script',
    '    script: |',
    '      name: not-a-key',
    '    - not an item',
    '      # not a comment',
    '    quoted: "a',
    '      b: c"',
    '    flow: { a: [1, 2],',
    '      b: 3 }',
    '    ports:',
    '    - 80',
    '    - 443',
    '',
  ].join('\n')
const text = `# head\nversion: 1\nservices:\n${Array.from({ length: services }, (_, index) => service(index).replace('    - not an item\n', '      - not an item\n')).join('')}last:\n  a: 1\n`
const [data = null] = (() => {
  const read = readYaml(text, 'app.yaml')
  return read.ok ? read.value : expect.fail(read.problems[0].what)
})()

const index = fc.nat({ max: services - 1 })
const some = fc.constantFrom('x', 'yes', 'two\nlines', 5, null)
const change = fc.oneof(
  fc
    .tuple(index, some)
    .map(([one, wanted]) => value(['services', { name: `svc-${one}` }, 'image', 'tag'], wanted)),
  fc.tuple(index, some).map(([one, wanted]) => value(['services', one, 'image', 'new'], wanted)),
  fc.tuple(index, some).map(([one, wanted]) => value(['services', one, 'script'], wanted)),
  index.map((one) => noValue(['services', { name: `svc-${one}` }, 'quoted'])),
  index.map((one) => noItem(['services'], { name: `svc-${one}` }, 'name')),
  index.map((one) => item(['services', one, 'ports'], 8080)),
  index.map((one) => item(['services'], { name: `new-${one}`, image: { tag: 'v1' } }, 'name')),
  some.map((wanted) => value(['added', 'deep'], wanted)),
  some.map((wanted) => value(['last', 'a'], wanted)),
  fc.constant(noValue(['version'])),
)

test('in a large file the edits are the same whether all of it is parsed or what they come near', () => {
  const numRuns = portionOf({ portion: 20, all: 80 })
  let compared = 0
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 2 }), (changes) => {
      const [first] = changes
      const found =
        first === undefined
          ? null
          : findEdits(documentWithoutLines(first.file, { data, spelled: data }), first)
      if (found === null || !found.ok || found.value.edits.length === 0) return
      const edits = found.value.edits.map((edit) => ({ document: 0, edit, lineOf: () => null }))
      const whole = spliceYaml(text, edits)
      expect(spliceLargeYaml(text, edits)).toEqual(whole)
      compared += 1
    }),
    { numRuns },
  )
  expect(compared).toBeGreaterThan(numRuns / 2)
}, 60_000)

test('what is hidden keeps every offset, and most of a large file is', () => {
  const path = ['services', 300, 'image', 'tag']
  const masked = maskedText(text, [{ kind: 'replace', path, value: 'x' }]) ?? ''
  expect(masked).toHaveLength(text.length)
  expect(masked.indexOf('v1.300')).toBe(text.indexOf('v1.300'))
  expect(masked.split(/\s+/).length).toBeLessThan(text.split(/\s+/).length / 5)
})

test.each([
  ['several documents', `${text}---\na: 1\n`],
  ['a directive', `%YAML 1.2\n---\n${text}`],
  ['a tab', text.replace('version: 1', 'version:\n\t1')],
  ['few lines', 'a: 1\n'],
])('a file with %s is parsed as a whole', (_title, source) => {
  expect(maskedText(source, [{ kind: 'replace', path: ['version'], value: 2 }])).toBe(null)
})

test('a text that looks like an entry where it is none is found out by the proof', () => {
  // js-yaml reads the second line of the quoted text although it should be indented.
  const odd = text.replace('version: 1', 'odd: "x\nversion: y"\nversion: 1')
  const format = manifestFormat('app.yaml') ?? expect.fail('no format')
  const result = editManifest(odd, 'app.yaml', format, [value(['version'], 2)])
  if (result.ok) expect(result.value.text).toBe(odd.replace('version: 1', 'version: 2'))
  else expect(result.problems[0].code).toMatch(/^change\/(?:yaml-unreadable|not-provable|duplicate-key)$/)
})

const resource = (index: number): string =>
  `---\nkind: A\nmetadata:\n  name: n-${index}\nspec:\n  script: |\n    echo ---\n     --- no marker\n  replicas: 1 # all\n`

describe.each([
  ['that begin with a marker', '# all\n'],
  ['of which the first has none', 'kind: B\nmetadata:\n  name: first\n'],
  ['of which the first is empty', '---\n'],
])('a large file of many documents %s', (_title, head) => {
  const resources = `${head}${Array.from({ length: 1_000 }, (_, at) => resource(at)).join('')}`
  const choice = (name: string) => ({ document: { by: 'resource', kind: 'A', name } }) as const

  test('is edited in the documents that are meant, every other byte as it was', () => {
    const changes = [
      value(['spec', 'replicas'], 2, choice('n-0')),
      value(['spec', 'replicas'], 3, choice('n-500')),
      value(['spec', 'added'], { a: 1 }, choice('n-999')),
    ]
    const expected = resources
      .replace(resource(0), () => resource(0).replace('replicas: 1', 'replicas: 2'))
      .replace(resource(500), () => resource(500).replace('replicas: 1', 'replicas: 3'))
      .replace(resource(999), () => `${resource(999)}  added:\n    a: 1\n`)
    expect(edited(resources, ...changes)).toBe(expected)
  })

  test('has most of it hidden, every offset and the number of its documents as they were', () => {
    const masked = maskedDocuments(resources, new Set([501])) ?? ''
    expect(masked).toHaveLength(resources.length)
    expect(parseAllDocuments(masked)).toHaveLength(parseAllDocuments(resources).length)
    expect(masked.match(/n-\d+/g)).toHaveLength(1)
  })
})

test('documents that end with a marker, or have directives, are not hidden', () => {
  const more = '---\na: 1\n'.repeat(10_000)
  expect(maskedDocuments(more, new Set([0]))).not.toBe(null)
  expect(maskedDocuments(`${more}...\n---\nb: 1\n`, new Set([0]))).toBe(null)
  expect(maskedDocuments(`%YAML 1.2\n${more}`, new Set([0]))).toBe(null)
})
