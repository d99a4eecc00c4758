import { describe, expect, test } from 'vitest'
import { decide } from '../../../src/core/decide/decide.js'
import { needs } from '../../../src/core/decide/needs.js'
import { read } from '../../../src/core/decide/reading.js'
import { parseForm } from '../../../src/core/form/parse-form.js'
import { renderBody } from '../../../src/core/form/render-body.js'
import type { Decision } from '../../../src/model/decision.js'
import type { Snapshot } from '../../../src/model/snapshot.js'
import { comment, user } from './given.js'
import { authorised, blocked, published, says, teamUnseen } from './played.js'
import { beginning, firstLook, moment, observe, policyOf, typeText, type World } from './world.js'

const form = parseForm({ file: 'namespace.yml', blob: null, text: policyOf(typeText).forms[0]?.text ?? '' })
if (!form.ok) throw new Error('the form does not read')
const fields = form.value
const answers = new Map([
  ['action', 'Create'],
  ['name', 'payments'],
  ['environment', 'dev'],
  ['cpu', '4'],
])
const snapshot = observe(beginning(renderBody(fields, answers)))

test('a list of comments that is shorter than GitHub says decides and writes nothing', () => {
  const short = { ...snapshot, issue: { ...snapshot.issue, commentCount: 1 } }
  expect(decide(read(snapshot)).effects.map(({ kind }) => kind)).toEqual(['ensure-ledger', 'ensure-branch'])
  expect(decide(read(short))).toMatchObject({
    state: 'held',
    reasons: ['state/comments-incomplete'],
    effects: [],
  })
})

test('a list of comments that is longer than GitHub counted is whole: somebody wrote in between', () => {
  const said = { ...comment(user('bob'), 'Good morning.'), id: 1 }
  const longer = { ...snapshot, issue: { ...snapshot.issue, comments: [said] } }
  expect(decide(read(longer))).toEqual(decide(read(snapshot)))
})

test.each<[string, Partial<World>, Decision['state']]>([
  ['what is no request is ignored', { body: 'Is this thing on?' }, 'ignored'],
  [
    'a text that nobody has answered yet is invalid',
    { body: renderBody(fields, new Map(answers).set('name', '!')) },
    'invalid',
  ],
  ['a request type that does not read holds', { policy: policyOf(`${typeText}unknown: true\n`) }, 'held'],
])('the first look alone decides where nothing else could matter: %s', (_, facts, state) => {
  const reading = read(firstLook({ ...beginning(renderBody(fields, answers)), ...facts }))
  expect(needs(reading)).toBeNull()
  expect(decide(reading).state).toBe(state)
})

test('a request is decided only once what it touches was looked at', () => {
  const reading = read(firstLook(beginning(renderBody(fields, answers))))
  expect(needs(reading)).toMatchObject({ kind: 'details', branch: 'issueops/42-namespace' })
  expect(() => decide(reading)).toThrow('a request is decided before its details were read')
})

test('labels and titles decide nothing', () => {
  const labelled = {
    ...snapshot,
    issue: { ...snapshot.issue, title: '/approve', labels: ['issueops:merged', 'approved'] },
  }
  const { effects, ...decision } = decide(read(labelled))
  const { effects: wanted, ...same } = decide(read(snapshot))
  expect(decision).toEqual(same)
  expect(effects.map(({ kind }) => kind)).toEqual(wanted.map(({ kind }) => kind))
})

describe('where only a team may ask', () => {
  const asking = (see: (snapshot: Snapshot) => Snapshot) => {
    const world = beginning(renderBody(fields, answers))
    world.policy = policyOf(`${typeText}\nrequesters: [team:platform]\n`)
    const { state, reasons, effects } = decide(read(see(observe(world))))
    return { state, reasons, kinds: effects.map(({ kind }) => kind) }
  }

  test('whoever is not in it is told so, and nothing is proposed', () => {
    expect(asking((seen) => seen)).toEqual({
      state: 'invalid',
      reasons: ['state/requester-not-permitted'],
      kinds: ['ensure-status', 'ensure-labels'],
    })
  })

  test('nothing is proposed either while nobody knows', () => {
    expect(asking(teamUnseen)).toEqual({
      state: 'held',
      reasons: ['state/requester-unknown'],
      kinds: ['ensure-status', 'ensure-labels'],
    })
  })

  test('whoever is in it may ask', () => {
    const among = authorised((authority) => ({
      ...authority,
      teams: authority.teams.map((each) => (each.known ? { ...each, members: [user('alice').id] } : each)),
    }))
    expect(asking(among).kinds).toEqual(['ensure-ledger', 'ensure-branch'])
  })
})

test('a gate that stands open is closed before anything else once its approval counts no more', () => {
  const world = published()
  says(world, 'bob', '/approve', blocked)
  expect(decide(read(blocked(observe(world)))).effects).toEqual([])
  world.now += 1
  world.body = world.body.replace('Go-live', 'Soon')
  world.lastEditedAt = moment(world)
  expect(decide(read(blocked(observe(world)))).effects[0]).toMatchObject({
    kind: 'set-gate',
    state: 'closed',
  })
})

test('the same snapshot gives the same decision', () => {
  expect(decide(read(structuredClone(snapshot)))).toEqual(decide(read(snapshot)))
})
