import type { Authority } from '../../model/authority.js'
import type { Period } from '../../model/calendar.js'
import type { Command } from '../../model/command.js'
import type { Digest } from '../../model/ids.js'
import { type Instant, isBefore, secondsBetween } from '../../model/instant.js'
import { type Person, samePerson } from '../../model/person.js'
import type { PublishedPlan } from '../../model/pull.js'
import type { PeopleNode } from '../../model/request-type.js'
import type { ObservedComment, ObservedIssue } from '../../model/snapshot.js'
import type { RefusedVote, ResolvedApprover } from '../../model/verdict.js'
import type { NamedPeople } from '../request-type/named-people.js'
import { accountOf, isOwnerAccount, sameLogin } from './account.js'
import { standing } from './principal.js'

/** An `/approve` or `/unapprove` as it stands in a comment by a person. */
export interface ApprovalVote {
  readonly person: Person
  readonly comment: ObservedComment
  readonly command: Extract<Command, { name: 'approve' | 'unapprove' }>
}

/** An `/approve`. */
export type Approving = ApprovalVote & { readonly command: Extract<Command, { name: 'approve' }> }

/** What the person and the comment of an approval are weighed against, whatever the plan is. */
export interface VoterContext {
  readonly issue: ObservedIssue
  readonly votes: readonly ApprovalVote[]
  readonly authority: Authority
  /** Whom fields of the request name that a rule leaves out. */
  readonly named: readonly NamedPeople[]
  /** Comments whose approval is on record as taken back. */
  readonly revoked: readonly number[]
}

/** Everything an approval is weighed against. */
export interface VoteContext extends VoterContext {
  /** The digest of the plan as it is computed now. */
  readonly digest: Digest
  /** The publication of that plan on the head that would be merged, or null. */
  readonly publication: Pick<PublishedPlan, 'at'> | null
  /** A plan that was visible before the one in force, where there was one. */
  readonly earlier?: EarlierPlan | null
  /** By GitHub's clock. */
  readonly now: Instant
  /** When nothing but a window was waited for; approvals do not grow older meanwhile. */
  readonly waited?: readonly Period[]
}

/** A plan was visible before the one in force, and what has happened since. */
export interface EarlierPlan {
  /** Since when the first plan of the request was visible. */
  readonly since: Instant
  /** What has happened, half a sentence in plain text. */
  readonly why: string
}

/** Who must approve, once code owners are looked up. */
export type ResolvedPeople = Omit<PeopleNode, 'from'> & {
  readonly from: readonly ResolvedApprover[]
  /** The touched files whose code owners `from` holds; null where the rule does not ask for code owners. */
  readonly files: readonly string[] | null
}

/** Whom a node of the rules names and whom it leaves out. */
export type NamedVoters = Pick<ResolvedPeople, 'from' | 'not'>

export type Refusal = Omit<RefusedVote, 'person' | 'comment'>

/** Neither a yes nor a no: it could not be found out whether somebody may, or counts. */
export function notKnown(what: string, fix: string): Refusal {
  return { code: 'approval/authority-unknown', kind: 'unclear', what, fix }
}

/** Digits of the plan digest that the status comment shows, and that are enough where the rule does not want all. */
export const shownDigits = 12

const approveAgain = 'Read the plan as it is shown now and write a new comment with /approve.'

/**
 * Why an approval does not count for a node of the rules, or null if it does. It counts only if its comment was never edited nor hidden,
 * was not taken back (once it is on record, for good), was written strictly after the plan in force was published and after the last edit of the issue body, names as
 * much of the digest as the rule wants and nothing else, is not too old, and comes from somebody who is entitled now and whom the
 * rule does not leave out. Times within the same second have no order: they refuse.
 */
export function refuseVote(vote: Approving, node: ResolvedPeople, context: VoteContext): Refusal | null {
  return (
    refuseVoter(vote, node, context) ??
    refuseBinding(vote, context) ??
    refuseDigest(vote, node, context) ??
    refuseAge(vote, node, context) ??
    refuseRevoked(vote, context)
  )
}

/** The part that concerns the person and the comment alone, and can be told without knowing any plan. */
export function refuseVoter(vote: Approving, node: NamedVoters, context: VoterContext): Refusal | null {
  return (
    refuseComment(vote) ??
    refuseTakenBack(vote, context) ??
    refuseSelf(vote, node, context) ??
    refuseNamed(vote, node, context) ??
    refuseEdited(vote, context) ??
    refuseStanding(vote, node, context)
  )
}

