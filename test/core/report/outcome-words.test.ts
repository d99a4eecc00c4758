import { expect, test } from 'vitest'
import { outcomeMarker, outcomeNotice, outcomeText } from '../../../src/core/report/outcome-words.js'
import { oid, userId } from '../../../src/model/ids.js'
import type { Signal } from '../../../src/model/signal.js'

const merge = oid('a'.repeat(40))
const before = oid('b'.repeat(40))
const later = oid('c'.repeat(40))
const place = { merge, until: '2026-11-20T12:30:00Z', repository: null, withheld: false }

const apps: Signal = {
  kind: 'status',
  name: 'kustomization/apps/0c9c2e41',
  app: 'flux',
  state: 'failure',
  commit: merge,
  at: '2026-11-20T12:03:00Z',
  url: null,
}
const smoke: Signal = {
  kind: 'check',
  name: 'smoke',
  app: 'github-actions',
  state: 'success',
  commit: later,
  at: '2026-11-20T12:09:00Z',
  url: 'https://ci.example/runs/7',
}
const production: Signal = { ...smoke, kind: 'deployment', name: 'production', commit: merge, url: null }

test('what is waited for is told with until when, and what fails at present with what that means', () => {
  const missing = [
    { kind: 'status', name: 'kustomization/apps/*', app: 'flux' },
    { kind: 'check', name: 'smoke', app: 'github-actions' },
  ] as const
  expect(lines(outcomeText({ kind: 'waiting', missing, failing: [] }, place))).toEqual([
    '**Waiting for word that it has arrived**, until 2026-11-20 at 12:30 UTC:',
    '- the status `kustomization/apps/*` of `flux`',
    '- the check `smoke` of `github-actions`',
  ])
  expect(lines(outcomeText({ kind: 'waiting', missing, failing: [apps] }, place)).slice(3)).toEqual([
    '**Fails at present**, which counts if it lasts until then:',
    '- the status `kustomization/apps/0c9c2e41` of `flux`',
  ])
})

test('what has arrived names who said so, with the way to read more and the later commit it was said of', () => {
  const signals = [production, smoke]
  expect(lines(outcomeText({ kind: 'reached', signals }, place))).toEqual([
    '**Arrived**, as was said by:',
    '- the deployment to `production` of `github-actions`',
    `- the check [\`smoke\`](<https://ci.example/runs/7>) of \`github-actions\`, on ${later}`,
  ])
})

test('what does not work is blamed on the merge in so many words', () => {
  expect(lines(outcomeText({ kind: 'failed', signals: [apps] }, place))).toEqual([
    '**It does not work**, as was said by:',
    '- the status `kustomization/apps/0c9c2e41` of `flux`',
    'It worked with the commit before this merge. Nothing is taken back by itself.',
  ])
})

test.each([
  [[merge, later], before, `It began with one of ${merge} (this merge), ${later}; it worked with ${before}.`],
  [
    [merge],
    null,
    `It may have begun with ${merge} (this merge), or earlier: no commit before is known with which it worked.`,
  ],
  [[before], later, `It had begun before this was merged, with ${before}; it worked with ${later}.`],
] as const)('of several commits none is blamed: %s', (commits, since, words) => {
  expect(lines(outcomeText({ kind: 'one-of', signals: [apps], commits, since }, place))).toEqual([
    '**Something does not work, and it cannot be told whether this merge is the reason**, as was said by:',
    '- the status `kustomization/apps/0c9c2e41` of `flux`',
    words,
  ])
})

test('where nobody has said anything, it is told what is missing and what is still under way', () => {
  const missing = [{ kind: 'deployment', name: 'production', app: 'github-actions' }] as const
  const view = { kind: 'silent', missing, pending: [{ ...production, state: 'pending' }] } as const
  expect(lines(outcomeText(view, place))).toEqual([
    '**Nobody has said whether it has arrived**, though it was waited for until 2026-11-20 at 12:30 UTC:',
    '- the deployment to `production` of `github-actions`',
    'Still under way:',
    '- the deployment to `production` of `github-actions`',
  ])
})

test('commits of another repository are told as its own', () => {
  const there = { ...place, repository: { owner: 'acme', name: 'gitops' } }
  const text = outcomeText({ kind: 'reached', signals: [smoke] }, there)
  expect(text.source).toContain(`, on acme/gitops@${later}`)
})

test('of a target that fewer people can read only numbers are told', () => {
  const hidden = { ...place, withheld: true }
  const view = { kind: 'one-of', signals: [apps, smoke], commits: [merge, later], since: before } as const
  expect(lines(outcomeText(view, hidden))).toEqual([
    '**Something does not work, and it cannot be told whether this merge is the reason**, as was said by:',
    '- 2 signals',
    'It began with one of 2 commits.',
  ])
})

test('names and addresses that somebody else wrote are only text', () => {
  const hostile: Signal = {
    ...apps,
    name: '`@acme/all` closes #1',
    app: 'x|@acme',
    url: 'javascript:alert(1)',
  }
  expect(lines(outcomeText({ kind: 'failed', signals: [hostile] }, place))[1]).toBe(
    '- the status `` `@acme/all` closes #1 `` (`javascript:alert(1)`) of `x\\|@acme`',
  )
})

test('of long lists the first ten are told', () => {
  const signals = Array.from({ length: 12 }, (_, index) => ({ ...apps, name: `app-${index}` }))
  const told = lines(outcomeText({ kind: 'reached', signals }, place))
  expect(told.slice(10)).toEqual(['- the status `app-9` of `flux`', '- and 2 more'])
  const commits = Array.from({ length: 12 }, (_, index) => oid(index.toString(16).repeat(40).slice(0, 40)))
  const text = outcomeText({ kind: 'one-of', signals: [apps], commits, since: before }, place)
  expect(text.source).toContain(`${'9'.repeat(40)}, and 2 more; it worked with ${before}.`)
})

test('somebody is asked once to look, and told what they can do and that a later word counts', () => {
  const requester = { kind: 'user', login: 'ada', id: userId(7) } as const
  const missing = [{ kind: 'check', name: 'smoke', app: 'github-actions' }] as const
  const ask = { ...place, chapter: 2, requester, back: '/rollback staging', next: 'production' }
  expect(lines({ source: outcomeNotice({ kind: 'silent', missing, pending: [] }, ask) })).toEqual([
    '<!-- issueops:outcome:2:silent -->',
    '@ada and whoever maintains this repository: it is not known whether what was merged for this request works.',
    '**Nobody has said whether it has arrived**, though it was waited for until 2026-11-20 at 12:30 UTC:',
    '- the check `smoke` of `github-actions`',
    'Please look at the system itself. If what was merged is the reason that something does not work, comment `/rollback staging` with the reason. If all is well, see to it that it is said: a word that comes later counts, on the merge commit or on one that contains it. Until then it does not go on to production.',
  ])
  const other = outcomeNotice({ kind: 'silent', missing, pending: [] }, { ...ask, next: null })
  expect(other.startsWith(outcomeMarker(2, 'silent'))).toBe(true)
  expect(other).not.toContain('go on to')
})

test('a bot is asked by its name, which may be somebody else’s without the brackets', () => {
  const requester = { kind: 'bot', login: 'ada[bot]', id: userId(8) } as const
  const ask = { ...place, chapter: 1, requester, back: '/rollback', next: null }
  const told = outcomeNotice({ kind: 'silent', missing: [], pending: [] }, ask)
  expect(told).toContain('\n`ada[bot]` and whoever maintains')
})

function lines({ source }: { readonly source: string }): readonly string[] {
  return source.split('\n').filter((line) => line !== '')
}
