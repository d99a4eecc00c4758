import { expect, test } from 'vitest'
import { closestName } from '../../../src/core/text/closest-name.js'

test.each([
  ['mrege', 'merge'],
  ['nmae', 'name'],
  ['Titel', 'title'],
  ['chnages', 'changes'],
  ['form', 'form'],
  ['emreg', null],
  ['x', null],
])('%s is taken for %s: two letters that changed places are one slip', (written, meant) => {
  expect(closestName(written, ['name', 'title', 'form', 'merge', 'changes'])).toBe(meant)
})
