import { expect, test } from 'vitest'
import { candidates } from '../../../src/core/approval/candidates.js'
import { hear } from '../../../src/core/command/read-commands.js'
import { userId } from '../../../src/model/ids.js'
import type { Person } from '../../../src/model/person.js'
import type { ApprovalRule } from '../../../src/model/request-type.js'
import { user } from '../decide/given.js'
import { published, rest } from '../decide/played.js'
import { moment, observe, said, type World } from '../decide/world.js'

const passer = (number: number): Person => ({
  id: userId(5000 + number),
  login: `passer-${number}`,
  kind: 'user',
})

/** Erin alone may approve. */
const rules: readonly ApprovalRule[] = [
  {
    number: 1,
    when: null,
    needs: {
      kind: 'people',
      from: [{ kind: 'user', login: 'erin' }],
      count: 1,
      not: ['requester', 'editors'],
      validFor: null,
      requireDigest: 'none',
    },
  },
]

/** A published request, of which two passers-by have asked for help. */
function crowded(): World {
  const world = published()
  comments(world, passer(1), '/help')
  comments(world, passer(2), '/help')
  return world
}

function comments(world: World, author: Person, text: string) {
  world.now += 1
  const comment = said(world, author, text)
  world.comments.push(comment)
  return comment
}

/** Who is looked up, the most important first. */
function lookedUp(world: World, isPrivate = false): readonly string[] {
  const snapshot = observe(world)
  const repository = { ...snapshot.repository, private: isPrivate }
  return candidates(hear({ ...snapshot, repository }, null), rules).map(({ login }) => login)
}

test('in a public repository everybody who gives a command is looked up, in the order of their words', () => {
  expect(lookedUp(crowded())).toEqual(['passer-1', 'passer-2'])
  expect(lookedUp(crowded(), true)).toEqual([])
})

test('whom a rule names comes first, by the login and by the account that the ledger knows by it', () => {
  const named = crowded()
  comments(named, { id: userId(7), login: 'Erin', kind: 'user' }, '/help')
  expect(lookedUp(named)).toEqual(['Erin', 'passer-1', 'passer-2'])
  const renamed = crowded()
  renamed.people = [{ login: 'erin', id: userId(7) }]
  comments(renamed, { id: userId(7), login: 'erin-smith', kind: 'user' }, '/help')
  expect(lookedUp(renamed)).toEqual(['erin-smith', 'passer-1', 'passer-2'])
})

test('whom the ledger has met as somebody who decides here comes before those it has not', () => {
  const world = crowded()
  comments(world, passer(3), '/approve')
  comments(world, user('carol'), '/hold')
  rest(world)
  world.comments = world.comments.filter(({ body }) => body !== '/hold')
  comments(world, user('carol'), '/help')
  expect(lookedUp(world)).toEqual(['carol', 'passer-3', 'passer-1', 'passer-2'])
})

test.each(['/approve', '/aprove', '/reject no', '/rejct', '/hold', '/unhold', '/withdraw'])(
  'whoever decides with %s, even badly written, comes before those who only ask',
  (text) => {
    const world = crowded()
    comments(world, user('bob'), text)
    expect(lookedUp(world)).toEqual(['bob', 'passer-1', 'passer-2'])
    expect(lookedUp(world, true)).toEqual(['bob'])
  },
)

test('so does whose comment somebody else has edited or deleted, whatever stood there', () => {
  const edited = crowded()
  const comment = comments(edited, user('bob'), 'I have to ask legal first.')
  Object.assign(comment, { lastEditedAt: moment(edited), editor: user('mallory') })
  expect(lookedUp(edited)).toEqual(['bob', 'passer-1', 'passer-2'])
  const deleted = crowded()
  deleted.deletions.push({ by: user('mallory'), author: user('bob'), at: moment(deleted) })
  expect(lookedUp(deleted)).toEqual(['bob', 'passer-1', 'passer-2'])
  expect(lookedUp(deleted, true)).toEqual(['bob'])
})

test('an approval before the last edit of the request counts for nothing, so nobody is looked up for it', () => {
  const world = crowded()
  comments(world, user('bob'), '/approve')
  world.now += 1
  world.lastEditedAt = moment(world)
  expect(lookedUp(world, true)).toEqual([])
  comments(world, user('carol'), '/approve')
  expect(lookedUp(world, true)).toEqual(['carol'])
})

test('the requester is looked up only where a rule lets them approve: they may stop the request whoever they are', () => {
  const world = crowded()
  comments(world, user('alice'), '/approve')
  comments(world, user('alice'), '/hold')
  expect(lookedUp(world, true)).toEqual([])
})

test.each(['/lock namespace the cluster is being moved', '/unlock namespace'])(
  'and where they say %s, which is about the requests of others too, so that a maintainer can say it on their own',
  (text) => {
    const world = crowded()
    comments(world, user('alice'), text)
    expect(lookedUp(world, true)).toEqual(['alice'])
  },
)
