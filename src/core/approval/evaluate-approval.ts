import { type Person, samePerson } from '../../model/person.js'
import type { ApprovalRule } from '../../model/request-type.js'
import type {
  Approval,
  GroupReason,
  PeopleReason,
  Reason,
  ReasonCode,
  RefusalCode,
  RefusedVote,
  Verdict,
} from '../../model/verdict.js'
import { availableApprovers } from './available-approvers.js'
import { lackingRole } from './lacking-role.js'
import { peopleReasons } from './people-reasons.js'
import { standing } from './principal.js'
import {
  type Approving,
  type Refusal,
  type ResolvedPeople,
  refuseVote,
  type VoteContext,
} from './refuse-vote.js'
import { type FileOwners, type ResolvedNode, resolveOwners } from './resolve-owners.js'

export interface ApprovalInput extends VoteContext {
  /** The rules that apply to the request. */
  readonly rules: readonly ApprovalRule[]
  /** The touched files with their code owners; only looked at where a rule asks for them. */
  readonly owners: readonly FileOwners[]
}

/**
 * Whether the people who must approve have: a tree of reasons with every rule that applies. Without a rule nothing is approved. Somebody
 * counts once in each node, however often they approve, and may count in several nodes.
 */
export function evaluateApproval(input: ApprovalInput): Verdict {
  const votes = input.votes.filter((vote): vote is Approving => vote.command.name === 'approve')
  const of = input.rules.map((rule) => ruleReason(rule, votes, input))
  const root: GroupReason = { kind: 'all', code: codeOfAll(of), of }
  return { state: stateOf(root.code), root, refused: refusedVotes(votes, root, input) }
}

/** Where a code leaves a verdict. */
export function stateOf(code: ReasonCode): Verdict['state'] {
  switch (code) {
    case 'approval/satisfied':
    case 'approval/automatic':
      return 'satisfied'
    case 'approval/missing':
      return 'pending'
    case 'approval/authority-unknown':
      return 'unknown'
    case 'approval/unreachable-quorum':
    case 'approval/no-codeowner':
      return 'unreachable'
  }
}

function ruleReason(rule: ApprovalRule, votes: readonly Approving[], input: ApprovalInput): Reason {
  const { number, needs, when } = rule
  if (needs.kind !== 'automatic') return nodeReason(resolveOwners(needs, input.owners), votes, input)
  return { kind: 'automatic', code: 'approval/automatic', rule: number, when: when ?? 'true' }
}

function nodeReason(node: ResolvedNode, votes: readonly Approving[], input: ApprovalInput): Reason {
  if (node.kind === 'people') return peopleReason(node, votes, input)
  const of = node.of.map((each) => nodeReason(each, votes, input))
  return { kind: node.kind, code: node.kind === 'all' ? codeOfAll(of) : codeOfAny(of), of }
}

function peopleReason(node: ResolvedPeople, votes: readonly Approving[], input: ApprovalInput): PeopleReason {
  const { from, count, not, validFor, requireDigest, files } = node
  const approvals: Approval[] = []
  const unclear: { readonly person: Person; readonly why: string }[] = []
  for (const vote of votes) {
    const refusal = refuseVote(vote, node, input)
    if (refusal?.code === 'approval/authority-unknown')
      unclear.push({ person: vote.person, why: refusal.what })
    if (refusal !== null || approvals.some((each) => samePerson(each.person, vote.person))) continue
    approvals.push(approvalOf(vote, node, input))
  }
  const missing = Math.max(0, count - approvals.length)
  const unknown = unclear
    .filter(({ person }) => missing > 0 && !approvals.some((each) => samePerson(each.person, person)))
    .map(({ person, why }) => `${person.login}: ${why}`)
  const available = availableApprovers(node, input)
  const code = codeOfPeople(node, missing, available, unknown)
  const lacking = missing === 0 ? [] : lackingRole(from, input.authority)
  return {
    kind: 'people',
    code,
    from,
    count,
    not,
    validFor,
    requireDigest,
    files,
    approvals,
    missing,
    available,
    unknown,
    ...(lacking.length === 0 ? {} : { lacking }),
  }
}

function approvalOf({ person, comment }: Approving, node: ResolvedPeople, input: ApprovalInput): Approval {
  const { as, role } = standing(person, node.from, input.authority)
  return { person, comment, role, as: [...as, ...selfOf(person, input)] }
}

/** Somebody who approves their own request, where the rule lets them, is on record as that. */
function selfOf(person: Person, { issue }: ApprovalInput): readonly string[] {
  if (issue.author !== null && samePerson(issue.author, person)) return ['self:requester']
  return issue.editors.some((each) => each !== null && samePerson(each, person)) ? ['self:editor'] : []
}

function codeOfPeople(
  { from, count, files }: ResolvedPeople,
  missing: number,
  available: number | null,
  unknown: readonly string[],
): ReasonCode {
  if (missing === 0) return 'approval/satisfied'
  if (files !== null && from.every(({ kind }) => kind === 'unresolved')) return 'approval/no-codeowner'
  if (available !== null && available < count) return 'approval/unreachable-quorum'
  return unknown.length > 0 ? 'approval/authority-unknown' : 'approval/missing'
}

/** All of nothing is not satisfied: no rule is never open. */
function codeOfAll(of: readonly Reason[]): ReasonCode {
  const states = of.map(({ code }) => stateOf(code))
  if (of.length > 0 && states.every((state) => state === 'satisfied')) {
    return of.every(({ code }) => code === 'approval/automatic') ? 'approval/automatic' : 'approval/satisfied'
  }
  const closed = of.find(({ code }) => stateOf(code) === 'unreachable')
  if (closed !== undefined) return closed.code
  return states.includes('unknown') ? 'approval/authority-unknown' : 'approval/missing'
}

function codeOfAny(of: readonly Reason[]): ReasonCode {
  const states = of.map(({ code }) => stateOf(code))
  if (states.includes('satisfied')) return 'approval/satisfied'
  const closed = of.find(({ code }) => stateOf(code) === 'unreachable')
  if (closed !== undefined && states.every((state) => state === 'unreachable')) return closed.code
  return states.includes('unknown') ? 'approval/authority-unknown' : 'approval/missing'
}

/** From the nearest to an approval that counts to the farthest: of several reasons somebody is told the one they can do most about. */
const helpfulFirst: readonly RefusalCode[] = [
  'approval/revoked',
  'approval/digest-required',
  'approval/expired',
  'approval/digest-mismatch',
  'approval/plan-replaced',
  'approval/before-publication',
  'approval/authority-unknown',
  'approval/request-edited',
  'approval/self-approval',
  'approval/not-authorised',
]

/** Approvals that count in no node, by people of whom no other approval counts. */
function refusedVotes(
  votes: readonly Approving[],
  root: Reason,
  input: ApprovalInput,
): readonly RefusedVote[] {
  const nodes = peopleReasons(root)
  const counted = nodes.flatMap(({ approvals }) => approvals.map(({ person }) => person))
  return votes
    .filter(({ person }) => !counted.some((each) => samePerson(each, person)))
    .flatMap((vote): readonly RefusedVote[] => {
      const refusals = nodes.flatMap((node) => refuseVote(vote, node, input) ?? [])
      const refusal = mostHelpful(refusals)
      return refusal === null ? [] : [{ person: vote.person, comment: vote.comment, ...refusal }]
    })
}

function mostHelpful(refusals: readonly Refusal[]): Refusal | null {
  const ranked = refusals.toSorted((a, b) => helpfulFirst.indexOf(a.code) - helpfulFirst.indexOf(b.code))
  return ranked[0] ?? null
}
