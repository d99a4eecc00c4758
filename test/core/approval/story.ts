import { applicableRules } from '../../../src/core/approval/applicable-rules.js'
import { evaluateApproval } from '../../../src/core/approval/evaluate-approval.js'
import { codeownersPaths, ownersOf } from '../../../src/core/approval/owners-of.js'
import type { ApprovalVote } from '../../../src/core/approval/refuse-vote.js'
import type { CommandReading } from '../../../src/core/command/command-reading.js'
import { parseCommand } from '../../../src/core/command/parse-command.js'
import { readCommands } from '../../../src/core/command/read-commands.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import type { Authority } from '../../../src/model/authority.js'
import { digest, userId } from '../../../src/model/ids.js'
import type { ObservedFile } from '../../../src/model/manifest.js'
import type { Person } from '../../../src/model/person.js'
import type { ApprovalRule } from '../../../src/model/request-type.js'
import type { ObservedComment } from '../../../src/model/snapshot.js'
import type { Verdict } from '../../../src/model/verdict.js'
import { at, issue, authority as known, team as teamOf } from '../decide/given.js'
import { must, parseRequestType, typeText } from '../request-type/fixtures.js'

/**
 * The people of the decision table. Alice filed the request and is in team platform, like bob, carol and erin; erin has edited the
 * request. Frank maintains the repository and is the only one in team dba. Mona is named by login, olga by CODEOWNERS. Paul owned code
 * once and can only read now. Zoe's role was not looked up, the look-up of yves failed. Fake has the login of mona, and another id.
 */
const ids = {
  alice: 1,
  bob: 2,
  carol: 3,
  dave: 4,
  erin: 5,
  frank: 6,
  mona: 7,
  zoe: 8,
  yves: 9,
  olga: 10,
  paul: 11,
  fake: 99,
} as const
export type Name = keyof typeof ids | 'robot' | 'ghost'
export const names = [...Object.keys(ids), 'robot', 'ghost'] as readonly Name[]

export function person(name: Name): Person | null {
  if (name === 'ghost') return null
  if (name === 'robot') return { id: userId(90), login: 'robot', kind: 'bot' }
  return { id: userId(ids[name]), login: name === 'fake' ? 'mona' : name, kind: 'user' }
}

const role = (name: keyof typeof ids, what: 'read' | 'write' | 'maintain') =>
  ({ login: name, known: true, id: userId(ids[name]), role: what }) as const

export const authority: Authority = known({
  roles: [
    role('alice', 'write'),
    role('bob', 'write'),
    role('carol', 'write'),
    role('dave', 'read'),
    role('erin', 'write'),
    role('frank', 'maintain'),
    role('mona', 'read'),
    role('olga', 'write'),
    role('paul', 'read'),
    { login: 'yves', known: false, why: 'GitHub did not tell the role of yves' },
  ],
  accounts: Object.entries(ids)
    .filter(([login]) => !['fake', 'yves', 'zoe'].includes(login))
    .map(([login, id]) => ({ login, known: true, id: userId(id) })),
  teams: [
    team('platform', ['alice', 'bob', 'carol', 'erin']),
    team('dba', ['frank']),
    team('empty', []),
    { ...team('crowd', ['bob']), whole: false, asked: Object.keys(ids) },
    { team: 'leads', known: false, why: 'the token cannot see the team leads' },
  ],
})

function team(slug: string, members: readonly (keyof typeof ids)[]) {
  return teamOf(
    slug,
    members.map((name) => userId(ids[name])),
  )
}

const codeowners = `
apps/   @olga @paul
db/     @acme/dba
mail/   ops@example.com
both/   @olga ops@example.com
other/  @rival/team
free/
`

