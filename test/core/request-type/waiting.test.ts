import { expect, test } from 'vitest'
import { parseRequestType, problemsOf, requestType, typeText } from './fixtures.js'

test('when people are reminded, who else is told, and when nobody is waited for any more, is part of the type', () => {
  const { remind, lifetime } = requestType(
    'remind: { after: 1 day, escalate: { after: 3 days, to: [team:leads, mona#7] } }\nlifetime: 2 weeks',
  )
  expect({ remind, lifetime }).toEqual({
    remind: {
      after: 86_400,
      escalate: {
        after: 259_200,
        to: [
          { kind: 'team', slug: 'leads' },
          { kind: 'user', login: 'mona', id: 7 },
        ],
      },
    },
    lifetime: 1_209_600,
  })
})

test('each of them may be left out, and then nothing is said of it', () => {
  expect(requestType('remind: { after: 12 hours }').remind).toEqual({ after: 43_200, escalate: null })
  expect(Object.keys(requestType('')).filter((key) => key === 'remind' || key === 'lifetime')).toEqual([])
})

test.each([
  [
    'remind: { after: 3 days, escalate: { after: 3 days, to: [team:leads] } }',
    'type/waiting',
    'Others are told no later than those who are waited for are reminded.',
  ],
  [
    'lifetime: 1 day\nremind: { after: 24 hours }',
    'type/waiting',
    'A request is withdrawn before anybody would be reminded.',
  ],
  [
    'lifetime: 2 days\nremind: { after: 1 day, escalate: { after: 3 days, to: [team:leads] } }',
    'type/waiting',
    'A request is withdrawn before others would be told.',
  ],
  [
    'remind: { after: 1 day, escalate: { after: 3 days, to: [role:maintain] } }',
    'type/waiting',
    '“role:maintain” stands among those who are told, and nobody can be mentioned by a role.',
  ],
  [
    `remind: { after: 1 day, escalate: { after: 3 days, to: [${'a b c d e f g h i j k'.split(' ').join(', ')}] } }`,
    'type/waiting',
    '“to” names 11, and at most 10 are told at once.',
  ],
  [
    'remind: { escalate: { after: 3 days, to: [team:leads] } }',
    'type/missing',
    'The key “after” is missing.',
  ],
  ['remind: 1 day', 'type/value', '“remind” is “1 day”.'],
  ['lifetime: 14d', 'type/value', '“lifetime” is “14d”.'],
])('%j is refused on its line', (text, code, what) => {
  const source = { path: '.github/issueops/namespace.yml', blob: null, text: typeText(text) }
  const [problem, ...more] = problemsOf(parseRequestType(source))
  expect([problem?.code, problem?.what, problem?.line, more]).toEqual([code, what, 6, []])
})
