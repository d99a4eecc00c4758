import { applicableRules } from '../../../src/core/approval/applicable-rules.js'
import { evaluateApproval } from '../../../src/core/approval/evaluate-approval.js'
import { codeownersPaths, ownersOf } from '../../../src/core/approval/owners-of.js'
import type { ApprovalVote } from '../../../src/core/approval/refuse-vote.js'
import type { FileOwners } from '../../../src/core/approval/resolve-owners.js'
import { readCommands } from '../../../src/core/command/read-commands.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import { digest, userId } from '../../../src/model/ids.js'
import type { ObservedFile } from '../../../src/model/manifest.js'
import type { Person } from '../../../src/model/person.js'
import { type ApprovalRule, roles } from '../../../src/model/request-type.js'
import type { ObservedComment } from '../../../src/model/snapshot.js'
import type { Verdict } from '../../../src/model/verdict.js'
import { authority, issue, team as members } from '../decide/given.js'
import { must, parseRequestType, typeText } from '../request-type/fixtures.js'

/** People by number; alice, the first, filed the request. */
export const people = ['alice', 'bob', 'carol', 'dave', 'erin'] as const
/** What somebody can say; digests are of the plan as it was when they said it. */
export const words = [
  'bare',
  'bare',
  'bare',
  'prefix',
  'whole',
  'wrong',
  'unapprove',
  'unapprove',
  'chat',
  'quote',
] as const
export type Word = (typeof words)[number]

/** One thing that happened, with the second it happened in. Both the product's world and the oracle begin with these. */
export type Happening = { readonly at: number } & (
  | { readonly did: 'say'; readonly who: number; readonly word: Word }
  | { readonly did: 'rewrite'; readonly which: number; readonly word: Word }
  | { readonly did: 'delete'; readonly which: number }
  | { readonly did: 'hide'; readonly which: number }
  | { readonly did: 'edit-issue'; readonly who: number; readonly content: number }
  /** Somebody edited the issue whose account is gone. */
  | { readonly did: 'edit-by-ghost' }
  /** Base, policy or template changed, and with them the plan. */
  | { readonly did: 'replan'; readonly content: number }
  | { readonly did: 'publish' }
  | { readonly did: 'join' | 'leave'; readonly who: number; readonly team: 'platform' | 'dba' }
  | { readonly did: 'role'; readonly who: number; readonly role: number }
  | { readonly did: 'lose-sight' | 'see-again'; readonly of: 'platform' | number }
  | { readonly did: 'rules'; readonly rules: number }
  | { readonly did: 'owners'; readonly owners: number }
)

export const digests = ['11', '22', '1133'].map((start) => digest(`${start}${'ab'.repeat(32)}`.slice(0, 64)))
export const ownerTexts = [
  '* @carol\n',
  '* @bob @dave\n/a/ @acme/dba\n',
  '/a/ @carol\n/b/\n',
  '# nobody yet\n',
] as const
const paths = ['a/x.yaml', 'b/y.yaml']

/** The rules of an `approval:`, read once. */
export function readRules(approval: string): readonly ApprovalRule[] {
  const text = typeText('').replace('[{ from: [team:platform] }]', approval)
  const type = must(parseRequestType({ path: '.github/issueops/namespace.yml', blob: null, text }))
  return must(applicableRules(type, { request: new Map(), requester: { login: 'alice' } }))
}

const fileOwners = ownerTexts.map((text): readonly FileOwners[] => {
  const files = codeownersPaths.map(
    (path, index): ObservedFile =>
      index === 0
        ? { kind: 'text', path, mode: '100644', oid: gitBlobOid(text), text }
        : { kind: 'absent', path },
  )
  return ownersOf(paths, files, 'acme')
})

