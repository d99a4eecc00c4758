import { expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { locateNode } from '../../../src/core/manifest/yaml/locate-node.js'
import { stayInside } from '../../../src/core/manifest/yaml/splice-edit.js'

const text = 'a: 1 # a\n# about b\nb: 2 # b\n  # deep\n# about c\nc: [x, y] # c\n'

/** Whether removing `removed` passes for an edit of the place. */
function passes(path: readonly (string | number)[], removed: string): boolean {
  const document = parseDocument(text, { keepSourceTokens: true })
  const located = locateNode(document, path, () => null)
  if (!located.ok || located.value === null) throw new Error('the place is not there')
  const start = text.indexOf(removed)
  return stayInside([{ start, end: start + removed.length, text: '' }], located.value, text)
}

test.each([
  [['b'], 'b: 2 # b\n', true],
  [['b'], 'b: 2 # b\n  # deep\n', true],
  [['b'], '\nb: 2', true],
  [['c', 1], ', y', true],
  [['b'], '# about b\nb: 2', false],
  [['b'], 'b: 2 # b\n  # deep\n# about c\n', false],
  [['b'], '# a\n# about b\nb: 2', false],
  [['c', 1], 'x, y', false],
  [['c', 1], 'y] # c', false],
])('an edit of %j that removes %j: %s', (path, removed, expected) => {
  expect(passes(path, removed)).toBe(expected)
})
