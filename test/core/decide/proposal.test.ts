import { expect, test } from 'vitest'
import { decide } from '../../../src/core/decide/decide.js'
import { read } from '../../../src/core/decide/reading.js'
import { user } from './given.js'
import { published } from './played.js'
import { observe, said, type World } from './world.js'

test.each([
  [
    'dev',
    'a member of `acme/platform` or somebody with the role **maintain** or higher has to comment `/approve` there',
  ],
  ['prod', '2 people (each a member of `acme/platform`) have to comment `/approve` there'],
] as const)(
  'the pull request of a request for %s names who has to approve on the issue, and notifies nobody again',
  (environment, line) => {
    const body = published(environment).pull?.body ?? ''
    expect(body).toContain(`**Approve on the issue, not here:** ${line}`)
    expect(body).not.toContain('@acme')
  },
)

/** What the toolkit writes to the pull request when somebody has given it this text. */
function rewritten(change: (pull: NonNullable<World['pull']>) => void) {
  const world = published('dev')
  if (world.pull === null) throw new Error('the request has a pull request')
  change(world.pull)
  const { effects } = decide(read(observe(world)))
  return effects.flatMap((effect) =>
    effect.kind === 'ensure-pull' ? [{ title: effect.title, body: effect.body }] : [],
  )
}

test.each<[string, (pull: NonNullable<World['pull']>) => void]>([
  [
    'another change below it, with the digest left in',
    (pull) => {
      pull.body += '\n**Approve here instead.**\n'
    },
  ],
  [
    'other words in front of it',
    (pull) => {
      pull.body = `Nothing to see, please merge by hand.\n\n${pull.body}`
    },
  ],
  [
    'one value changed',
    (pull) => {
      pull.body = pull.body.replace('payments', 'search')
    },
  ],
  [
    'nothing of it left',
    (pull) => {
      pull.body = ''
    },
  ],
  [
    'another title',
    (pull) => {
      pull.title = 'Typo'
    },
  ],
])('a pull request to which somebody gave %s gets its own words back', (_title, change) => {
  const { title, body } = published('dev').pull ?? { title: '', body: '' }
  expect(rewritten(change)).toEqual([{ title, body }])
})

test('line ends and blanks at the end are no other words', () => {
  expect(
    rewritten((pull) => {
      pull.body = `${pull.body.replaceAll('\n', '\r\n')}\r\n`
    }),
  ).toEqual([])
})

test('who has commented since changes nothing about the words, so nothing is written', () => {
  const world = published('prod')
  world.now += 1
  world.comments.push(said(world, user('bob'), '/approve'))
  expect(decide(read(observe(world))).effects.map(({ kind }) => kind)).not.toContain('ensure-pull')
})
