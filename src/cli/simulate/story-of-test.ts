import { basename, resolve } from 'node:path'
import { rehearseTest } from '../../core/advice/lint/rehearse-test.js'
import type { ReadableRequest } from '../../core/decide/read-request.js'
import { firstStage } from '../../core/request-type/stages.js'
import type { End } from '../../model/end.js'
import { secondsBetween } from '../../model/instant.js'
import type { ObservedFile } from '../../model/manifest.js'
import type { RequestTest } from '../../model/request-test.js'
import type { ApprovalRule, PeopleNode, Principal } from '../../model/request-type.js'
import { FoundProblems, UsageError } from '../exit-code.js'
import { readPolicyFiles } from '../read-policy-files.js'
import { readTestManifests } from '../test/read-test-manifests.js'
import { readTestedTypes, type TestedType, tryTest } from '../test/run-tests.js'
import { firstIssue } from './deeds.js'
import { beginning } from './seed-of.js'
import type { Story, StoryRole } from './story.js'

/** Who approves in a story made from a test; more people than any sensible rule wants. */
const approvers = [
  'alice',
  'bob',
  'carol',
  'dave',
  'erin',
  'frank',
  'grace',
  'heidi',
  'ivan',
  'judy',
] as const

/**
 * A story told from a test of a request type, on the forms, request types and manifests of a checkout: the test's requester files its
 * answers, and as many people as the approval rules want approve.
 * @throws UsageError when there is no such type, and FoundProblems when it cannot be used or has no test whose request is accepted.
 */
export function storyOfTest(root: string, typeName: string): Story {
  const tested = testedType(root, typeName)
  const { type, form, tests } = tested
  const first = firstStage(type)?.name
  const test = tests.find(
    ({ expect, stage = first }) => expect.kind === 'accepted' && expect.plan?.size !== 0 && stage === first,
  )
  if (test === undefined) {
    throw new FoundProblems([
      {
        code: 'type/test',
        file: type.path,
        what: `The request type has no test whose request is accepted and changes something${first === undefined ? '' : ` in its first stage, ${first}`}; a story needs its answers.`,
        fix: 'Write one under tests:, with expect: { plan: … }, as docs/request-tests.md shows.',
      },
    ])
  }
  const rehearsed = rehearseTest(tested, test)
  if (!rehearsed.ok) {
    throw new FoundProblems([
      {
        code: 'type/test',
        file: type.path,
        what: `The request of the test “${test.name}” is refused, so there is no story to tell.`,
        fix: 'Correct its answers, or what the test expects, by what is said below.',
      },
      ...rehearsed.problems,
    ])
  }
  const outcome = tryTest(root, tested, test)
  const cast = castOf(rehearsed.value, test, type.requesters ?? [])
  const manifests = readTestManifests(root, rehearsed.value.changes, test.existing)
  const files = filesOf(root, manifests.files)
  const answers = { kind: 'answers', form: form.file, answers: test.answers } as const
  // The digest is only written where a rule wants it; it is the one the toolkit will publish, because the story holds the same files.
  const digest = outcome.ok && rehearsed.value.rules.some(wantsDigest) ? ` ${outcome.value.plan.digest}` : ''
  return {
    ...usualPlace,
    name: type.name,
    title: `${type.title}: ${test.name}`,
    repository: { owner: 'acme', name: storyName(root) },
    people: cast.people,
    teams: cast.teams,
    teamRoles: new Map(),
    files,
    target: targetOf(type, files),
    ends: type.merge === 'manual' ? 'approved' : 'merged',
    deadReceivers: [],
    playedOn: playedOn(root, test, manifests.files),
    steps: [
      {
        who: test.requester,
        issue: firstIssue,
        unseen: false,
        does: 'files',
        title: type.title,
        text: answers,
      },
      ...cast.approving.map(
        (who) =>
          ({ who, issue: firstIssue, unseen: false, does: 'comments', text: `/approve${digest}` }) as const,
      ),
      ...untilItEnds(rehearsed.value.end, test.requester),
    ],
  }
}

/** A story is told to its end: where what is asked for has one, the time passes until then. */
function untilItEnds(end: End | null, who: string): Story['steps'] {
  if (end === null) return []
  const seconds = end.kind === 'after' ? end.seconds : secondsBetween(beginning, end.at)
  const hours = Math.max(0, Math.ceil(seconds / 3600)) + 1
  return [{ who, issue: firstIssue, unseen: false, does: 'waits', hours }]
}

/** Whose manifests the story has: those of the checkout, or, where the test brings its own, only these. */
function playedOn(root: string, { name, existing }: RequestTest, manifests: readonly ObservedFile[]): string {
  const paths = manifests.flatMap(({ kind, path }) => (kind === 'text' ? [path] : []))
  const listed = paths.length === 0 ? 'none of the files there yet' : paths.join(', ')
  return existing === null
    ? `Played on the manifests of ${root}: ${listed}.`
    : `Played on what the test “${name}” gives under existing, not on the manifests of ${root}: ${listed}.`
}

