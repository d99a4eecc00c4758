import { expect, test } from 'vitest'
import { lintPolicy } from '../../../src/core/advice/lint/lint-policy.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import type { Policy } from '../../../src/model/policy.js'
import { typeText } from '../request-type/fixtures.js'

const form = `name: A form
description: For tests
body:
  - type: input
    id: name
    attributes: { label: Name }
`

function linted(says: string, calendar: string): readonly string[] {
  const file = (path: string, text: string) => ({ path, blob: gitBlobOid(text), text })
  const policy: Policy = {
    types: [
      file('.github/issueops/calendar.yml', calendar),
      file('.github/issueops/namespace.yml', typeText(says)),
    ],
    forms: [file('.github/ISSUE_TEMPLATE/namespace.yml', form)],
    policies: [],
    templates: [],
  }
  return lintPolicy(policy, '2026-11-20T09:00:00Z').problems.map(
    ({ file, line, code }) => `${file}:${line} ${code}`,
  )
}

const office = '  office: { allow: [{ hours: 09:00-17:00 }] }\n'

test('windows that are named and open are nothing to mend, and the calendar is no request type', () => {
  expect(linted('windows: [office]', `zone: UTC\nwindows:\n${office}`)).toEqual([])
})

test('a window that no request type names is found on its line', () => {
  expect(linted('', `zone: UTC\nwindows:\n${office}`)).toEqual([
    '.github/issueops/calendar.yml:3 type/window-unused',
  ])
})

test('a window that does not open within a year is found on its line', () => {
  const monday = '  monday: { allow: [{ weekdays: mon, dates: 2026-12-24 }] }\n'
  expect(linted('windows: [office, monday]', `zone: UTC\nwindows:\n${office}${monday}`)).toEqual([
    '.github/issueops/calendar.yml:4 type/window-shut',
  ])
})

test('what is wrong with the calendar is told once, and so is a window that it does not have', () => {
  expect(linted('windows: [office]', 'zone: UTC\nwindows: { office: {} }\n')).toEqual([
    '.github/issueops/calendar.yml:2 type/calendar',
  ])
  expect(linted('windows: [offices]', `zone: UTC\nwindows:\n${office}`)).toEqual([
    '.github/issueops/calendar.yml:3 type/window-unused',
    '.github/issueops/namespace.yml:6 type/window-unknown',
  ])
})
