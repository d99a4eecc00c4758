import { expect, test } from 'vitest'
import { planChanges } from '../../../src/core/plan/plan-changes.js'
import { pullBody } from '../../../src/core/report/pull-body.js'
import { issueNumber } from '../../../src/model/ids.js'
import { noValue, value } from '../manifest/fixtures.js'
import { planInput, text } from '../plan/plan-fixtures.js'
import { must } from '../request-type/fixtures.js'

test('the pull request tells what changes as data, place by place, beside the diff GitHub shows', () => {
  const changes = [value(['image', 'tag'], 'v2 | *x*'), value(['new'], [1]), noValue(['old'])]
  const input = planInput(changes, [text('app.yaml', 'image: { tag: v1 }\nold: true\n')])
  const { type, form, request } = input
  const body = pullBody({
    type,
    form,
    request,
    plan: must(planChanges(input)),
    issue: issueNumber(7),
    requestedBy: 'ada',
    cause: { kind: 'asked' },
    home: null,
    withheld: false,
    waitingFor: null,
  })
  expect(body.slice(body.indexOf('| File | Place'))).toBe(
    [
      '| File | Place | Before | After |',
      '| --- | --- | --- | --- |',
      '| `app.yaml` | `image › tag` | `"v1"` | `"v2 \\| *x*"` |',
      '| `app.yaml` | `new` | – | `[1]` |',
      '| `app.yaml` | `old` | `true` | – |',
      '',
    ].join('\n'),
  )
})
