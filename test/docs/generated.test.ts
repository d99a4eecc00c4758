import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

test('the reference of request types and the index of codes are what “npm run docs” writes', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, 'scripts/generate-reference.mjs'), '--check'],
    { encoding: 'utf8' },
  )
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

test('every example and every default of the reference is one the schema takes', () => {
  const schema = JSON.parse(read('schemas/request-type.schema.json'))
  const ajv = new Ajv2020({ strict: false }).addSchema(schema)
  const refused = told(schema, '').filter(
    ({ place, value }) => !ajv.validate({ $ref: `${schema.$id}#${place}` }, value),
  )
  expect(refused).toEqual([])
})

test('every reason a decision can have stands in the index', () => {
  const index = read('docs/problems/README.md')
  const missing = reasons().filter((code) => !index.includes(`\`${code}\``))
  expect(missing).toEqual([])
})

interface Told {
  readonly place: string
  readonly value: unknown
}

/** The examples and defaults of a schema, each with the JSON pointer of its place. A key that is called `examples` is no example. */
function told(node: unknown, place: string): readonly Told[] {
  if (typeof node !== 'object' || node === null) return []
  const { examples, default: given } = Object(node)
  const isKeys = place.endsWith('/properties')
  const own = isKeys
    ? []
    : [...(Array.isArray(examples) ? examples : []), ...(given === undefined ? [] : [given])]
  return [
    ...own.map((value) => ({ place, value })),
    ...Object.entries(node).flatMap(([key, each]) =>
      !isKeys && (key === 'examples' || key === 'default') ? [] : told(each, `${place}/${pointer(key)}`),
    ),
  ]
}

function pointer(key: string): string {
  return encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))
}

/** The codes that the source of deciding names, whether somebody has to act on them or not. */
function reasons(): readonly string[] {
  const source = join(root, 'src/core')
  const paths = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  )
  const named = paths.flatMap((path) =>
    [...readFileSync(join(source, path), 'utf8').matchAll(/'((?:approval|merge|state)\/[a-z-]+)'/g)].map(
      (match) => match[1] ?? '',
    ),
  )
  return [...new Set(named)].sort()
}
