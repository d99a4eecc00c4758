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
import { asksNobody, namesNoOwner, stateOf, type Uncoded } from './reason-state.js'
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
  const root = group('all', of)
  return { state: stateOf(root), root, refused: refusedVotes(votes, root, input) }
}

function ruleReason(rule: ApprovalRule, votes: readonly Approving[], input: ApprovalInput): Reason {
  const { number, needs, when } = rule
  if (needs.kind !== 'automatic') return nodeReason(resolveOwners(needs, input.owners), votes, input)
  return { kind: 'automatic', code: 'approval/automatic', rule: number, when: when ?? 'true' }
}

function nodeReason(node: ResolvedNode, votes: readonly Approving[], input: ApprovalInput): Reason {
  if (node.kind === 'people') return peopleReason(node, votes, input)
  const of = node.of.map((each) => nodeReason(each, votes, input))
  return group(node.kind, of)
}

function group(kind: GroupReason['kind'], of: readonly Reason[]): GroupReason {
  return { kind, code: codeOf({ kind, of }), of }
}

function peopleReason(node: ResolvedPeople, votes: readonly Approving[], input: ApprovalInput): PeopleReason {
  const { from, count, not, validFor, requireDigest, files } = node
  const approvals: Approval[] = []
  const unclear: { readonly person: Person; readonly why: string }[] = []
  for (const vote of votes) {
    const refusal = refuseVote(vote, node, input)
    if (refusal?.kind === 'unclear') unclear.push({ person: vote.person, why: refusal.what })
    if (refusal !== null || approvals.some((each) => samePerson(each.person, vote.person))) continue
    approvals.push(approvalOf(vote, node, input))
  }
  const missing = Math.max(0, count - approvals.length)
  const unknown = unclear
    .filter(({ person }) => missing > 0 && !approvals.some((each) => samePerson(each.person, person)))
    .map(({ person, why }) => `${person.login}: ${why}`)
  const available = availableApprovers(node, input)
  const lacking = missing === 0 ? [] : lackingRole(from, input.authority)
  const counted = {
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
  return { kind: 'people', code: codeOf({ kind: 'people', ...counted }), ...counted }
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

/** What people and programs are told of where a node is; of what is out of reach, the first gap. */
function codeOf(reason: Uncoded): ReasonCode {
  switch (stateOf(reason)) {
    case 'satisfied':
      return asksNobody(reason) ? 'approval/automatic' : 'approval/satisfied'
    case 'pending':
      return 'approval/missing'
    case 'unknown':
      return 'approval/authority-unknown'
    case 'unreachable': {
      const gap = 'of' in reason ? reason.of.find((each) => stateOf(each) === 'unreachable') : undefined
      if (gap !== undefined) return gap.code
      return 'from' in reason && namesNoOwner(reason)
        ? 'approval/no-codeowner'
        : 'approval/unreachable-quorum'
    }
  }
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
