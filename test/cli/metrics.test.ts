import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { record } from '../core/ledger/forged.js'
import { ledgerClone } from './ledger-clone.js'
import { call } from './output.js'

const ledger = 'refs/heads/issueops/ledger'

let clone: ReturnType<typeof ledgerClone>
beforeEach(() => {
  clone = ledgerClone()
  clone.ledgerAt(ledger, [record(1, 'proposed'), record(2, 'approved'), record(3, 'merged')])
})
afterEach(() => clone.remove())

const metrics = (...args: readonly string[]) => call('metrics', '--repo', clone.folder, ...args)

test('figures are told for people, as of the moment that is named', async () => {
  const { code, out } = await metrics('--at', '2026-11-21')
  expect({ code, lines: out.split('\n').slice(0, 3).concat(out.split('\n').slice(7, 9)) }).toEqual({
    code: 0,
    lines: [
      `read ${ledger}`,
      'request    asked  open  merged  as it was  rejected  withdrawn  failed  reached  not working  taken back  ended  extended  restored  accepted  emergencies  not reviewed  overdue  failure rate',
      'namespace  1      0     1       0          0         0          0       0        0            0           0      0         0         0         0            0             0        0 %',
      '',
      'period   asked  merged  declined  failed  taken back  lead time',
    ],
  })
})

test('the page about figures shows what the command prints', async () => {
  const { out } = await metrics('--at', '2026-11-21')
  expect(readFileSync('docs/metrics.md', 'utf8')).toContain(`\n${out.trimEnd()}\n`)
})

test('programs are told the same as one document, and the same each time they ask', async () => {
  const { out } = await metrics('--at', '2026-11-21T00:00:00Z', '--by', 'week', '--json')
  expect(JSON.parse(out)).toMatchObject({
    ok: true,
    ref: ledger,
    at: '2026-11-21T00:00:00Z',
    since: null,
    by: 'week',
    total: { type: null, merged: 1, leadTime: { median: 3540 }, approval: [{ median: 600 }] },
    periods: [{ period: '2026-W47', asked: 1, merged: 1 }],
  })
  expect((await metrics('--at', '2026-11-21T00:00:00Z', '--by', 'week', '--json')).out).toBe(out)
})

test('the page holds everything it needs, and runs nothing', async () => {
  const page = join(clone.folder, 'figures.html')
  expect(await metrics('--at', '2026-11-21', '--html', page)).toMatchObject({ code: 0 })
  const html = readFileSync(page, 'utf8')
  expect(html).toContain('<td>asked to approved by team:platform or role:maintain</td>')
  expect(html).toContain('<title>2026-11: 1 merged, 0 failed, 0 taken back</title>')
  expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
  expect(html).not.toMatch(/<script|https?:\/\/|\son\w+=/)
})

test('a name in a record draws nothing into the page', async () => {
  const request = { ...record(1, 'proposed').predicate.request, type: 'a<b>&"' }
  const { figuresPage } = await import('../../src/pages/figures-page.js')
  const { figures } = await import('../../src/core/figures/figures.js')
  const at = '2026-11-21T00:00:00Z'
  const found = figures([[record(1, 'proposed', { request })]], { at, since: null, by: 'month' })
  expect(figuresPage(found, { ref: 'r', at })).toContain('<td>a&lt;b&gt;&amp;&quot;</td>')
})

test('whoever scrapes is told nothing but the metrics', async () => {
  const { code, out } = await metrics('--openmetrics')
  expect({ code, first: out.split('\n')[0], end: out.slice(-6) }).toEqual({
    code: 0,
    first: '# TYPE issueops_requests_asked gauge',
    end: '# EOF\n',
  })
})

test('a moment or a period that is none is refused, and so is a ledger that is not what the toolkit appended', async () => {
  expect(await metrics('--since', 'last year')).toMatchObject({
    code: 2,
    err: '--since is a day or a moment in UTC, as in 2026-11-20 or 2026-11-20T08:00:00Z, and not "last year".\n',
  })
  expect(await metrics('--by', 'day')).toMatchObject({
    code: 2,
    err: '--by is week or month, and not "day".\n',
  })
  clone.ledgerAt(ledger, [record(1, 'proposed'), record(3, 'merged')])
  expect(await metrics()).toMatchObject({ code: 1 })
})
