import { expect, test } from 'vitest'
import { placesLengthMax, recordedFiles } from '../../../src/core/decide/recorded-files.js'
import { oid } from '../../../src/model/ids.js'
import type { Place, PlannedFile } from '../../../src/model/plan.js'

const blob = oid('a'.repeat(40))

function file(path: string, places: readonly Place[]): PlannedFile {
  return { path, mode: '100644', places, change: 'create', before: null, after: { oid: blob, text: 'a\n' } }
}

test('the ledger keeps where a file changes and its blob ids, but neither its text nor a value', () => {
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
      places: [{ document: 1, at: ['spec', 'replicas'] }, { at: [{ name: 'app' }, 'image'] }],
    },
  ])
})

test('where the places would swell a record, the whole file stands for them', () => {
  const long = file('long.txt', [{ at: [{ line: 'x'.repeat(placesLengthMax) }], new: '' }])
  const files = recordedFiles({ files: [long, file('short.yaml', [{ at: ['a'] }])] })
  expect(files.map(({ places }) => places)).toEqual([[{ at: [] }], [{ at: ['a'] }]])
})
