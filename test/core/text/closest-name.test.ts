import { expect, test } from 'vitest'
import { closestName, didYouMean } from '../../../src/core/text/closest-name.js'

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

test.each([
  ['prod', 'Did you mean production? '],
  ['Prod', 'Did you mean production? '],
  ['reach', 'Did you mean reached? '],
  ['stag', ''],
  ['pr', ''],
])('%s is asked about where one name alone begins like it', (written, asked) => {
  expect(didYouMean(written, ['production', 'reached', 'staging-eu', 'staging-us'])).toBe(asked)
})
