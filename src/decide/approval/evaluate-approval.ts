import type { Command } from '../../model/command.js'
import type { Digest } from '../../model/ids.js'
import { isBefore } from '../../model/instant.js'
import { type Person, samePerson } from '../../model/person.js'
import type { ApprovalRule } from '../../model/request-type.js'
import type { Authority, ObservedComment, ObservedIssue, Publication } from '../../model/snapshot.js'
import type { Approval, RefusalCode, RefusedVote, RuleVerdict, Verdict } from '../../model/verdict.js'
import { roleOf, standing } from './principal.js'

/** An `/approve` as it stands in a comment by a person. */
export interface ApprovalVote {
  readonly person: Person
  readonly comment: ObservedComment
  readonly command: Extract<Command, { name: 'approve' }>
}

export interface ApprovalInput {
  readonly issue: ObservedIssue
  readonly rules: readonly ApprovalRule[]
  readonly votes: readonly ApprovalVote[]
  readonly authority: Authority
  /** The digest of the plan as it is computed now. */
  readonly digest: Digest
  /** The publication of that plan on the head that would be merged, or null. */
  readonly publication: Publication | null
}

/**
 * Whether the people who must approve have. An approval counts only if its comment was never edited nor hidden, was written strictly
 * after the plan in force was published and after the last edit of the issue body, names the digest if it names one, and comes
 * from somebody who is entitled now and neither filed nor edited the request. Times within the same second have no order: they refuse.
 */
export function evaluateApproval(input: ApprovalInput): Verdict {
  const counted: ApprovalVote[] = []
  const refused: RefusedVote[] = []
  for (const vote of input.votes) {
    const refusal = refuse(vote, input)
    if (refusal === null) counted.push(vote)
    else refused.push({ person: vote.person, comment: vote.comment, ...refusal })
  }
  const rules = input.rules.map((rule) => ruleVerdict(rule, counted, input.authority))
  const stillRefused = refused.filter((each) => !counted.some((vote) => samePerson(vote.person, each.person)))
  return { state: verdictState(rules, stillRefused), rules, refused: stillRefused }
}

/** How many different people a rule still waits for. */
export function missing(rule: RuleVerdict): number {
  return Math.max(0, rule.count - rule.approvals.length)
}

type Refusal = { readonly code: RefusalCode; readonly what: string; readonly fix: string }

const approveAgain = 'Read the plan as it is shown now and write a new comment with /approve.'

function refuse(vote: ApprovalVote, input: ApprovalInput): Refusal | null {
  return (
    refuseComment(vote) ??
    refuseSelf(vote, input) ??
    refuseEdited(vote, input) ??
    refuseStanding(vote.person, input) ??
    refuseBinding(vote, input)
  )
}

function refuseComment({ comment }: ApprovalVote): Refusal | null {
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

function refuseSelf({ person }: ApprovalVote, input: ApprovalInput): Refusal | null {
  const { author, editors } = input.issue
  if (author !== null && samePerson(author, person)) {
    return {
      code: 'approval/self-approval',
      what: 'Whoever files a request cannot approve it.',
      fix: 'Somebody else among the approvers has to comment /approve; to take the request back, comment /withdraw.',
    }
  }
  if (editors.some((editor) => editor !== null && samePerson(editor, person))) {
    return {
      code: 'approval/self-approval',
      what: 'Whoever edited a request cannot approve it.',
      fix: 'Somebody else among the approvers has to comment /approve.',
    }
  }
  if (author === null || editors.includes(null)) {
    return {
      code: 'approval/authority-unknown',
      what: 'Not everybody who wrote or edited this request is known (an account is gone, or there were too many edits), so nobody can be shown to be somebody else.',
      fix: 'File the request again and close this issue.',
    }
  }
  return null
}

function refuseEdited({ comment }: ApprovalVote, { issue }: ApprovalInput): Refusal | null {
  if (issue.lastEditedAt === null || isBefore(issue.lastEditedAt, comment.createdAt)) return null
  return {
    code: 'approval/request-edited',
    what: 'The approval does not count any more, because the request was edited after it.',
    fix: approveAgain,
  }
}

function refuseStanding(person: Person, input: ApprovalInput): Refusal | null {
  const everyone = input.rules.flatMap((rule) => rule.from)
  const { as, unknown } = standing(person, everyone, input.authority)
  if (as.length > 0) return null
  if (unknown.length > 0) {
    return {
      code: 'approval/authority-unknown',
      what: `It could not be found out whether this person may approve: ${unknown.join('; ')}.`,
      fix: 'A maintainer has to give the toolkit access to that; the approval is looked at again by the next run.',
    }
  }
  return {
    code: 'approval/not-authorised',
    what: 'This person is not among those who may approve this request.',
    fix: 'One of the approvers named in the status comment has to comment /approve.',
  }
}

function refuseBinding({ comment, command }: ApprovalVote, input: ApprovalInput): Refusal | null {
  if (input.publication === null || !isBefore(input.publication.at, comment.createdAt)) {
    return {
      code: 'approval/before-publication',
      what: 'The approval does not count, because the plan in force was published after it.',
      fix: approveAgain,
    }
  }
  if (command.prefix !== null && !input.digest.startsWith(command.prefix)) {
    return {
      code: 'approval/digest-mismatch',
      what: 'The approval does not count, because it names another plan than the one in force.',
      fix: `Read the plan as it is shown now and write a new comment with /approve ${input.digest.slice(0, 12)}.`,
    }
  }
  return null
}

function ruleVerdict(rule: ApprovalRule, votes: readonly ApprovalVote[], authority: Authority): RuleVerdict {
  const approvals: Approval[] = []
  for (const { person, comment } of votes) {
    const { as } = standing(person, rule.from, authority)
    if (as.length === 0 || approvals.some((each) => samePerson(each.person, person))) continue
    const role = roleOf(person, authority)
    approvals.push({ person, comment, role: typeof role === 'string' ? role : null, as })
  }
  return { from: rule.from, count: rule.count, approvals }
}

function verdictState(rules: readonly RuleVerdict[], refused: readonly RefusedVote[]): Verdict['state'] {
  if (rules.length > 0 && rules.every((rule) => missing(rule) === 0)) return 'satisfied'
  return refused.some((each) => each.code === 'approval/authority-unknown') ? 'unknown' : 'pending'
}
