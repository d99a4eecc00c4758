import { expect, test } from 'vitest'
import { everNamed } from '../../../src/core/approval/named-principals.js'
import { checkRequestType } from '../../../src/core/request-type/check-request-type.js'
import { locateRequestType } from '../../../src/core/request-type/parse-request-type.js'
import { form, must, parseRequestType, problemsOf, typeText } from './fixtures.js'

const fields = form(
  '  - type: checkboxes\n    id: urgent\n    attributes:\n      label: Urgent\n      options:\n        - label: It cannot wait\n',
)
const path = '.github/issueops/namespace.yml'

function textWith(emergency: string): string {
  return typeText(`fields: { urgent: { type: boolean } }\nemergency: ${emergency}`)
}

const whole =
  '{ when: "${{ request.urgent }}", approval: [{ from: [role:maintain] }], review: { within: 1 day, from: [team:security, mona] } }'

function located(emergency: string) {
  return must(locateRequestType({ path, blob: null, text: textWith(emergency) }, []))
}

test('an emergency has a condition, people who approve it and people who review it', () => {
  const type = must(parseRequestType({ path, blob: null, text: textWith(whole) }, []))
  expect(type.emergency).toEqual({
    when: 'request.urgent',
    approval: {
      approval: [
        {
          number: 1,
          when: null,
          needs: {
            kind: 'people',
            from: [{ kind: 'role', role: 'maintain' }],
            count: 1,
            not: ['requester', 'editors', 'committers'],
            validFor: null,
            requireDigest: 'none',
          },
        },
      ],
      policy: null,
    },
    review: {
      within: 86_400,
      from: [
        { kind: 'team', slug: 'security' },
        { kind: 'user', login: 'mona' },
      ],
      count: 1,
    },
  })
  expect(everNamed(type).slice(1)).toEqual([
    { kind: 'role', role: 'maintain' },
    { kind: 'team', slug: 'security' },
    { kind: 'user', login: 'mona' },
  ])
  expect(checkRequestType(located(whole), fields)).toEqual([])
})

test('an emergency without a review, or with an approval that asks for nobody, is refused', () => {
  const without = '{ when: "${{ request.urgent }}", approval: [{ from: [role:maintain] }] }'
  const nobody =
    '{ when: "${{ request.urgent }}", approval: [{ when: request.urgent, automatic: true }], review: { within: 1 day, from: [team:security] } }'
  expect(
    [without, nobody].map((each) =>
      problemsOf(parseRequestType({ path, blob: null, text: textWith(each) }, [])),
    ),
  ).toEqual([
    [
      {
        code: 'type/missing',
        file: path,
        line: expect.any(Number),
        what: 'The key “review” is missing.',
        fix: 'Add it, as in review: { within: 1 day, from: [team:security] }.',
      },
    ],
    [
      {
        code: 'type/emergency',
        file: path,
        line: expect.any(Number),
        what: 'An emergency would be approved by nobody: a rule of its approval is automatic.',
        fix: 'Name somebody who approves emergencies, as in approval: [{ from: [role:maintain] }]. What needs nobody belongs into the approval of the request.',
      },
    ],
  ])
})

test('a condition that no answer changes would make every request an emergency, and is refused', () => {
  const found = ['true', "'request' != ''", 'request.urgent', "requester.login == 'mona'"].map((when) =>
    checkRequestType(located(whole.replace('${{ request.urgent }}', when)), fields).map(({ code }) => code),
  )
  expect(found).toEqual([['type/emergency'], ['type/emergency'], [], []])
})

test('a review that more people have to give than it names is refused', () => {
  const few = whole.replace('team:security, mona]', 'mona], count: 2')
  expect(checkRequestType(located(few), fields)).toMatchObject([
    { code: 'type/approval-unreachable', what: '2 people have to approve, and only 1 may.' },
  ])
})
