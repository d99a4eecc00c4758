import { expect, test } from 'vitest'
import { read } from '../../../src/core/decide/reading.js'
import { beginning, observe, policyOf, typeText } from './world.js'

const body =
  '### What should happen?\n\nCreate\n\n### Name\n\npayments\n\n### Environment\n\ndev\n\n### CPUs\n\n4'

/** What an issue of this text is, under a request type with more in it. */
function kind(text: string, more: string, type = typeText): string {
  return read(observe({ ...beginning(text), policy: policyOf(`${type}${more}`) })).understanding.kind
}

test('an issue without the section of an optional field is a request only where its request type allows that', () => {
  expect(kind(body, '')).toBe('invalid')
  expect(kind(body, 'allow-missing-optional: false\n')).toBe('invalid')
  expect(kind(body, 'allow-missing-optional: true\n')).toBe('request')
  expect(kind(body.replace('### Name\n\npayments\n\n', ''), 'allow-missing-optional: true\n')).toBe('invalid')
})

test('an issue with characters nobody sees in long text is a request unless its request type refuses them', () => {
  const text = `${body}\n\n### Why do you need it?\n\nbe\u200bcause`
  expect(kind(text, '')).toBe('request')
  expect(kind(text, 'refuse-unseen-characters: true\n')).toBe('invalid')
})

test('an issue whose end has passed is no request: its requester mends it, or a maintainer what the type says', () => {
  const until = (day: string) => `${body}\n\n### Why do you need it?\n\n${day}`
  const asked = 'expires: ${{ request.reason }}\n'
  expect(kind(until('2026-12-31'), asked)).toBe('request')
  expect(kind(until('2026-11-19'), asked)).toBe('invalid')
  expect(kind(until('as before'), 'expires: 2026-12-31\n')).toBe('request')
  expect(kind(until('as before'), 'expires: 2026-11-19\n')).toBe('held')
})

test('an issue that only a broken request type would take is held, read as that type wants it', () => {
  const broken = typeText.replace('approval:', 'aproval:')
  expect(kind(body, '', broken)).toBe('ignored')
  expect(kind(body, 'allow-missing-optional: true # workflows strip them\n', broken)).toBe('held')
  expect(kind('### Name\n\npayments', 'allow-missing-optional: true\n', broken)).toBe('ignored')
  const misspelt = typeText.replace('request.environment', 'request.enviroment')
  expect(kind(body, 'allow-missing-optional: true\n', misspelt)).toBe('held')
})

test('a bug report with one heading of a broken request type is left alone, however little its form demands', () => {
  const policy = policyOf(`${typeText.replace('approval:', 'aproval:')}allow-missing-optional: true\n`)
  const lax = policy.forms.map((form) => ({
    ...form,
    text: form.text?.replaceAll('required: true', 'required: false') ?? null,
  }))
  const kindOf = (text: string) =>
    read(observe({ ...beginning(text), policy: { ...policy, forms: lax } })).understanding.kind
  expect(kindOf('### Name\n\nThe dashboard')).toBe('ignored')
  expect(kindOf(body)).toBe('held')
})
