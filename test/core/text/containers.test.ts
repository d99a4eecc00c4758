import { expect, test } from 'vitest'
import { type Container, type Containers, matchContainers } from '../../../src/core/text/containers.js'

const item: Container = { kind: 'item', quotedAt: null, width: 2, begun: true }
const quote: Container = { kind: 'quote', quotedAt: 0 }

/** To how many containers a line belongs, and how many of them were looked at for it. */
function match(open: readonly Container[], line: string): { readonly depth: number; readonly looks: number } {
  let looks = 0
  const counted = new Proxy([...open], {
    get: (target, name, receiver) => {
      if (typeof name === 'string' && /^\d+$/.test(name)) looks += 1
      return Reflect.get(target, name, receiver)
    },
  })
  const containers: Containers = {
    open: counted,
    quotes: open.flatMap(({ kind }, at) => (kind === 'quote' ? [at] : [])),
  }
  const matched = { depth: 0, at: 0 }
  matchContainers(containers, line, 0, line.length, matched)
  return { depth: matched.depth, looks }
}

test('a blank line belongs to a hundred lists in each other without a look at each of them', () => {
  const { depth, looks } = match(Array<Container>(100).fill(item), '')
  expect(depth).toBe(100)
  expect(looks).toBeLessThanOrEqual(2)
})

test.each([
  ['a blank line belongs to no quotation', [item, item, quote, item], '', 2],
  ['nothing behind the mark of a quotation is a blank line of the lists in it', [quote, item, item], '>', 3],
  ['a blank line behind one mark ends before the second quotation', [quote, item, quote, item], '>  ', 2],
  ['a blank line ends an item that holds nothing', [item, { ...item, begun: false }], '', 1],
  ['a line belongs to the items as far as it is indented', [item, item, item], '    a', 2],
])('%s', (_title, open, line, depth) => {
  expect(match(open, line).depth).toBe(depth)
})
