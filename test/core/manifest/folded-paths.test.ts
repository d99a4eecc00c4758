import { expect, test } from 'vitest'
import { overlaps } from '../../../src/core/plan/overlaps.js'
import { planChanges } from '../../../src/core/plan/plan-changes.js'
import { resolveFilePath } from '../../../src/core/plan/resolve-file-path.js'
import { foldPath } from '../../../src/model/fold-path.js'
import { planInput } from '../plan/plan-fixtures.js'
import { template } from '../plan/templates.js'

test.each([
  ['straße.yml', 'STRASSE.yml'],
  ['straße.yml', 'strasse.yml'],
  ['STRAẞE.yml', 'strasse.yml'],
  ['ﬁx.yml', 'fix.yml'],
  ['ﬁx.yml', 'FIX.yml'],
  ['oﬀer.yml', 'offer.yml'],
  ['Größe.yml', 'GRÖSSE.yml'],
  ['e\u0301.yml', '\u00e9.yml'],
  ['\u212a.yml', 'k.yml'],
  ['ſ.yml', 's.yml'],
  ['ΟΔΟΣ.yml', 'οδος.yml'],
  ['οδοσ.yml', 'οδος.yml'],
  ['ﬆart.yml', 'START.yml'],
  ['①.yml', '1.yml'],
])('%s and %s are one file where case and the ways to write a letter do not count', (one, other) => {
  expect(foldPath(one)).toBe(foldPath(other))
  expect(foldPath(foldPath(one))).toBe(foldPath(one))
  const touched = (path: string) => [{ path, places: [{ at: ['a'] }] }]
  expect(overlaps(touched(one), touched(other))).toHaveLength(1)
  const changes = [one, other].map((path) => ({
    kind: 'file' as const,
    file: path,
    ensure: 'present' as const,
    document: null,
    validate: null,
    content: 'a: 1\n',
  }))
  const files = [one, other].map((path) => ({ kind: 'absent' as const, path }))
  const plan = planChanges(planInput(changes, files))
  expect(plan.ok ? [] : plan.problems.map(({ code }) => code)).toContain('change/case-collision')
})

test.each([
  ['a.yml', 'b.yml'],
  ['straße.yml', 'strase.yml'],
  ['ä.yml', 'ae.yml'],
  ['a-b.yml', 'a_b.yml'],
])('%s and %s are two', (one, other) => {
  expect(foldPath(one)).not.toBe(foldPath(other))
})

test('a path that is refused names the character nobody could find', () => {
  const result = resolveFilePath(template('apps/<< request.name >>.yml'), {
    request: new Map([['name', 'a\u00a0']]),
    requester: { login: 'ada' },
  })
  expect(result.ok ? '' : result.problems[0].what).toBe(
    '“a[U+00A0]” (U+00A0 NO-BREAK SPACE) cannot be part of a file path, because it begins or ends with a space.',
  )
})
