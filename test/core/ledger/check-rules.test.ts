import { expect, test } from 'vitest'
import { rulesMet } from '../../../src/core/ledger/check-rules.js'
import type { Predicate } from '../../../src/model/record.js'
import { record } from './forged.js'

const approved = (rules: Predicate['rules'] & object): Predicate => ({
  ...record(1, 'approved').predicate,
  rules,
})

test('a record whose rules are none, or are left out, was approved by nobody', () => {
  const { rules: _, ...without } = approved([])
  expect(rulesMet(approved([]))).toBe(false)
  expect(rulesMet(without)).toBe(false)
  expect(rulesMet(approved([{ kind: 'automatic', rule: 1, when: 'true' }]))).toBe(true)
})
