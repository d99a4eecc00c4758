import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

test.each(['generate-reference', 'generate-codes'])(
  'what %s writes is what “npm run docs” writes',
  (name) => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(root, 'scripts', `${name}.mjs`), '--check'],
      {
        encoding: 'utf8',
      },
    )
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  },
)

test('every example and every default of the reference is one the schema takes', () => {
  const schema = JSON.parse(read('schemas/request-type.schema.json'))
  const ajv = new Ajv2020({ strict: false }).addSchema(schema)
  const refused = told(schema, '').filter(
    ({ place, value }) => !ajv.validate({ $ref: `${schema.$id}#${place}` }, value),
  )
  expect(refused).toEqual([])
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
