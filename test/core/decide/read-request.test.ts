import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { rehearseTest } from '../../../src/core/advice/lint/rehearse-test.js'
import { readRequest } from '../../../src/core/decide/read-request.js'
import { readSubmission } from '../../../src/core/decide/read-submission.js'
import { read } from '../../../src/core/decide/reading.js'
import { understandText } from '../../../src/core/decide/understand.js'
import { readPolicy } from '../../../src/core/request-type/read-policy.js'
import type { FieldValue } from '../../../src/model/submission.js'
import { user } from './given.js'
import { beginning, observe, policyOf, typeText } from './world.js'

const answers: Readonly<Record<string, FieldValue>> = {
  action: 'Create',
  name: 'payments',
  environment: 'dev',
  cpu: '4',
  reason: null,
}

function bodyOf(given: Readonly<Record<string, FieldValue>>): string {
  const labels = {
    action: 'What should happen?',
    name: 'Name',
    environment: 'Environment',
    cpu: 'CPUs',
    reason: 'Why do you need it?',
  }
  return Object.entries(labels)
    .map(([id, label]) => `### ${label}\n\n${String(given[id] ?? '_No response_')}`)
    .join('\n\n')
}

/** What each way from a text to a request says: the request's digest, or the codes of its problems. */
function ways(more: string, given: Readonly<Record<string, FieldValue>>): readonly string[] {
  const policy = policyOf(`${typeText}${more}`)
  const [candidate] = readPolicy(policy).candidates
  if (candidate === undefined) throw new Error('the request type has problems')
  const body = bodyOf(given)
  const run = read(observe({ ...beginning(body), policy })).understanding
  const named = understandText(
    readRequest(candidate, { body, requester: user('ada') }),
    user('ada'),
    '2026-11-20T12:00:00Z',
  )
  const plan = readRequest(candidate, { body, requester: { login: 'ada' } })
  const test = { name: 'a test', requester: 'ada', answers: new Map(Object.entries(given)) }
  const rehearsed = rehearseTest(candidate, {
    ...test,
    existing: null,
    expect: { kind: 'problems', codes: ['x'] },
  })
  const submission = readSubmission(policy, { body, labels: [], form: candidate.form.file })
  const parsed =
    submission.kind === 'parsed' ? '' : 'problems' in submission ? codes(submission.problems) : '?'
  return [
    ...[run, named, plan].map((each) =>
      each.kind === 'request' ? each.request.digest : 'problems' in each ? codes(each.problems) : each.kind,
    ),
    rehearsed.ok ? rehearsed.value.request.digest : codes(rehearsed.problems),
    // `parse` knows of no request: it agrees where it reads the text, and where it does not says the same.
    ...(parsed === '' ? [] : [parsed]),
  ]
}

function codes(problems: readonly { readonly code: string }[]): string {
  return problems.map(({ code }) => code).join()
}

test.each<[string, string, Readonly<Record<string, FieldValue>>, RegExp]>([
  ['an ordinary request', '', {}, /^[0-9a-f]{64}$/],
  ['a character nobody sees in long text', '', { reason: 'be\u200bcause' }, /^[0-9a-f]{64}$/],
  [
    'one that the request type refuses',
    'refuse-unseen-characters: true\n',
    { reason: 'be\u200bcause' },
    /^form\/invisible-character$/,
  ],
  ['a required field that is empty', '', { name: null }, /^form\/required$/],
  ['a value the request type refuses', '', { cpu: 'many' }, /^request\/type$/],
  ['a path the value cannot be part of', '', { name: '..' }, /^(?:request\/pattern|change\/path-part)$/],
  ['an end that is to come', 'expires: 2026-12-31\n', {}, /^[0-9a-f]{64}$/],
  ['an end that was left out', 'expires: ${{ request.reason }}\n', {}, /^request\/end-missing$/],
  [
    'an end that is none',
    'expires: ${{ request.reason }}\n',
    { reason: 'soon' },
    /^request\/end-unreadable$/,
  ],
  ['a secret', '', { reason: `ghp_${'a1B2'.repeat(9)}` }, /^request\/secret$/],
])('a run, the actions, plan and tests say the same of %s', (_title, more, given, expected) => {
  const said = ways(more, { ...answers, ...given })
  expect([...new Set(said)]).toEqual([expect.stringMatching(expected)])
})

test('nobody else makes a request of a text', () => {
  const source = fileURLToPath(new URL('../../../src', import.meta.url))
  const calling = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .filter((path) => /\b(?:validateRequest|resolveChanges)\(/.test(readFileSync(join(source, path), 'utf8')))
    .sort()
  expect(calling).toEqual([
    // Lint makes no request: it tries a type with answers nobody gave.
    'core/advice/lint/empty-fields.ts',
    // A later stage is made of what was recorded, never of a text.
    'core/decide/later-chapter.ts',
    'core/decide/read-request.ts',
    'core/plan/resolve-changes.ts',
    'core/request/validate-request.ts',
  ])
})