/** Rules by the name they have in the table, as a request type writes them, and the files the request touches. */
export const rules = {
  team: '[{ from: [team:platform] }]',
  two: '[{ from: [team:platform], count: 2 }]',
  three: '[{ from: [team:platform], count: 3 }]',
  role: '[{ from: [role:maintain] }]',
  user: '[{ from: [mona] }]',
  mixed: '[{ from: [team:dba, role:maintain, mona] }]',
  dba: '[{ from: [team:dba] }]',
  dba2: '[{ from: [team:dba], count: 2 }]',
  crowd2: '[{ from: [team:crowd], count: 2 }]',
  users2: '[{ from: [mona, alice], count: 2 }]',
  empty: '[{ from: [team:empty] }]',
  unknown: '[{ from: [team:leads] }]',
  unlooked: '[{ from: [team:nowhere] }]',
  'unknown-or-user': '[{ from: [team:leads, mona] }]',
  self: '[{ from: [team:platform], not: [editors, committers] }]',
  'by-editor': '[{ from: [team:platform], not: [requester, committers] }]',
  anybody: '[{ from: [team:platform], not: [] }]',
  digest: '[{ from: [team:platform], require-digest: true }]',
  full: '[{ from: [team:platform], require-digest: full }]',
  aged: '[{ from: [team:platform], valid-for: 1 hour }]',
  both: '[{ from: [team:platform] }, { from: [team:dba] }]',
  all: '[{ all: [{ from: [team:platform] }, { from: [role:maintain] }] }]',
  any: '[{ any: [{ from: [team:platform], count: 2 }, { from: [role:maintain] }] }]',
  nested: '[{ all: [{ from: [team:platform] }, { any: [{ from: [team:dba] }, { from: [mona] }] }] }]',
  'any-empty': '[{ any: [{ from: [team:empty] }, { from: [team:platform] }] }]',
  'all-empty': '[{ all: [{ from: [team:empty] }, { from: [team:platform] }] }]',
  'any-closed': '[{ any: [{ from: [team:empty] }, { from: [team:dba], count: 2 }] }]',
  'any-unknown': '[{ any: [{ from: [team:leads] }, { from: [team:platform], count: 2 }] }]',
  automatic: '[{ when: "true", automatic: true }]',
  'automatic-and-team': '[{ when: "true", automatic: true }, { from: [team:platform] }]',
  'no-rule': '[{ when: "false", from: [team:platform] }]',
  owners: '[{ from: [codeowners] }]',
  'owners-team': '[{ from: [codeowners] }]',
  'owners-two-sets': '[{ from: [codeowners] }]',
  'owners-or-mona': '[{ from: [codeowners, mona] }]',
  'owners-count': '[{ from: [codeowners], count: 2 }]',
  'owners-none': '[{ from: [codeowners] }]',
  'owners-none-mona': '[{ from: [codeowners, mona] }]',
  'owners-mail': '[{ from: [codeowners] }]',
  'owners-or-mail': '[{ from: [codeowners] }]',
  'owners-elsewhere': '[{ from: [codeowners] }]',
  'owners-unmatched': '[{ from: [codeowners] }]',
  'owners-unread': '[{ from: [codeowners] }]',
  'owners-no-file': '[{ from: [codeowners] }]',
} as const
export type RuleName = keyof typeof rules
export const ruleNames = Object.keys(rules) as readonly RuleName[]

const touched: Partial<Record<RuleName, readonly string[]>> = {
  'owners-team': ['db/a.yaml'],
  'owners-two-sets': ['apps/a.yaml', 'db/a.yaml', 'apps/b.yaml'],
  'owners-none': ['free/a.yaml', 'apps/a.yaml'],
  'owners-none-mona': ['free/a.yaml'],
  'owners-mail': ['mail/a.yaml'],
  'owners-or-mail': ['both/a.yaml'],
  'owners-elsewhere': ['other/a.yaml'],
  'owners-unmatched': ['nowhere.yaml'],
}

export const planDigest = digest('ab'.repeat(32))

export const comments = ['fresh', 'edited', 'hidden'] as const
/** When the comment was written: the plan was published at 09:30, and the issue last edited at 09:00, or as said. */
export const times = [
  'after',
  'before',
  'at',
  'unpublished',
  'edit-after',
  'edit-at',
  'old',
  'almost-old',
] as const
export const lines = {
  bare: '/approve',
  prefix: `/approve ${planDigest.slice(0, 12)}`,
  PREFIX: `/APPROVE ${planDigest.slice(0, 12).toUpperCase()}`,
  longer: `/approve ${planDigest.slice(0, 40)}`,
  whole: `/approve ${planDigest}`,
  wrong: `/approve ${'cd'.repeat(6)}`,
  middle: `/approve ${planDigest.slice(1, 13)}`,
  'wrong-whole': `/approve ${'cd'.repeat(32)}`,
  short: `/approve ${planDigest.slice(0, 11)}`,
  'too-long': `/approve ${planDigest}a`,
  trailing: `/approve ${planDigest.slice(0, 12)} please`,
  quoted: '> /approve',
  fenced: '```\n/approve\n```',
  code: '`/approve`',
  html: '<!--\n/approve\n-->',
  sentence: 'I would not /approve this',
  second: 'Looks good.\n/approve',
  misspelt: '/aprove',
  longname: '/approve-all',
  contradictory: '/approve\n/reject no',
} as const
export type Line = keyof typeof lines
export const lineNames = Object.keys(lines) as readonly Line[]

