import { expect, test } from 'vitest'
import { decideAndTell } from '../../../src/core/decide/notices.js'
import { statusMarker } from '../../../src/core/report/status-comment.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import type { Told } from '../../../src/model/notice.js'
import { notifyPath } from '../../../src/model/policy.js'
import type { FirstLook, Snapshot } from '../../../src/model/snapshot.js'
import { user } from './given.js'
import { published, rest } from './played.js'
import { apply, moment, observe, readOn, said, type World } from './world.js'

const routes = `receivers: { chat: { kind: slack }, ops: { kind: slack } }
routes:
  - { on: [awaiting-approval, merged, rejected], to: [chat] }
  - { on: [rejected], types: [another], to: [ops] }
`

/** Lets the toolkit run to its rest and tell, and answers whom it told of what. @param taken whether the receivers take it. */
function run(world: World, text = routes, taken = true): readonly string[] {
  const notify = { path: notifyPath, blob: gitBlobOid(text), text }
  world.policy = { ...world.policy, notify }
  let told: readonly Told[] = []
  const sent: string[] = []
  for (let round = 1; round <= 16; round += 1) {
    const seen: Snapshot = { ...observe(world), told }
    const { effects } = decideAndTell(readOn(seen))
    if (effects.length === 0) return sent
    for (const effect of effects) {
      if (effect.kind !== 'notify') {
        apply(world, effect)
        continue
      }
      // Nothing else is written while somebody is told.
      expect(effects.every(({ kind }) => kind === 'notify')).toBe(true)
      sent.push(`${effect.receiver} ${effect.of.stream} ${effect.of.number}`)
      told = [...told, { receiver: effect.receiver, ...effect.of, delivered: taken }]
    }
  }
  throw new Error('the run does not come to rest')
}

const statusOf = (world: World) => world.comments.find(({ own }) => own)

test('what was proposed is told once; whoever looks again tells nobody', () => {
  const world = published()
  expect(run(world)).toEqual(['chat record 1'])
  expect(run(world)).toEqual([])
  expect(statusOf(world)?.body).toMatch(/\n\n<!-- issueops:told chat\/record=1 -->\n$/)
})

test('where no route fits, not a byte of the status comment changes', () => {
  const [told, untold] = [published(), published()]
  const before = statusOf(told)?.body
  expect(run(told, routes.replace('[awaiting-approval, merged, rejected]', '[failed]'))).toEqual([])
  expect(statusOf(told)?.body).toBe(before)
  rest(untold)
  expect(statusOf(untold)?.body).toBe(before)
})

test('a receiver that takes nothing is not tried again, the comment says so, and says so no more once it takes something', () => {
  const world = published()
  expect(run(world, routes, false)).toEqual(['chat record 1'])
  expect(run(world, routes, true)).toEqual([])
  expect(statusOf(world)?.body).toContain('The last notification to `chat` could not be delivered')
  expect(statusOf(world)?.body).toContain('<!-- issueops:told chat/record=1! -->')
  world.now += 1
  world.comments.push(said(world, user('carol'), '/reject no'))
  expect(run(world)).toEqual(['chat record 2'])
  expect(statusOf(world)?.body).not.toContain('could not be delivered')
})

test.each([
  ['a second less than a day', 86_399, ['chat record 1']],
  ['a day', 86_400, []],
])('a route that comes %s after what it tells of: whom it tells', (_, seconds, sent) => {
  const world = published()
  world.now += seconds
  expect(run(world)).toEqual(sent)
})

test('nobody is asked to approve what is over before anybody was asked', () => {
  const world = published()
  world.now += 1
  world.comments.push(said(world, user('carol'), '/reject no'))
  expect(run(world)).toEqual(['chat record 2'])
})

test('a file that cannot be used tells nobody and changes nothing', () => {
  const world = published()
  const before = statusOf(world)?.body
  expect(run(world, 'receivers: { chat: { kind: slak } }\n')).toEqual([])
  expect(statusOf(world)?.body).toBe(before)
})

test('somebody edits what the toolkit says of whom it told: nobody is told again, nor of what they claim', () => {
  const world = published()
  run(world)
  const status = statusOf(world)
  if (status === undefined) throw new Error('there is no status comment')
  world.now += 60
  Object.assign(status, {
    body: `${statusMarker}\n<!-- issueops:told chat/record=99 -->\n`,
    lastEditedAt: moment(world),
    editor: user('carol'),
  })
  expect(run(world)).toEqual([])
  expect(status.body).toContain(`<!-- issueops:told before=${moment(world)} -->`)
  Object.assign(status, { editor: { ...user('toolkit'), login: 'acme-issueops', kind: 'bot' } })
  world.now += 60
  world.comments.push(said(world, user('carol'), '/reject no'))
  expect(run(world)).toEqual(['chat record 2'])
})

test('a comment of somebody else’s vouches for nothing, whatever it begins with', () => {
  const world = published()
  world.comments.unshift({
    ...said(world, user('mallory'), `${statusMarker}\n<!-- issueops:told chat/record=99 -->\n`),
    id: 0,
  })
  expect(run(world)).toEqual(['chat record 1'])
})

test('somebody deletes the status comment: nobody is told again', () => {
  const world = published()
  run(world)
  world.now += 60
  world.comments = []
  const toolkit = { ...user('toolkit'), login: 'acme-issueops', kind: 'bot' } as const
  world.deletions.push({ by: user('carol'), author: toolkit, at: moment(world) })
  expect(run(world)).toEqual([])
  expect(statusOf(world)?.body).toContain(`<!-- issueops:told before=${moment(world)} -->`)
})

test('of an issue that is gone nobody is told: nothing is left that could vouch for it', () => {
  const world = published()
  const text = routes
  world.policy = { ...world.policy, notify: { path: notifyPath, blob: gitBlobOid(text), text } }
  const seen: FirstLook = observe(world)
  const { effects } = decideAndTell(readOn({ ...seen, issue: { ...seen.issue, gone: true } }))
  expect(effects.filter(({ kind }) => kind === 'notify')).toEqual([])
})
