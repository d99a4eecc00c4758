import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Person } from '../../../src/model/person.js'
import { portionOf } from '../../at-length.js'
import { user } from './given.js'
import {
  authorised,
  blocked,
  decisions,
  ownedAs,
  published,
  rest,
  says,
  teamUnseen,
  where,
} from './played.js'
import { moment, policyOf, said, typeText, type World } from './world.js'

const held = (...reasons: readonly string[]) => ({ state: 'held', reasons, merges: false })
const waiting = { state: 'awaiting-approval', reasons: ['approval/missing'], merges: false }
const merging = { state: 'approved', reasons: ['approval/satisfied'], merges: true }

const maintainer = (login: string) =>
  authorised((authority) => ({
    ...authority,
    roles: authority.roles.map((each) =>
      each.known && each.login === login ? { ...each, role: 'maintain' } : each,
    ),
  }))

/** Somebody comments a second later, and no run sees it. */
function comments(world: World, login: string, text: string) {
  world.now += 1
  const comment = said(world, user(login), text)
  world.comments.push(comment)
  return comment
}

function edits(world: World, by: Person | null, comment: ReturnType<typeof comments>, text: string): void {
  world.now += 1
  comment.body = text
  comment.lastEditedAt = moment(world)
  comment.editor = by
}

function deletes(world: World, by: Person | null, { id, author }: ReturnType<typeof comments>): void {
  world.now += 1
  world.comments = world.comments.filter((each) => each.id !== id)
  world.deletions.push({ by, author, at: moment(world) })
  world.deleted.set(id, { by: by?.login ?? 'ghost', at: moment(world) })
}