/** Where the manifests live in another repository, the story has it, with the same files: a checkout cannot tell them apart. */
function targetOf({ target: { repository } }: TestedType['type'], files: Story['files']): Story['target'] {
  return repository === null ? null : { repository, visibility: 'private', installed: true, files }
}

/** A private repository whose branch demands nothing, and a GitHub App. */
const usualPlace = {
  visibility: 'private',
  requiredChecks: [],
  upToDate: false,
  requiredReviews: 0,
  mergeQueue: false,
  autoMergeAllowed: false,
  token: 'app',
  ledger: 'protected',
} as const satisfies Partial<Story>

function testedType(root: string, name: string): TestedType {
  const { types, problems, broken } = readTestedTypes(root)
  const found = types.find(({ type }) => type.name === name)
  if (found !== undefined) return found
  const meant = broken.find(({ path }) => /([^/]+)\.ya?ml$/.exec(path)?.[1] === name)
  if (meant !== undefined) throw new FoundProblems(meant.problems)
  const others = problems.length === 0 ? '' : ' Some cannot be used; run issueops lint.'
  const names = types.map(({ type }) => type.name).join(', ')
  throw new UsageError(
    `There is no request type ${JSON.stringify(name)} in ${root}. There is: ${names || 'none'}.${others}`,
  )
}

interface Cast {
  readonly people: ReadonlyMap<string, StoryRole>
  readonly teams: ReadonlyMap<string, readonly string[]>
  readonly approving: readonly string[]
}

/** Different people for every list of a rule, so that the story also holds where one person must not approve for two. */
function castOf(
  { rules, named: mentioned }: Pick<ReadableRequest, 'rules' | 'named'>,
  { requester }: RequestTest,
  requesters: readonly Principal[],
): Cast {
  const [asks] = requesters
  const people = new Map<string, StoryRole>([
    [requester, asks?.kind === 'role' ? storyRole(asks.role) : 'read'],
  ])
  const teams = new Map<string, string[]>(asks?.kind === 'team' ? [[asks.slug, [requester]]] : [])
  // Whom a field names has an account, and is nobody who approves.
  const concerned = mentioned.flatMap(({ logins }) => logins)
  for (const login of concerned) if (login !== requester) people.set(login, 'none')
  const taken = [requester, ...concerned].map((login) => login.toLowerCase())
  const free = approvers.filter((login) => !taken.includes(login))
  const approving = rules.flatMap(askedPeople).flatMap(({ from, count }) => {
    const named = from.flatMap((each) =>
      each.kind === 'user' && each.login !== requester ? [each.login] : [],
    )
    const group = from.find((each) => each.kind === 'team' || each.kind === 'role')
    const more = group === undefined ? [] : free.splice(0, Math.max(0, count - named.length))
    for (const login of named) people.set(login, 'write')
    for (const login of more) people.set(login, group?.kind === 'role' ? storyRole(group.role) : 'write')
    if (group?.kind === 'team') teams.set(group.slug, [...(teams.get(group.slug) ?? []), ...more])
    return [...named, ...more].slice(0, count)
  })
  return { people, teams, approving: [...new Set(approving)] }
}

/** The lists of people of whom somebody has to approve: all of a group, or the first of those of which one is enough. */
function askedPeople({ needs }: Pick<ApprovalRule, 'needs'>): readonly PeopleNode[] {
  switch (needs.kind) {
    case 'automatic':
      return []
    case 'people':
      return [needs]
    case 'all':
      return needs.of.flatMap((node) => askedPeople({ needs: node }))
    case 'any':
      return needs.of.slice(0, 1).flatMap((node) => askedPeople({ needs: node }))
  }
}

function wantsDigest(rule: ApprovalRule): boolean {
  return askedPeople(rule).some(({ requireDigest }) => requireDigest !== 'none')
}

/** Whoever approves has to be able to read the private repository of the story. */
function storyRole(role: StoryRole): StoryRole {
  return role === 'none' ? 'read' : role
}

/** A name GitHub would take, from the checkout's folder. */
function storyName(root: string): string {
  const name = basename(resolve(root))
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name) ? name : 'platform'
}

/** The first commit of the story: policy and the manifests the request is about, and nothing else of the checkout. */
function filesOf(root: string, manifests: readonly ObservedFile[]): ReadonlyMap<string, string> {
  const { forms, types, policies, templates } = readPolicyFiles(root)
  const policy = [...forms, ...types, ...policies, ...templates].map(
    ({ path, text }) => [path, text ?? ''] as const,
  )
  return new Map([
    ...policy,
    ...manifests.flatMap((file) => (file.kind === 'text' ? [[file.path, file.text] as const] : [])),
  ])
}
