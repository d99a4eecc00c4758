import { expect, test } from 'vitest'
import { principalText } from '../../../src/core/approval/principal.js'
import { parsePrincipals } from '../../../src/core/request-type/read-principal.js'

test('teams, roles and people in one line are read, and written back the same', () => {
  const text = 'team:platform, role:maintain,octocat , mona_acme'
  expect(parsePrincipals(text)?.map(principalText)).toEqual([
    'team:platform',
    'role:maintain',
    'octocat',
    'mona_acme',
  ])
})

test.each([
  '',
  ' ',
  ',',
  'bob,',
  'team:',
  'team:Plat Form',
  'role:none',
  'role:king',
  '@bob',
  'a--b',
  'bob;carol',
])('%j names nobody', (text) => {
  expect(parsePrincipals(text)).toBe(null)
})