describe('what means stop and is not written well', () => {
  test.each([
    ['/rejct no budget', 'alice'],
    ['/rejct no budget', 'bob'],
    ['/reject', 'bob'],
    [`/reject ${'x'.repeat(1001)}`, 'bob'],
    ['Please stop.\n\n/hodl', 'bob'],
    ['/approve\n/rejct no', 'bob'],
    ['／hold', 'bob'],
  ])('%s by %s holds, also when its comment is deleted', (text, login) => {
    const world = published()
    expect(where(says(world, login, text))).toEqual(held('state/stop-unclear'))
    world.comments = world.comments.filter(({ body }) => body !== text)
    expect(where(says(world, 'carol', '/approve'))).toEqual(held('state/stop-unclear'))
    expect(decisions(world)).toEqual(['proposed', 'hold', 'approval-given'])
  })

  test('the status comment and one answer say what was understood and how to say it right', () => {
    const world = published()
    const { problems } = says(world, 'bob', '/rejct no budget')
    expect(problems).toEqual([
      {
        code: 'state/stop-unclear',
        what: 'bob seems to want to stop this request, and how is not clear. There is no command /rejct.',
        fix: 'bob has to write a new comment: /hold to keep it on hold, /reject with a reason or /withdraw to end it, or /unhold to let it go on. A maintainer of the repository can comment /unhold too.',
      },
    ])
    expect(world.comments.at(-1)?.body).toContain(
      'There is no command /rejct. It was taken for a wish to stop, so the request is on hold.',
    )
    expect(world.records.at(-1)?.predicate).toMatchObject({
      decision: 'hold',
      reason: 'There is no command /rejct.',
      evidence: [{ command: 'stop', person: user('bob'), body: '/rejct no budget' }],
    })
  })

  test.each([
    ['/unhold', waiting],
    ['/approve', merging],
    ['/unapprove', waiting],
    ['/reject no budget', { state: 'rejected', reasons: ['state/rejected'], merges: false }],
    ['/hold', held('state/on-hold')],
  ])('a later %s of the same person makes it clear', (text, then) => {
    const world = published()
    says(world, 'bob', '/rejct no budget')
    expect(where(says(world, 'bob', text))).toMatchObject(
      then.state === 'rejected' ? { state: 'rejected' } : then,
    )
  })

  test('that it was made clear is on record, and stays so when the comment is deleted', () => {
    const world = published()
    says(world, 'bob', '/rejct')
    says(world, 'bob', '/unapprove')
    expect(decisions(world)).toEqual(['proposed', 'hold', 'unhold'])
    world.comments = world.comments.filter(({ body }) => body !== '/unapprove')
    expect(where(rest(world))).toEqual(waiting)
  })

  test('nothing else ends it: no question, no other person, no edit', () => {
    const world = published()
    says(world, 'bob', '/rejct')
    const stays = held('state/stop-unclear')
    expect(where(says(world, 'bob', '/explain'))).toEqual(stays)
    expect(where(says(world, 'carol', '/approve'))).toEqual(stays)
    expect(where(says(world, 'alice', '/unhold'))).toEqual(stays)
    const stop = world.comments.find(({ body }) => body === '/rejct')
    if (stop !== undefined) edits(world, user('bob'), stop, 'Never mind.')
    expect(where(rest(world))).toEqual(stays)
    edits(world, user('bob'), comments(world, 'bob', 'Hm.'), '/approve')
    expect(where(rest(world))).toEqual(stays)
    expect(where(says(world, 'mallory', '/unhold', maintainer('mallory')))).toEqual(merging)
  })

  test('a clear hold is not ended by an approval of the same person', () => {
    const world = published()
    says(world, 'bob', '/rejct')
    says(world, 'bob', '/hold')
    expect(where(says(world, 'bob', '/approve'))).toEqual(held('state/on-hold'))
    expect(where(says(world, 'bob', '/unhold'))).toEqual(merging)
  })

  test.each(['/approve no', '/approve not yet', '/lgtm wait'])(
    'an approval that says no holds, also when others have approved: %s',
    (text) => {
      const world = published('prod')
      says(world, 'carol', '/approve')
      expect(where(says(world, 'bob', text))).toEqual(held('state/stop-unclear'))
      expect(where(says(world, 'bob', '/approve'))).toEqual(merging)
      const other = published()
      says(other, 'bob', text)
      expect(where(says(other, 'carol', '/approve'))).toEqual(held('state/stop-unclear'))
      expect(where(says(published(), 'mallory', text))).toEqual(waiting)
    },
  )

  test.each(['/aprove', '/explian', '/approve twice'])(
    'a badly written %s of somebody who may stop it holds nothing',
    (text) => {
      const world = published()
      expect(where(says(world, 'bob', text))).toEqual(waiting)
      expect(where(says(world, 'carol', '/approve'))).toEqual(merging)
    },
  )

  test('by somebody who may not stop it holds nothing', () => {
    const world = published()
    expect(where(says(world, 'mallory', '/rejct'))).toEqual(waiting)
    expect(world.comments.at(-1)?.body).toContain('There is no command /rejct. Write')
    expect(where(says(world, 'bob', '/approve'))).toEqual(merging)
  })

  test('by somebody who cannot be looked up it holds', () => {
    expect(where(says(published(), 'carol', '/rejct', teamUnseen))).toEqual(held('state/hold-unknown'))
  })
})

