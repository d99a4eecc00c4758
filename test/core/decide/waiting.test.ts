import { expect, test } from 'vitest'
import { reminderMarkers } from '../../../src/core/report/reminder.js'
import { user } from './given.js'
import { blocked, decisions, published, rest, type Sight, says, teamUnseen } from './played.js'
import { moment, policyOf, said, typeText, type World } from './world.js'

const [hour, day] = [3600, 86_400]
const reminding = 'remind: { after: 1 day, escalate: { after: 3 days, to: [team:leads, mona] } }'

/** As GitHub tells of it where a comment was deleted: without the brackets that others give it. */
const toolkit = { ...user('acme-issueops'), kind: 'bot' } as const

/** A published request of a type with such keys. */
function waiting(keys: string, environment: 'dev' | 'prod' = 'dev'): World {
  const world = published(environment)
  world.policy = policyOf(`${typeText}\n${keys}\n`)
  rest(world)
  return world
}

/** The sweep comes by, so many seconds later. */
function later(world: World, seconds: number, see?: Sight) {
  world.now += seconds
  return rest(world, see)
}

/** Who was reminded, in the order in which it was written: whom each comment mentions. */
function reminders({ comments }: World): readonly (readonly string[])[] {
  return comments
    .filter(({ own, body }) => own && reminderMarkers.test(body))
    .map(({ body }) => body.match(/@[\w/-]+/g) ?? [])
}

test('who has to act is mentioned once after a day, and others once after three', () => {
  const world = waiting(reminding)
  later(world, day - hour)
  expect(reminders(world)).toEqual([])
  later(world, hour)
  later(world, hour)
  expect(reminders(world)).toEqual([['@acme/platform']])
  later(world, 2 * day)
  later(world, hour)
  expect(reminders(world)).toEqual([['@acme/platform'], ['@acme/leads', '@mona']])
})

test('what two runs have both written is there once in the end', () => {
  const world = waiting(reminding)
  later(world, day)
  const written = world.comments.find(({ body }) => reminderMarkers.test(body))
  world.comments.push({ ...said(world, user('toolkit'), written?.body ?? ''), own: true })
  expect(reminders(world)).toHaveLength(2)
  rest(world)
  expect(reminders(world)).toHaveLength(1)
})

test('a reminder that somebody has deleted is not written again, whoever has deleted what the toolkit wrote', () => {
  const world = waiting(reminding)
  later(world, day)
  world.comments = world.comments.filter(({ body }) => !reminderMarkers.test(body))
  world.deletions.push({ by: user('mallory'), author: toolkit, at: moment(world) })
  later(world, hour)
  expect(reminders(world)).toEqual([])
})

test('what the toolkit has tidied away itself, or others of their own, reminds nobody any less', () => {
  const world = waiting(reminding)
  world.now += day
  const at = moment(world)
  world.deletions.push({ by: toolkit, author: toolkit, at })
  world.deletions.push({ by: user('dave'), author: user('dave'), at })
  rest(world)
  expect(reminders(world)).toEqual([['@acme/platform']])
})

test('once one of two has approved, the other is waited for anew', () => {
  const world = waiting(reminding, 'prod')
  later(world, day)
  says(world, 'bob', '/approve')
  later(world, hour)
  expect(reminders(world)).toHaveLength(1)
  later(world, day)
  expect(reminders(world)).toHaveLength(2)
})

test('a plan that is made again because the files have moved on reminds nobody twice, and no later', () => {
  const world = waiting(reminding)
  later(world, day / 2)
  const moved = world.main.get('clusters/dev/kustomization.yaml') ?? ''
  world.main = new Map([...world.main, ['clusters/dev/kustomization.yaml', `# moved on\n${moved}`]])
  later(world, day / 2)
  expect(decisions(world).filter((each) => each === 'proposed')).toHaveLength(3)
  expect(reminders(world)).toHaveLength(1)
  world.main = new Map([...world.main, ['clusters/dev/kustomization.yaml', `# and again\n${moved}`]])
  later(world, hour)
  expect(reminders(world)).toHaveLength(1)
})