export interface Act {
  readonly who: Name
  readonly comment: (typeof comments)[number]
  readonly time: (typeof times)[number]
  readonly body: string
}

const read = new Map<RuleName, readonly ApprovalRule[]>()

export function rulesOf(name: RuleName): readonly ApprovalRule[] {
  const known = read.get(name)
  if (known !== undefined) return known
  const text = typeText('').replace('[{ from: [team:platform] }]', rules[name])
  const type = must(parseRequestType({ path: '.github/issueops/namespace.yml', blob: null, text }))
  const found = applicableRules(type, { request: new Map(), requester: { login: 'alice' } })
  const applicable = found.ok ? found.value : []
  read.set(name, applicable)
  return applicable
}

/** What follows from some comments on a request that is at the given rules. */
export function verdictOf(rule: RuleName, acts: readonly Act[]): Verdict {
  const written = acts.map((act, index) => commentOf(act, index + 1))
  const time = acts[0]?.time ?? 'after'
  const edited = { 'edit-after': '10:30', 'edit-at': '10:00' }[time as 'edit-after'] ?? '09:00'
  const votes = readCommands(written).flatMap(
    ({ person: author, comment, reading }): readonly ApprovalVote[] =>
      reading.kind === 'command' &&
      (reading.command.name === 'approve' || reading.command.name === 'unapprove')
        ? [{ person: author, comment, command: reading.command }]
        : [],
  )
  return evaluateApproval({
    issue: issue({ author: person('alice'), editors: [person('erin')], lastEditedAt: at(edited) }),
    rules: rulesOf(rule),
    votes,
    authority,
    named: [],
    digest: planDigest,
    publication: time === 'unpublished' ? null : { at: at('09:30') },
    now: at({ old: '11:00', 'almost-old': '10:59:59' }[time as 'old'] ?? '10:05'),
    revoked: [],
    owners: rule.startsWith('owners')
      ? ownersOf(touched[rule] ?? ['apps/a.yaml'], ownerFiles(rule), 'Acme')
      : [],
  })
}

const codeownersBlob = gitBlobOid(codeowners)

function ownerFiles(rule: RuleName): readonly ObservedFile[] {
  return codeownersPaths.map((path, index): ObservedFile => {
    if (index !== 1 || rule === 'owners-no-file') return { kind: 'absent', path }
    if (rule === 'owners-unread') return { kind: 'unreadable', path, why: 'too-large' }
    return { kind: 'text', path, mode: '100644', oid: codeownersBlob, text: codeowners }
  })
}

function commentOf({ who, comment, time, body }: Act, id: number): ObservedComment {
  return {
    id,
    body,
    createdAt: at({ before: '09:29:59', at: '09:30' }[time as 'at'] ?? '10:00'),
    lastEditedAt: comment === 'edited' ? at('10:01') : null,
    author: person(who),
    own: false,
    editor: null,
    minimized: comment === 'hidden',
  }
}

/** In a few words: where the verdict is, and which reason the first comment that does not count is given. */
export function outcomeOf(rule: RuleName, acts: readonly Act[]): string {
  const { state, root, refused } = verdictOf(rule, acts)
  const unread = refused.length > 0 ? undefined : acts.map(({ body }) => parseCommand(body)).find(isRefused)
  const code =
    refused[0]?.code ?? unread?.code ?? (state === 'satisfied' || state === 'pending' ? '' : root.code)
  return `${state} ${code.replace('approval/', '')}`.trim()
}

function isRefused(reading: CommandReading): reading is Extract<CommandReading, { kind: 'refused' }> {
  return reading.kind === 'refused'
}