describe('what would end a request, by somebody who may only stop it', () => {
  test.each([
    ['an approver', 'bob', '/withdraw'],
    ['the requester', 'alice', '/reject no'],
  ])('%s: it is on hold instead, and they are told', (_, login, text) => {
    const world = published()
    expect(where(says(world, login, text))).toEqual(held('state/held-instead'))
    expect(world.comments.at(-1)?.body).toContain(
      'It was taken for a wish to stop, so the request is on hold.',
    )
    expect(where(says(world, 'carol', '/approve'))).toMatchObject({ state: 'held' })
    expect(where(says(world, login, '/unhold'))).toEqual(merging)
    expect(decisions(world).slice(0, 2)).toEqual(['proposed', 'hold'])
  })

  const rules = `approval:
  - when: \${{ request.environment == 'prod' }}
    from: ['mallory#5']
  - when: \${{ request.environment != 'prod' }}
    from: [team:platform]
`
  const byEnvironment = typeText.replace(/approval:\n(?: .*\n|\n(?= ))+/, rules)

  test('people of a rule that does not apply hold, and do not end it for good', () => {
    const world = published()
    world.policy = policyOf(byEnvironment)
    rest(world)
    expect(where(says(world, 'mallory', '/reject not like this'))).toEqual(held('state/held-instead'))
    expect(where(says(world, 'bob', '/approve'))).toMatchObject({ state: 'held' })
    expect(where(says(world, 'bob', '/reject no'))).toMatchObject({ state: 'rejected' })
  })

  test('owners of the files end it only where a rule that applies asks for owners; elsewhere they hold', () => {
    const asking = rules.replace("['mallory#5']", '[codeowners]')
    const owned = ownedAs('* @mallory\n')
    const rejected = (environment: 'dev' | 'prod') => {
      const world = published(environment)
      world.policy = policyOf(typeText.replace(/approval:\n(?: .*\n|\n(?= ))+/, asking))
      rest(world, owned)
      return where(says(world, 'mallory', '/reject not like this', owned))
    }
    expect(rejected('dev')).toEqual(held('state/held-instead'))
    expect(rejected('prod')).toMatchObject({ state: 'rejected' })
  })

  test('what is on record as a hold stays one when the request is edited so that their rule applies', () => {
    const world = published()
    world.policy = policyOf(byEnvironment)
    rest(world)
    says(world, 'mallory', '/reject not like this')
    world.now += 1
    world.body = world.body.replace('\ndev\n', '\nprod\n')
    world.lastEditedAt = moment(world)
    expect(where(rest(world))).toEqual(held('state/held-instead'))
    expect(where(says(world, 'mallory', '/reject no'))).toMatchObject({ state: 'rejected' })
  })

  test('a maintainer whom no rule names holds with /reject', () => {
    const world = published('prod')
    expect(where(says(world, 'mallory', '/reject no', maintainer('mallory')))).toEqual(
      held('state/held-instead'),
    )
  })
})