/** The line somebody has to write for a node. */
export function approveLine(demand: PeopleNode['requireDigest'], digest: Digest): string {
  switch (demand) {
    case 'none':
      return '/approve'
    case 'prefix':
      return `/approve ${digest.slice(0, shownDigits)}`
    case 'full':
      return `/approve ${digest}`
  }
}

function refuseComment({ comment }: Approving): Refusal | null {
  if (comment.lastEditedAt !== null) {
    return {
      code: 'approval/edited-comment',
      what: 'The approval does not count, because its comment was edited.',
      fix: 'Write a new comment with /approve, and leave it as it is.',
    }
  }
  if (comment.minimized) {
    return {
      code: 'approval/hidden-comment',
      what: 'The approval does not count, because its comment was hidden.',
      fix: 'Write a new comment with /approve.',
    }
  }
  return null
}

/**
 * Taking back needs no authority, and counts hidden too: what stops a request must not depend on anything. In an edited comment it takes nothing
 * back, because the word may be somebody else's; there it holds the request.
 */
function refuseTakenBack({ person, comment }: Approving, { votes }: VoterContext): Refusal | null {
  const takenBack = votes.some(
    (vote) =>
      vote.command.name === 'unapprove' &&
      vote.comment.lastEditedAt === null &&
      samePerson(vote.person, person) &&
      vote.comment.id > comment.id,
  )
  if (!takenBack) return null
  return {
    code: 'approval/unapproved',
    kind: 'taken-back',
    what: 'The approval was taken back with /unapprove.',
    fix: 'To approve after all, write a new comment with /approve.',
  }
}

/** Who edits their own request stays its requester; an editor is somebody else who changed its text. */
function refuseSelf({ person }: Approving, { not }: NamedVoters, { issue }: VoterContext): Refusal | null {
  const { author, editors } = issue
  if (author !== null && samePerson(author, person)) {
    if (!not.includes('requester')) return null
    return {
      code: 'approval/self-approval',
      what: 'Whoever asks for something cannot approve it.',
      fix: 'Somebody else among the approvers has to comment /approve; to call it off, comment /withdraw.',
    }
  }
  if (not.includes('editors') && editors.some((editor) => editor !== null && samePerson(editor, person))) {
    return {
      code: 'approval/self-approval',
      what: 'Whoever edited a request cannot approve it.',
      fix: 'Somebody else among the approvers has to comment /approve.',
    }
  }
  const unknown =
    (not.includes('requester') && author === null) || (not.includes('editors') && editors.includes(null))
  if (unknown) {
    return notKnown(
      'Not everybody who wrote or edited this request is known (an account is gone, or there were too many edits), so nobody can be shown to be somebody else.',
      'File the request again and close this issue.',
    )
  }
  return null
}

/** Whoever a field names would approve for themselves. An account is compared by its id, whatever it is called by now, and by its login. */
function refuseNamed(
  { person }: Approving,
  { not }: NamedVoters,
  { named, authority }: VoterContext,
): Refusal | null {
  for (const field of not.filter((each) => each.startsWith('request.'))) {
    const found = named.find((each) => each.field === field)
    const logins = found?.logins ?? []
    if (logins.some((login) => mayBe(person, login, authority))) {
      return {
        code: 'approval/self-approval',
        what: 'Whoever a request is for cannot approve it.',
        fix: 'Somebody else among the approvers has to comment /approve.',
      }
    }
    const unknown = logins.find((login) => typeof accountOf({ login }, authority) !== 'number')
    if (found === undefined || unknown !== undefined)
      return notKnown(
        `It is not known whom ${unknown ?? field} means, so nobody can be shown to be somebody else than whom the request is for.`,
        'Edit the issue and name an account that GitHub has; the approval is looked at again by the next run.',
      )
  }
  return null
}

/** By any of its marks: the login, the account that has the login now, and the one that had it when it was first met. */
function mayBe(person: Person, login: string, { accounts, known }: Authority): boolean {
  const now = accounts.find((each) => sameLogin(each.login, login))
  const first = known.find((each) => sameLogin(each.login, login))
  return (
    sameLogin(person.login, login) || first?.id === person.id || (now?.known === true && now.id === person.id)
  )
}

function refuseEdited({ comment }: Approving, { issue }: VoterContext): Refusal | null {
  if (issue.lastEditedAt === null || isBefore(issue.lastEditedAt, comment.createdAt)) return null
  return {
    code: 'approval/request-edited',
    what: 'The approval does not count any more, because the request was edited after it.',
    fix: approveAgain,
  }
}

