import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fileToRestore, untoldSince } from '../../../src/core/ledger/file-to-restore.js'
import { footings } from '../../../src/core/ledger/footings.js'
import { inForce } from '../../../src/core/ledger/in-force.js'
import { sameData } from '../../../src/core/manifest/json-shapes.js'
import { valueDigest } from '../../../src/core/plan/recorded-place.js'
import { issueNumber } from '../../../src/model/ids.js'
import type { LedgerRecord, RecordedPlace } from '../../../src/model/record.js'
import { portionOf } from '../../at-length.js'
import { asked, changed, takenBack } from './lives.js'
import { base, changeOf, expected, type Layer, life, said, wantedOf, wish } from './one-file.js'

test('each place is put back by the request that has the word to it, and by no other', () => {
  const app = life()
  app.merge(1, [changeOf(['a', 2]), changeOf(['x', null]), changeOf(['r', 1])])
  app.merge(2, [changeOf(['a', 3])])
  const merged = app.text()
  app.edit([changeOf(['a', 4]), changeOf(['x', 4]), changeOf(['r', null]), changeOf(['n', 4])])
  expect(app.restore(1)).toEqual([['a', 2]])
  expect(said(app.text())).toEqual({ ...said(merged), a: 4, n: 4 })
  expect(app.restore(2)).toEqual([])
  expect(said(app.text())).toEqual({ ...said(merged), n: 4 })
  expect(app.back(2)).toEqual([])
  expect(app.back(1)).toEqual([])
  expect(said(app.text())).toEqual({ ...said(base), n: 4 })
})

/** At most one wish for each place. */
const wishes = fc.uniqueArray(wish, { minLength: 1, maxLength: 4, selector: ([place]) => place })
/** Each request with its wishes, and whether it is taken back; what somebody does by hand then; and in which order they are restored. */
const histories = fc.record({
  requests: fc.array(fc.tuple(wishes, fc.boolean()), { minLength: 1, maxLength: 4 }),
  byHand: wishes,
  order: fc.array(fc.nat(3), { maxLength: 4 }),
})

test('whatever requests and hands have written, once all in force are restored every place of theirs says what the topmost one wrote', () => {
  fc.assert(
    fc.property(histories, ({ requests, byHand, order }) => {
      const app = life()
      let layers: readonly Layer[] = []
      const merged = new Set<number>()
      for (const [index, [each]] of requests.entries()) {
        const stood = expected(layers)
        if (app.merge(index + 1, each.map(changeOf))) merged.add(index + 1)
        const written = each.map((one) => ({ issue: index + 1, place: one[0], value: wantedOf(one) }))
        layers = [...layers, ...written.filter(({ place, value }) => !sameData(stood[place], value))]
      }
      for (const [index, [, goes]] of requests.entries()) {
        if (!goes || !merged.delete(index + 1)) continue
        app.back(index + 1)
        layers = layers.filter(({ issue }) => issue !== index + 1)
      }
      app.edit(byHand.map(changeOf))
      const byOthers = said(app.text())
      const inTurn = [...new Set([...order.map((each) => each + 1), ...merged])]
      for (const issue of inTurn) if (merged.has(issue)) app.restore(issue)
      const owned = Object.fromEntries(layers.map(({ place, value }) => [place, value]))
      expect(said(app.text())).toEqual({ ...byOthers, ...owned })
      for (const issue of merged) app.restore(issue)
      expect(said(app.text())).toEqual({ ...byOthers, ...owned })
    }),
    { numRuns: portionOf({ portion: 200, all: 5_000 }) },
  )
}, 300_000)

describe('what others have the word to', () => {
  const put = (...steps: readonly string[]) => ({ at: steps, after: valueDigest(1) })
  const files = [changed('app.yaml', [put('m'), put('n')])]
  const told = (...later: readonly LedgerRecord[]) => {
    const found = inForce([asked(1, 0, files), ...later])
    const [file] = files
    if (file === undefined) return expect.fail('no file')
    const restored = fileToRestore(file, footings(found, issueNumber(1)), () => '')
    const named = (all: readonly { readonly place: RecordedPlace; readonly by: number }[] = []) =>
      all.map(({ place, by }) => [...place.at, by])
    return { superseded: named(restored?.superseded), inside: named(restored?.inside) }
  }

  test('is the same place, or one inside of it', () => {
    expect(told()).toEqual({ superseded: [], inside: [] })
    expect(told(asked(2, 60, [changed('app.yaml', [put('m'), put('n', 'x')])]))).toEqual({
      superseded: [['m', 2]],
      inside: [['n', 'x', 2]],
    })
  })

  test('is one place where something rests on what is somebody else’s already', () => {
    const inside = asked(2, 60, [changed('app.yaml', [put('m', 'x')])])
    const over = asked(3, 120, [changed('app.yaml', [put('m')])])
    expect(told(inside, over)).toEqual({ superseded: [['m', 3]], inside: [] })
  })
})

describe('where records do not say which places they wrote', () => {
  const named = [{ at: ['a'], after: valueDigest(1) }]
  const unnamed = [{ at: [] }]
  const at = (places: Parameters<typeof changed>[1], path = 'app.yaml') => [changed(path, places)]
  const told = (...records: readonly LedgerRecord[]) => {
    const found = inForce(records)
    return untoldSince(found, footings(found, issueNumber(1)), 'app.yaml')?.what ?? null
  }
  const untold =
    '#2 has written in app.yaml since, and the ledger does not say in which places each request wrote there, so nobody can tell what of it is to be put back.'

  test('nobody can tell whose word a change is once somebody else has written in the file', () => {
    expect(told(asked(1, 0, at(unnamed)), asked(2, 60, at(named)))).toBe(untold)
    expect(told(asked(1, 0, at(named)), asked(2, 60, at(unnamed)))).toBe(untold)
  })

  test('everybody can tell where both say it, and where nobody has written there since, or it is taken back', () => {
    expect(told(asked(1, 0, at(named)), asked(2, 60, at(named)))).toBe(null)
    expect(told(asked(1, 0, at(unnamed)))).toBe(null)
    expect(told(asked(2, 0, at(named)), asked(1, 60, at(unnamed)))).toBe(null)
    expect(told(asked(1, 0, at(unnamed)), asked(2, 60, at(named, 'other.yaml')))).toBe(null)
    expect(told(asked(1, 0, at(unnamed)), asked(2, 60, at(named)), takenBack(2, 120))).toBe(null)
  })
})