describe('somebody else’s hand on a comment that no run has seen', () => {
  const touched = held('state/comment-tampered')

  test.each([
    ['alice', '/withdraw'],
    ['bob', '/reject no'],
    ['bob', '/hold'],
    ['bob', '/approve'],
    ['bob', 'I have to ask legal first.'],
  ])('%s’s “%s” edited or deleted by mallory holds, and both are named', (login, text) => {
    for (const act of [edits, deletes]) {
      const world = published()
      act(world, user('mallory'), comments(world, login, text), 'Looks good.')
      comments(world, 'carol', '/approve')
      const decision = rest(world)
      expect(where(decision)).toEqual(touched)
      expect(decision.problems[0]?.what).toContain('mallory')
      expect(decision.problems[0]?.what).toContain(login)
    }
  })

  test('its author lets the request go on with /unhold, a maintainer too, and nobody else', () => {
    for (const [login, see, then] of [
      ['bob', undefined, merging],
      ['mallory', maintainer('mallory'), merging],
      ['carol', undefined, touched],
      ['alice', undefined, touched],
    ] as const) {
      const world = published()
      deletes(world, user('mallory'), comments(world, 'bob', '/reject no'))
      says(world, 'carol', '/approve')
      expect(where(says(world, login, '/unhold', see))).toEqual(then)
    }
  })

  test('that it was let go on is on record, and stays so when the /unhold is deleted', () => {
    const world = published()
    deletes(world, user('mallory'), comments(world, 'bob', '/reject no'))
    says(world, 'bob', '/unhold')
    expect(decisions(world)).toEqual(['proposed', 'unhold'])
    world.comments = world.comments.filter(({ body }) => body !== '/unhold')
    expect(where(rest(world))).toEqual(waiting)
  })

  test('a question of its author ends nothing: only a decision outweighs what nobody knows', () => {
    const world = published()
    deletes(world, user('mallory'), comments(world, 'bob', '/reject no'))
    expect(where(says(world, 'bob', '/explain'))).toEqual(touched)
    expect(where(says(world, 'bob', '/approve'))).toEqual(merging)
  })

  test('a stop of its author that is not clear ends nothing either: both hold, until one clear word ends both', () => {
    const world = published()
    deletes(world, user('mallory'), comments(world, 'bob', '/reject no'))
    expect(where(says(world, 'bob', '/rejct'))).toEqual(held('state/comment-tampered', 'state/stop-unclear'))
    expect(where(says(world, 'bob', '/approve'))).toEqual(merging)
  })

  test('an edited /approve of its author ends nothing', () => {
    const world = published()
    deletes(world, user('mallory'), comments(world, 'bob', '/reject no'))
    edits(world, user('bob'), comments(world, 'bob', 'Hm.'), '/approve')
    expect(where(says(world, 'carol', '/approve'))).toEqual(touched)
  })

  test('what authors do to their own comments before a run sees them is their own affair', () => {
    const world = published()
    edits(world, user('bob'), comments(world, 'bob', '/reject no'), 'Looks good.')
    deletes(world, user('bob'), comments(world, 'bob', '/hold'))
    expect(where(says(world, 'carol', '/approve'))).toEqual(merging)
  })

  test('the comment of somebody who may not stop the request is nobody’s business', () => {
    const world = published()
    edits(world, user('bob'), comments(world, 'mallory', '/reject no'), 'Hm.')
    deletes(world, user('bob'), comments(world, 'mallory', '/reject no'))
    expect(where(says(world, 'carol', '/approve'))).toEqual(merging)
  })

  test('whose account is gone is somebody else', () => {
    const world = published()
    edits(world, null, comments(world, 'bob', '/reject no'), 'Hm.')
    expect(where(says(world, 'carol', '/approve'))).toEqual(touched)
  })

  test('where the author cannot be looked up, it holds as unknown', () => {
    const world = published()
    edits(world, user('mallory'), comments(world, 'bob', '/reject no'), 'Hm.')
    expect(where(rest(world, teamUnseen))).toEqual(held('state/hold-unknown'))
  })

  test('a deleted comment whose text the ledger has is none that nobody has seen', () => {
    const world = published()
    const hold = comments(world, 'bob', '/hold')
    rest(world)
    says(world, 'bob', '/unhold')
    deletes(world, user('mallory'), hold)
    expect(where(says(world, 'carol', '/approve', blocked))).toMatchObject({ state: 'approved' })
    deletes(world, user('mallory'), comments(world, 'bob', '/reject no'))
    expect(where(rest(world))).toEqual(touched)
  })

  test('a comment of somebody else that is gone and on record explains nobody’s deletion but theirs', () => {
    const world = published()
    const hold = comments(world, 'carol', '/hold')
    rest(world)
    says(world, 'carol', '/unhold')
    deletes(world, user('carol'), hold)
    deletes(world, user('mallory'), comments(world, 'bob', '/reject no'))
    expect(where(rest(world))).toEqual(touched)
  })

  test('the toolkit’s own comment is nobody’s word, also where it acts as somebody who may stop the request', () => {
    const world = published()
    world.comments = world.comments.map((comment) => ({ ...comment, author: user('carol') }))
    const [status] = world.comments
    if (status === undefined) throw new Error('there is no status comment')
    const { body } = status
    edits(world, user('mallory'), status, `${body} Everybody has approved.`)
    expect(where(rest(world))).toEqual(waiting)
    expect(status.body).toContain(body.slice(0, 200))
  })

  test('where the list of deletions is full, what the ledger has explains none of them', () => {
    const world = published()
    const hold = comments(world, 'bob', '/hold')
    rest(world)
    says(world, 'bob', '/unhold')
    deletes(world, user('bob'), hold)
    world.deletions = []
    deletes(world, user('mallory'), comments(world, 'bob', '/reject no'))
    expect(where(rest(world))).toEqual(waiting)
    for (let count = 1; count < 50; count += 1)
      world.deletions.push({ by: user('mallory'), author: user('mallory'), at: moment(world) })
    expect(where(rest(world))).toEqual(touched)
  })
})

