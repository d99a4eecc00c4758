import { nobodyKnown } from '../../../src/core/approval/authority.js'
import type { Authority, MembersOf } from '../../../src/model/authority.js'
import { issueNumber, type UserId, userId } from '../../../src/model/ids.js'
import type { Person } from '../../../src/model/person.js'
import type { ObservedComment, ObservedIssue } from '../../../src/model/snapshot.js'

/** People of the stories told in tests; the id is what counts. */
export function user(login: string): Person {
  const ids: Readonly<Record<string, number>> = { alice: 1, bob: 2, carol: 3, dave: 4, mallory: 5, erin: 6 }
  return { id: userId(ids[login] ?? 99), login, kind: 'user' }
}

/** A moment of the day the stories play on. */
export function at(time: string): string {
  return `2026-11-20T${time.length === 5 ? `${time}:00` : time}Z`
}

export function comment(author: Person, body: string, facts: Partial<ObservedComment> = {}): ObservedComment {
  return {
    id: 1,
    body,
    createdAt: at('10:00'),
    lastEditedAt: null,
    author,
    own: false,
    editor: null,
    minimized: false,
    ...facts,
  }
}

export function issue(facts: Partial<ObservedIssue> = {}): ObservedIssue {
  return {
    number: issueNumber(42),
    url: 'https://github.example/acme/platform/issues/42',
    title: 'Namespace: payments',
    body: '',
    state: 'open',
    stateReason: null,
    createdAt: at('09:00'),
    lastEditedAt: null,
    author: user('alice'),
    editors: [],
    labels: [],
    comments: [],
    olderComments: null,
    commentCount: 0,
    deletions: [],
    closing: null,
    ...facts,
  }
}

/** What is known of people; whatever is not said is not known. */
export function authority(facts: Partial<Authority>): Authority {
  return { ...nobodyKnown, ...facts }
}

/** A team whose members are these and nobody else, and which may write. */
export function team(
  slug: string,
  members: readonly UserId[],
  facts: Partial<Extract<MembersOf, { known: true }>> = {},
): Extract<MembersOf, { known: true }> {
  return { team: slug, known: true, members, whole: true, asked: [], access: 'write', ...facts }
}
