import { expect, test } from 'vitest'
import { InputError, issueInput } from '../../src/runner/inputs.js'

test('the number of an issue is taken as it is', () => {
  expect(issueInput('issue', '42')).toBe(42)
})

test.each(['0', '-1', '4.2', 'x', '', '2147483648', '999999999999999'])(
  'what is the number of no issue is wrong usage: %s',
  (value) => {
    expect(() => issueInput('issue', value)).toThrow(InputError)
  },
)
