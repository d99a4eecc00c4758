import { expect, test } from 'vitest'
import { expectedSignals } from '../../../src/core/request/expected-signals.js'
import type { Json } from '../../../src/model/json.js'
import { requestType } from '../request-type/fixtures.js'

const labels = new Map([['app', 'Application']])

function expected(reached: string, app: Json) {
  const type = requestType(`stages: [{ name: staging }, { name: production }]\nreached: ${reached}`)
  const request = new Map<string, Json>([['app', app]])
  const stage = { name: 'production', previous: 'staging' }
  return expectedSignals(type, { request, requester: { login: 'ada' }, labels, stage })
}

test('what is waited for has the names of the request and of its stage', () => {
  const reached = `{ by: [{ status: "kustomization/\${{ stage.name }}-\${{ request.app }}/*", app: flux }, { check: smoke }], within: 2 hours }`
  expect(expected(reached, 'shop/eu')).toEqual({
    ok: true,
    value: {
      by: [
        { kind: 'status', name: 'kustomization/production-shop/eu/*', app: 'flux' },
        { kind: 'check', name: 'smoke', app: 'github-actions' },
      ],
      within: 7200,
    },
  })
})

test('a type that waits for nothing has no signals', () => {
  const context = { request: new Map(), requester: { login: 'ada' } }
  expect(expectedSignals(requestType(''), context)).toEqual({ ok: true, value: null })
})

test.each(['*', 'shop*', '**', 'shop\nx', ' shop', 'shop\u2028'])(
  'an answer never becomes a pattern, or a name no signal has: %j',
  (app) => {
    expect(expected('{ by: [{ deployment: "${{ request.app }}" }] }', app)).toEqual({
      ok: false,
      problems: [
        {
          code: 'request/signal-name',
          field: 'app',
          label: 'Application',
          what: `“Application” is “${app}”, and it is part of the name of an environment that is waited for after the merge, which cannot have that in it.`,
          fix: 'Edit the issue and write it without *, line breaks and blanks at its ends.',
        },
      ],
    })
  },
)

test('what was left empty, or is made of several answers, is told as well, all at once', () => {
  const reached = `{ by: [{ check: "a \${{ request.app }}" }, { status: "\${{ format('{0}*', stage.name) }}" }] }`
  expect(expected(reached, null)).toEqual({
    ok: false,
    problems: [
      {
        code: 'expression/empty',
        field: 'app',
        label: 'Application',
        what: '“Application” was left empty, and “check” of reached in the request type is made of it: request.app.',
        fix: "Edit the issue and fill in “Application”. Where it may be empty, a maintainer says in the request type what that means, as in request.app || 'none', or leaves the change out with when: request.app != ''.",
      },
      {
        code: 'request/signal-name',
        what: "The expression “format('{0}*', stage.name)” is “production*”, and it is part of the name of a commit status that is waited for after the merge, which cannot have that in it.",
        fix: 'A maintainer has to correct the name under reached in the request type; only what stands outside of expressions may be a pattern.',
      },
    ],
  })
})

test('a name that the request type leaves empty is no name', () => {
  const found = expected(
    `{ by: [{ check: "\${{ stage.previous == 'staging' && '' || 'x' }}" }, { check: "\${{ '' }}" }] }`,
    'shop',
  )
  expect(found.ok ? [] : found.problems.map(({ code, what }) => [code, what.slice(0, 27)])).toEqual([
    ['request/signal-name', "The expression “''” is “”, "],
  ])
})