test.each<[string, (world: World) => unknown, Sight?]>([
  [
    'who has approved, while a check is waited for',
    (world) => says(world, 'bob', '/approve', blocked),
    blocked,
  ],
  ['while somebody holds the request', (world) => says(world, 'bob', '/hold')],
  [
    'while it cannot be found out whether somebody may approve',
    (world) => says(world, 'bob', '/approve', teamUnseen),
    teamUnseen,
  ],
])('nobody is reminded %s', (_, act, see) => {
  const world = waiting(reminding)
  act(world)
  later(world, day + hour, see)
  expect(reminders(world)).toEqual([])
})

const lifetime = 'lifetime: 14 days'

test('what nobody has answered is withdrawn when its time is over, and not before', () => {
  const world = waiting(lifetime)
  later(world, 14 * day - 2)
  expect(world.records.at(-1)?.predicate.decision).toBe('proposed')
  later(world, 2)
  const { decision, evidence, reason, unanswered } = world.records.at(-1)?.predicate ?? {}
  expect({ decision, evidence, reason, lifetime: unanswered?.lifetime }).toEqual({
    decision: 'withdrawn',
    evidence: [],
    reason: 'Nobody answered for 14 days.',
    lifetime: 14 * day,
  })
  expect([world.closed, world.pull?.state, world.branch]).toEqual([true, 'closed', null])
})

test('what the toolkit says itself is no answer', () => {
  const world = waiting(`${reminding}\n${lifetime}`)
  later(world, day)
  later(world, 2 * day)
  expect(reminders(world)).toHaveLength(2)
  later(world, 11 * day)
  expect(decisions(world).at(-1)).toBe('withdrawn')
})

test('what by now needs nobody is merged, however late that is', () => {
  const world = waiting(lifetime)
  world.now += 15 * day
  const alone = "[{ when: request.environment == 'dev', automatic: true }]"
  world.policy = policyOf(
    `${typeText.replace(/^approval:\n(?: .*\n)+/m, `approval: ${alone}\n`)}\n${lifetime}\n`,
  )
  expect(rest(world).effects.map(({ kind }) => kind)).toContain('merge-pull')
})

const publicly: Sight = (snapshot) => ({
  ...snapshot,
  repository: { ...snapshot.repository, private: false, visibility: 'public' },
})

test.each<[string, string, string, Sight | undefined, boolean]>([
  ['a comment of the requester', 'alice', 'Is anybody there?', publicly, true],
  ['a comment of anybody who can read a private repository', 'mallory', 'Is anybody there?', undefined, true],
  ['a comment of somebody with a role in a public one', 'mallory', 'Is anybody there?', publicly, true],
  ['a comment of a stranger in a public one', 'dave', 'Is anybody there?', publicly, false],
  ['a command of a stranger in a public one', 'dave', '/explain', publicly, false],
])('of answers, is %s one', (_, login, text, see, counts) => {
  const world = waiting(lifetime)
  later(world, 10 * day, see)
  says(world, login, text, see)
  later(world, 4 * day, see)
  expect(world.records.at(-1)?.predicate.decision === 'proposed').toBe(counts)
})

test('a plan that is made again is no answer', () => {
  const world = waiting(lifetime)
  later(world, 10 * day)
  world.main = new Map([...world.main, ['clusters/dev/kustomization.yaml', 'resources: []\n']])
  later(world, 2 * day)
  later(world, 2 * day)
  expect(decisions(world).at(-1)).toBe('withdrawn')
})

test.each<[string, (world: World) => unknown, Sight?]>([
  ['what is approved and waits for a check', (world) => says(world, 'bob', '/approve', blocked), blocked],
  ['what somebody holds', (world) => says(world, 'bob', '/hold')],
  ['what may have been approved', (world) => says(world, 'bob', '/approve', teamUnseen), teamUnseen],
])('%s is not withdrawn, however long it takes', (_, act, see) => {
  const world = waiting(lifetime)
  act(world)
  later(world, 100 * day, see)
  expect(decisions(world).at(-1)).not.toBe('withdrawn')
})