describe('an edited comment takes nothing back', () => {
  const thanks = (): World => {
    const world = published()
    says(world, 'bob', '/approve', blocked)
    return world
  }

  test('edited into /unapprove by somebody else it holds, names the editor, and the approval stays', () => {
    const world = thanks()
    edits(world, user('mallory'), comments(world, 'bob', 'Thanks!'), '/unapprove')
    const decision = rest(world)
    expect(where(decision)).toEqual(held('state/comment-tampered'))
    expect(decision.problems[0]?.what).toContain('mallory edited a comment of bob')
    expect(decisions(world)).toEqual(['proposed', 'approved'])
    expect(where(says(world, 'bob', '/unhold'))).toEqual(merging)
  })

  test('edited into /unapprove by its author it holds, and takes back nothing either', () => {
    const world = thanks()
    edits(world, user('bob'), comments(world, 'bob', 'Thanks!'), '/unapprove')
    expect(where(rest(world))).toEqual(held('state/edited-stop'))
    expect(decisions(world)).toEqual(['proposed', 'approved'])
    expect(where(says(world, 'bob', '/unapprove'))).toEqual(waiting)
  })

  test.each(['/hold', '/reject no', '/rejct', 'Wait.\n\n/hold'])(
    'edited into “%s” by its author it holds',
    (text) => {
      const world = thanks()
      const comment = comments(world, 'carol', 'Hm.')
      edits(world, user('carol'), comment, text)
      expect(where(rest(world))).toEqual(held('state/edited-stop'))
      edits(world, user('carol'), comment, 'Hm.')
      expect(where(rest(world))).toEqual(merging)
    },
  )

  test('a hold that was released does not come back when its author mends a slip in it', () => {
    const world = thanks()
    const hold = comments(world, 'carol', '/hold not nwo')
    rest(world, blocked)
    says(world, 'carol', '/unhold', blocked)
    edits(world, user('carol'), hold, '/hold not now')
    expect(where(rest(world))).toEqual(merging)
  })
})

test('an approval given while the request is on hold is answered with what it waits for', () => {
  const world = published()
  says(world, 'carol', '/hold')
  says(world, 'bob', '/approve')
  expect(world.comments.at(-1)?.body).toContain('The approval is recorded and counts.')
  expect(world.comments.at(-1)?.body).toContain('carol has put this request on hold.')
  const written = world.comments.length
  rest(world)
  expect(world.comments).toHaveLength(written)
})

test('an approval given before a hold is not answered', () => {
  const world = published('prod')
  says(world, 'bob', '/approve')
  const before = world.comments.length
  says(world, 'carol', '/hold')
  expect(world.comments).toHaveLength(before + 1)
})

test('/help is answered after the end too, and so is a near miss', () => {
  const world = published()
  says(world, 'bob', '/reject no')
  says(world, 'alice', '/help')
  expect(world.comments.at(-1)?.body).toContain('What it does')
  says(world, 'alice', '/aprove')
  expect(world.comments.at(-1)?.body).toContain('command/finished')
})

test('an approval while somebody’s commits hold the request is answered', () => {
  const world = published()
  const { branch } = world
  if (branch === null) throw new Error('nothing is published')
  world.branch = { ...branch, head: branch.parents[0] ?? branch.head, parents: [branch.head], commits: 2 }
  says(world, 'bob', '/approve')
  expect(world.comments.at(-1)?.body).toContain('approval/before-publication')
})

test('whatever line of whatever comment holds a stop of somebody who may stop, nothing merges', () => {
  const prose = fc.constantFrom('Looks good.', '', '> /approve', '- a', '# Title', '`x`', '1. x', '/help')
  const lead = fc.constantFrom('', '  ', '\uFEFF', '\u00A0', '- ', '**', '# ', '3. ', '🛑 ')
  const stop = fc.constantFrom(
    '/hold',
    '/HOLD.',
    '/reject',
    '/rejct no',
    '/reject no',
    '/withdraw',
    '／hold',
    '/hodl',
    '/stop',
  )
  const comment = fc.record({ above: fc.array(prose, { maxLength: 3 }), lead, stop })
  const who = fc.constantFrom('alice', 'bob')
  fc.assert(
    fc.property(comment, who, fc.boolean(), ({ above, lead: before, stop: line }, login, first) => {
      const world = published()
      if (first) comments(world, 'carol', '/approve')
      comments(world, login, [...above, '', `${before}${line}`].join('\n'))
      if (!first) comments(world, 'carol', '/approve')
      return !where(rest(world)).merges
    }),
    { numRuns: portionOf({ portion: 50, all: 150 }) },
  )
})
