import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sameData } from '../../../src/core/manifest/json-shapes.js'
import { portionOf } from '../../at-length.js'
import { base, changeOf, expected, first, type Layer, life, said, wantedOf, wish } from './one-file.js'

test('of two requests at one place the first leaves it to the second, which then gives back what stood before both', () => {
  const app = life()
  app.merge(1, [changeOf(['a', 2]), changeOf(['x', null])])
  app.merge(2, [changeOf(['a', 3])])
  expect(app.back(1)).toEqual([['a', 2]])
  expect(app.text()).toBe(base.replace('a: 1', 'a: 3'))
  expect(app.back(2)).toEqual([])
  expect(app.text()).toBe(base)
})

/** Each request with its wishes, at most one for a place, and when it is taken back: the number of requests that are merged by then. */
const stack = fc.array(
  fc.tuple(
    fc.uniqueArray(wish, { minLength: 1, maxLength: 4, selector: ([place]) => place }),
    fc.nat(3),
    fc.nat(),
  ),
  { minLength: 1, maxLength: 4 },
)

test('whatever requests write and in whichever order they are taken back, each place says what the topmost one in force wrote', () => {
  fc.assert(
    fc.property(stack, (requests) => {
      const app = life()
      let layers: readonly Layer[] = []
      const alive = new Set<number>()
      for (const [index, [wishes]] of requests.entries()) {
        const issue = index + 1
        const stood = expected(layers)
        if (app.merge(issue, wishes.map(changeOf))) alive.add(issue)
        const written = wishes.map((each) => ({ issue, place: each[0], value: wantedOf(each) }))
        layers = [...layers, ...written.filter(({ place, value: wanted }) => !sameData(stood[place], wanted))]
        expect(said(app.text())).toEqual(expected(layers))
        const due = [...requests.entries()]
          .filter(
            ([other, [, later]]) =>
              alive.has(other + 1) && index === Math.min(other + later, requests.length - 1),
          )
          .sort(([, [, , a]], [, [, , b]]) => a - b)
        for (const [other] of due) {
          app.back(other + 1)
          alive.delete(other + 1)
          layers = layers.filter((layer) => layer.issue !== other + 1)
          expect(said(app.text())).toEqual(expected(layers))
        }
      }
      expect(alive.size).toBe(0)
      expect(said(app.text())).toEqual(first)
    }),
    { numRuns: portionOf({ portion: 200, all: 5_000 }) },
  )
}, 60_000)
