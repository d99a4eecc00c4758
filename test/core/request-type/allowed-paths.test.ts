import fc from 'fast-check'
import { expect, test } from 'vitest'
import { resolveChanges } from '../../../src/core/plan/resolve-changes.js'
import { checkRequestType } from '../../../src/core/request-type/check-request-type.js'
import { matchesGlob } from '../../../src/core/request-type/matches-glob.js'
import { locateRequestType } from '../../../src/core/request-type/parse-request-type.js'
import { form, must, problemsOf, typeText } from './fixtures.js'

test.each([
  ['apps/*/values.yaml', 'apps/shop/values.yaml', true],
  ['apps/*/values.yaml', 'apps/values.yaml', false],
  ['apps/*/values.yaml', 'apps/a/b/values.yaml', false],
  ['apps/*/values.yaml', 'x/apps/shop/values.yaml', false],
  ['apps/*/values.yaml', 'apps/shop/values.yaml/x', false],
  ['apps/*.yaml', 'apps/shop.yaml', true],
  ['apps/*.yaml', 'apps/.yaml', true],
  ['apps/*.yaml', 'apps/shop.yml', false],
  ['a*b*c', 'axxbxbc', true],
  ['a*b*c', 'axxbxb', false],
  ['clusters/**', 'clusters/a', true],
  ['clusters/**', 'clusters/a/b/c', true],
  ['clusters/**', 'clusters', false],
  ['clusters/**', 'clusters2/a', false],
  ['**/x.yaml', 'x.yaml', true],
  ['**/x.yaml', 'a/b/x.yaml', true],
  ['a/**/b/*.yaml', 'a/b/c.yaml', true],
  ['a/**/b/*.yaml', 'a/x/b/y/b/c.yaml', true],
  ['a/**/b/*.yaml', 'a/x/b/y/c.yaml', false],
  ['Apps/a', 'apps/a', false],
  ['a.b', 'axb', false],
  ['a+(b)^$', 'a+(b)^$', true],
  ['**', 'any/thing', true],
])('%s and %s: %s', (glob, path, fits) => {
  expect(matchesGlob(glob, path)).toBe(fits)
})

test('a glob means what the regular expression made of it means', () => {
  const part = fc.string({ unit: fc.constantFrom('a', 'b', '*'), minLength: 1, maxLength: 4 })
  const glob = fc.array(fc.oneof(part, fc.constant('**')), { minLength: 1, maxLength: 4 })
  const path = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 5,
  })
  fc.assert(
    fc.property(glob, path, (parts, names) => {
      const usable = parts.map((each) => (each === '**' ? each : each.replace(/\*+/g, '*')))
      const pattern = usable
        .map((each, index) =>
          each !== '**'
            ? `${each.replaceAll('*', '[^/]*')}/`
            : index === usable.length - 1
              ? '(?:[^/]+/)+'
              : '(?:[^/]+/)*',
        )
        .join('')
      expect(matchesGlob(usable.join('/'), names.join('/'))).toBe(
        new RegExp(`^${pattern}$`).test(`${names.join('/')}/`),
      )
    }),
    { numRuns: 3_000 },
  )
})

test('no glob takes long to match', () => {
  const started = performance.now()
  matchesGlob(`${'a*'.repeat(400)}b`, 'a'.repeat(1_000))
  matchesGlob(`${'**/a/'.repeat(190)}b`, Array.from({ length: 500 }, () => 'a').join('/'))
  expect(performance.now() - started).toBeLessThan(500)
})

const fields = form('  - { type: input, id: env, attributes: { label: Environment } }\n')

function typeOf(change: string) {
  const text = typeText('paths: [apps/*/values.yaml, "clusters/dev/**"]\n').replace(
    'file: teams.yaml, at: [teams], item: core',
    change,
  )
  return must(locateRequestType({ path: '.github/issueops/namespace.yml', blob: null, text }))
}

test('a request whose file is not listed is refused, with the path and the list', () => {
  const located = typeOf('file: "clusters/${{ request.env }}/a.yaml", content: {}')
  expect(checkRequestType(located, fields)).toEqual([])
  const resolve = (env: string) =>
    resolveChanges(located.type, { request: new Map([['env', env]]), requester: { login: 'ada' } })
  expect(problemsOf(resolve('dev'))).toEqual([])
  expect(problemsOf(resolve('prod'))).toEqual([
    {
      code: 'change/path-not-listed',
      file: '.github/issueops/namespace.yml',
      what: 'clusters/prod/a.yaml is none of the files this kind of request may change: apps/*/values.yaml, clusters/dev/**.',
      fix: 'Correct the value the path is made of, or paths: in the request type.',
    },
  ])
})

test('what is only read need not be listed', () => {
  const { type } = typeOf('file: apps/shop/values.yaml, copy: staging/values.yaml')
  const context = { request: new Map([['env', 'x']]), requester: { login: 'ada' } }
  expect(problemsOf(resolveChanges(type, context))).toEqual([])
})

test('a file that no request could change is a mistake of the request type', () => {
  expect(checkRequestType(typeOf('file: clusters/prod/a.yaml, content: {}'), fields)).toMatchObject([
    { code: 'type/path-not-listed', file: '.github/issueops/namespace.yml' },
  ])
})
