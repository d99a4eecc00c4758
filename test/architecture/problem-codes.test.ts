import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')

test('every problem code of the source has its entry with cause, example and cure, and no entry is without a code', () => {
  expect([...entries().keys()].sort()).toEqual(codes())
})

test('every entry tells cause, example and cure', () => {
  for (const [code, text] of entries()) {
    expect({
      code,
      cause: /cause/i.test(text),
      example: /example/i.test(text),
      cure: /cure/i.test(text),
    }).toEqual({
      code,
      cause: true,
      example: true,
      cure: true,
    })
  }
})

/** The prefixes of codes that name problems or what a request waits for; some of `state/…` are reasons that need nobody's cure. */
const prefixes = [
  'form',
  'expression',
  'request',
  'type',
  'command',
  'approval',
  'change',
  'merge',
  'ledger',
  'policy',
  'target',
  'doctor',
]

/** Reasons of states in which all is well, and which therefore have no cure. */
const reasons = ['approval/automatic', 'approval/missing', 'approval/satisfied']

function codes(): readonly string[] {
  const pattern = new RegExp(`'((?:${prefixes.join('|')})/[a-z][a-z0-9-]*)'`, 'g')
  const held = /code: '(state\/[a-z-]+)'/g
  const found = sources().flatMap((text) =>
    [...text.matchAll(pattern), ...text.matchAll(held)].map((match) => match[1] ?? ''),
  )
  return [...new Set(found)].filter((code) => !reasons.includes(code)).sort()
}

function sources(): readonly string[] {
  const source = join(root, 'src')
  const paths = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !path.startsWith('sandbox'),
  )
  return paths.map((path) => readFileSync(join(source, path), 'utf8'))
}

function entries(): ReadonlyMap<string, string> {
  const folder = join(root, 'docs/problems')
  // The index repeats the entries; it has none of its own.
  const names = readdirSync(folder).filter((name) => name !== 'README.md')
  const pages = names.map((name) => readFileSync(join(folder, name), 'utf8'))
  const sections = pages.flatMap((page) => page.split(/^## /m).slice(1))
  return new Map(
    sections.map((section) => [/^`([^`]+)`/.exec(section)?.[1] ?? section.slice(0, 40), section]),
  )
}
