import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { nextStep } from '../../src/core/report/next-step.js'
import { statusComment } from '../../src/core/report/status-comment.js'
import { problemsOn } from './catalogue.js'

/** Somebody who can act, or the word that nobody has to. */
const actor =
  /^(?:\S+ or )?(?:an? (?:maintainer|administrator)|the requester|somebody|whoever|nobody has|nothing has to be done|the required checks|\$\{(?:author|by\.login)\} has|ask somebody who may)\b/i

/** Whether a sentence says first who has to act, also where it begins with what was found. */
const names = (text: string) => actor.test(text) || /(?:^|[;.] )(?:a maintainer|nobody) /i.test(text)

test('whatever of a request’s state holds it, or keeps it from being merged, says first who has to act', () => {
  const said = [...heldSentences(), ...waitingSentences()]
  expect(said.length).toBeGreaterThan(40)
  expect(said.filter(({ text }) => !names(text)).map(({ place, text }) => `${place}: ${text}`)).toEqual([])
})

test('of every other code that can hold a request, the status names who keeps the file or the answer', () => {
  const keepers = Object.fromEntries(
    problemsOn('form.md', 'expression.md', 'type.md', 'change.md', 'request.md').map((code) => {
      const body = statusComment({
        kind: 'held',
        title: 'Namespace',
        problems: [{ code, what: 'Something.', fix: 'Mend it.' }],
      })
      return [code, /^\*\*Next:\*\* (.*) has to act\. Mend it\.$/m.exec(body)?.[1] ?? 'nobody is named']
    }),
  )
  expect(Object.keys(keepers).length).toBeGreaterThan(100)
  expect([...new Set(Object.values(keepers))].sort()).toEqual([
    'a maintainer of the request type',
    'the requester',
    'the requester or a maintainer of the manifests',
  ])
})

test('where there is no problem at all, that is said', () => {
  expect(nextStep([]).source).toBe('nobody has to act; the toolkit looks again.')
})

interface Sentence {
  readonly place: string
  readonly text: string
}

/** What is to be done about problems of the state, which say themselves who has to do it; answers to commands are said to whoever gave them. */
function heldSentences(): readonly Sentence[] {
  const pattern =
    /code: '((?:state|approval)\/[a-z-]+)',(?:(?!\bcode:)[\s\S])*?\bfix:\s*(['`])([\s\S]*?)\2,?\n/g
  const answers =
    /(?:refuse-vote|read-command|edited-command|approval-record|holds|decline|replies|rules-returned)\.ts$/
  return sources()
    .filter(([path]) => !answers.test(path))
    .flatMap(([path, text]) => [
      ...[...text.matchAll(pattern)].map((match) => ({ place: `${path} ${match[1]}`, text: match[3] ?? '' })),
      ...(/code: '(?:state|approval)\//.test(text) ? namedSentences(path, text) : []),
    ])
}

/** A sentence that stands before the problem it belongs to. */
function namedSentences(path: string, text: string): readonly Sentence[] {
  return [...text.matchAll(/const (?:fix|grant) =\s*(['`])([\s\S]*?)\1\n/g)].map((match) => ({
    place: path,
    text: match[2] ?? '',
  }))
}

/** What an approved request waits for. */
function waitingSentences(): readonly Sentence[] {
  const pattern = /reason: '(merge\/[a-z-]+)',\s*waitsFor:\s*(['`])([\s\S]*?)\2,?\n/g
  return sources().flatMap(([path, text]) =>
    [...text.matchAll(pattern)].map((match) => ({ place: `${path} ${match[1]}`, text: match[3] ?? '' })),
  )
}

function sources(): readonly (readonly [string, string])[] {
  return readdirSync('src/core', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => [path, readFileSync(`src/core/${path}`, 'utf8')] as const)
}
