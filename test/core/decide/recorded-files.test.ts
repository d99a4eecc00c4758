import { expect, test } from 'vitest'
import { placesLengthMax, recordedFiles } from '../../../src/core/decide/recorded-files.js'
import { recordedPlace, valueDigest } from '../../../src/core/plan/recorded-place.js'
import { oid } from '../../../src/model/ids.js'
import type { Place, PlannedFile } from '../../../src/model/plan.js'

const blob = oid('a'.repeat(40))

function file(path: string, places: readonly Place[]): PlannedFile {
  return { path, mode: '100644', places, change: 'create', before: null, after: { oid: blob, text: 'a\n' } }
}

test('the ledger keeps where a file changes, its blob ids and the digests of values, but neither its text nor a value', () => {
  const places: readonly Place[] = [
    { document: 1, at: ['spec', 'replicas'], old: 2, new: 3 },
    { at: [{ name: 'app' }, 'image'], new: 'shop:2' },
  ]
  expect(recordedFiles({ files: [file('a.yaml', places)] })).toEqual([
    {
      path: 'a.yaml',
      change: 'create',
      mode: '100644',
      before: null,
      after: blob,
      places: [
        { document: 1, at: ['spec', 'replicas'], before: valueDigest(2), after: valueDigest(3) },
        { at: [{ name: 'app' }, 'image'], after: valueDigest('shop:2') },
      ],
    },
  ])
})

test('a value has one digest, in whatever order its keys are written', () => {
  expect(valueDigest({ a: 1, b: [2] })).toBe(valueDigest({ b: [2], a: 1 }))
  expect(valueDigest({ a: 1 })).not.toBe(valueDigest({ a: '1' }))
})

test('a document is kept by what it says it is, and by where it stands only where it says nothing', () => {
  const resource = { kind: 'Namespace', name: 'payments' }
  expect(recordedPlace({ document: 1, resource, at: ['spec'] })).toEqual({ document: resource, at: ['spec'] })
  expect(recordedPlace({ document: 1, at: ['spec'] })).toEqual({ document: 1, at: ['spec'] })
})

test('a list item that comes or goes is kept by what it is, and one that changes by where it stands', () => {
  const [item, other] = [valueDigest('a.yaml'), valueDigest('b.yaml')]
  const at = ['resources', 3]
  expect([
    recordedPlace({ at, new: 'a.yaml' }),
    recordedPlace({ at, old: 'a.yaml' }),
    recordedPlace({ at, old: 'a.yaml', new: 'b.yaml' }),
  ]).toEqual([
    { at: ['resources'], item, after: item },
    { at: ['resources'], item, before: item },
    { at, before: item, after: other },
  ])
})

test('where the places would swell a record, the whole file stands for them', () => {
  const long = file('long.txt', [{ at: [{ line: 'x'.repeat(placesLengthMax) }], new: '' }])
  const files = recordedFiles({ files: [long, file('short.yaml', [{ at: ['a'] }])] })
  expect(files.map(({ places }) => places)).toEqual([[{ at: [] }], [{ at: ['a'] }]])
})