/** The verdict after everything that happened, through the toolkit's own reading of the comments. */
export function verdictAfter(
  happenings: readonly Happening[],
  rules: readonly (readonly ApprovalRule[])[],
  now: number,
): Verdict {
  const world = replay(happenings)
  const votes = readCommands(world.comments.filter((each) => each !== null)).flatMap(
    ({ person, comment, reading }): readonly ApprovalVote[] =>
      reading.kind === 'command' &&
      (reading.command.name === 'approve' || reading.command.name === 'unapprove')
        ? [{ person, comment, command: reading.command }]
        : [],
  )
  const planDigest = digests[world.content] ?? digest('00'.repeat(32))
  const inForce = world.published?.content === world.content ? world.published : null
  return evaluateApproval({
    issue: issue({
      author: person(0),
      editors: world.editors,
      lastEditedAt: world.editedAt === null ? null : moment(world.editedAt),
    }),
    rules: rules[world.rules] ?? [],
    votes,
    named: [],
    authority: authority({
      roles: people.map((login, index) =>
        world.unseen.has(index)
          ? { login, known: false, why: 'the call failed' }
          : { login, known: true, id: userId(index + 1), role: roles[world.roles[index] ?? 0] ?? 'none' },
      ),
      accounts: people.map((login, index) => ({ login, known: true, id: userId(index + 1) })),
      teams: (['platform', 'dba'] as const).map((team) =>
        team === 'platform' && world.blind
          ? { team, known: false, why: 'the token cannot see it' }
          : members(
              team,
              [...world[team]].map((index) => userId(index + 1)),
            ),
      ),
    }),
    digest: planDigest,
    publication: inForce === null ? null : { at: moment(inForce.at) },
    now: moment(now),
    revoked: [],
    owners: fileOwners[world.owners] ?? [],
  })
}

interface State {
  readonly comments: (ObservedComment | null)[]
  readonly editors: (Person | null)[]
  editedAt: number | null
  content: number
  published: { readonly content: number; readonly at: number } | null
  readonly platform: Set<number>
  readonly dba: Set<number>
  readonly roles: number[]
  readonly unseen: Set<number>
  blind: boolean
  rules: number
  owners: number
}

function replay(happenings: readonly Happening[]): State {
  const state: State = {
    comments: [],
    editors: [],
    editedAt: null,
    content: 0,
    published: null,
    platform: new Set([0, 1, 2]),
    dba: new Set([3]),
    roles: [3, 3, 3, 1, 4],
    unseen: new Set(),
    blind: false,
    rules: 0,
    owners: 0,
  }
  for (const happening of happenings) perform(state, happening)
  return state
}

function perform(state: State, happening: Happening): void {
  switch (happening.did) {
    case 'say':
      state.comments.push(comment(state, happening.who, happening.word, happening.at))
      return
    case 'rewrite':
    case 'delete':
    case 'hide': {
      const known = state.comments[happening.which] ?? null
      if (known === null) return
      state.comments[happening.which] = touched(state, happening, known)
      return
    }
    case 'edit-issue':
      state.content = happening.content
      state.editedAt = happening.at
      state.editors.push(person(happening.who))
      return
    case 'edit-by-ghost':
      state.editedAt = happening.at
      state.editors.push(null)
      return
    case 'replan':
      state.content = happening.content
      return
    case 'publish':
      state.published = { content: state.content, at: happening.at }
      return
    case 'join':
      state[happening.team].add(happening.who)
      return
    case 'leave':
      state[happening.team].delete(happening.who)
      return
    case 'role':
      state.roles[happening.who] = happening.role
      return
    case 'lose-sight':
      if (happening.of === 'platform') state.blind = true
      else state.unseen.add(happening.of)
      return
    case 'see-again':
      if (happening.of === 'platform') state.blind = false
      else state.unseen.delete(happening.of)
      return
    case 'rules':
      state.rules = happening.rules
      return
    case 'owners':
      state.owners = happening.owners
      return
  }
}

function touched(
  state: State,
  happening: Extract<Happening, { did: 'rewrite' | 'delete' | 'hide' }>,
  known: ObservedComment,
): ObservedComment | null {
  if (happening.did === 'delete') return null
  if (happening.did === 'hide') return { ...known, minimized: true }
  return { ...known, body: text(state, happening.word), lastEditedAt: moment(happening.at) }
}

function comment(state: State, who: number, word: Word, at: number): ObservedComment {
  const id = state.comments.length + 1
  const author = person(who)
  return {
    id,
    body: text(state, word),
    createdAt: moment(at),
    lastEditedAt: null,
    author,
    own: false,
    editor: null,
    minimized: false,
  }
}

function text({ content }: State, word: Word): string {
  const now = digests[content] ?? ''
  switch (word) {
    case 'bare':
      return '/approve'
    case 'prefix':
      return `/approve ${now.slice(0, 12)}`
    case 'whole':
      return `/Approve ${now.toUpperCase()}`
    case 'wrong':
      return `/approve ${'f'.repeat(12)}`
    case 'unapprove':
      return '/unapprove'
    case 'chat':
      return 'Looks good to me.'
    case 'quote':
      return '> /approve'
  }
}

function person(index: number): Person {
  return { id: userId(index + 1), login: people[index] ?? '', kind: 'user' }
}

const midnight = Date.UTC(2026, 10, 20)

function moment(second: number): string {
  return new Date(midnight + second * 1000).toISOString().replace('.000Z', 'Z')
}