function refuseStanding({ person }: Approving, node: NamedVoters, context: VoterContext): Refusal | null {
  const { as, unknown } = standing(person, node.from, context.authority)
  if (as.length > 0) return null
  if (unknown.length > 0) {
    return notKnown(
      `It could not be found out whether this person may approve: ${unknown.join('; ')}.`,
      'A maintainer has to give the toolkit access to that; the approval is looked at again by the next run.',
    )
  }
  if (isOutsider(person, node, context.authority)) {
    return {
      code: 'approval/not-authorised',
      what: 'This person is named among the approvers, but has no role in the repository.',
      fix: 'An administrator has to give this person a role in the repository, or a maintainer to write outside: true into the rule of the request type.',
    }
  }
  if (isPowerlessOwner(person, node, context.authority)) {
    return {
      code: 'approval/not-authorised',
      what: 'This person is a code owner of the changed files, but has no write access to the repository.',
      fix: 'An administrator has to give this person the role write in the repository, or another code owner has to comment /approve.',
    }
  }
  return {
    code: 'approval/not-authorised',
    what: 'This person is not among those who may approve this request.',
    fix: 'One of the approvers named in the status comment has to comment /approve.',
  }
}

/** Whether somebody would count if the rule said that outsiders are meant. */
function isOutsider(person: Person, { from }: NamedVoters, authority: Authority): boolean {
  const letIn = from.flatMap((each) => (each.kind === 'user' ? [{ ...each, outside: true as const }] : []))
  return standing(person, letIn, authority).as.length > 0
}

/** Whether CODEOWNERS names somebody whom GitHub does not take for an owner. */
function isPowerlessOwner(person: Person, { from }: NamedVoters, authority: Authority): boolean {
  return from.some((each) => each.kind === 'owner' && isOwnerAccount(person, each, authority) === true)
}

function refuseBinding({ comment, command }: Approving, context: VoteContext): Refusal | null {
  if (context.publication === null || !isBefore(context.publication.at, comment.createdAt)) {
    const { earlier } = context
    if (earlier !== undefined && earlier !== null && isBefore(earlier.since, comment.createdAt)) {
      return {
        code: 'approval/plan-replaced',
        what: `The approval does not count any more: ${earlier.why}.`,
        fix: approveAgain,
      }
    }
    return {
      code: 'approval/before-publication',
      what: 'The approval does not count, because the plan in force was published after it.',
      fix: approveAgain,
    }
  }
  if (command.prefix !== null && !context.digest.startsWith(command.prefix)) {
    return {
      code: 'approval/digest-mismatch',
      what: 'The approval does not count, because it names another plan than the one in force.',
      fix: `Read the plan as it is shown now and write a new comment with ${approveLine('prefix', context.digest)}.`,
    }
  }
  return null
}

function refuseDigest({ command }: Approving, node: ResolvedPeople, context: VoteContext): Refusal | null {
  const wanted = { none: 0, prefix: shownDigits, full: context.digest.length }[node.requireDigest]
  if ((command.prefix?.length ?? 0) >= wanted) return null
  return {
    code: 'approval/digest-required',
    what:
      node.requireDigest === 'full'
        ? 'The approval does not count, because this request takes only approvals that name the whole digest of the plan.'
        : 'The approval does not count, because this request takes only approvals that name the plan.',
    fix: `Read the plan as it is shown now and write a new comment with ${approveLine(node.requireDigest, context.digest)}.`,
  }
}

function refuseAge(
  { comment }: Approving,
  { validFor }: ResolvedPeople,
  context: VoteContext,
): Refusal | null {
  if (validFor === null || ageOf(comment.createdAt, context) < validFor) return null
  return {
    code: 'approval/expired',
    what: 'The approval does not count any more, because it is older than the approval rule allows.',
    fix: approveAgain,
  }
}

function ageOf(since: Instant, { now, waited = [] }: Pick<VoteContext, 'now' | 'waited'>): number {
  const still = waited.filter(({ until }) => isBefore(since, until))
  const paused = still.map(({ from, until }) => secondsBetween(isBefore(from, since) ? since : from, until))
  return secondsBetween(since, now) - paused.reduce((sum, each) => sum + each, 0)
}

/** What made it stop counting may be gone by now (a deleted `/unapprove`, a membership that was given back); that it stopped is on record. */
export function refuseRevoked({ comment }: Approving, { revoked }: VoterContext): Refusal | null {
  if (!revoked.includes(comment.id)) return null
  return {
    code: 'approval/revoked',
    what: 'The approval stopped counting before, and what has once stopped counting does not count again.',
    fix: approveAgain,
  }
}
