import type { Authority } from '../../model/authority.js'
import { type Command, isAsking } from '../../model/command.js'
import type { Code } from '../../model/problem-codes.js'
import type { ApprovalNode, ApprovalRule, Approver } from '../../model/request-type.js'
import type { ObservedComment } from '../../model/snapshot.js'
import { unreachable } from '../../model/unreachable.js'
import type { RefusalCode, ResolvedApprover } from '../../model/verdict.js'
import { may, mayApprove, type Stopping } from '../approval/authority.js'
import type { Standing } from '../approval/principal.js'
import { type Approving, type NamedVoters, notKnown, type Refusal } from '../approval/refuse-vote.js'
import { readCommands, type SpokenCommand } from '../command/read-commands.js'
import { revokedComments } from './approval-record.js'
import { onlyTheRequester } from './decline.js'
import { editedCommand } from './edited-command.js'
import type { FirstReading } from './reading.js'

/** What one comment asks for, and whether whoever wrote it may. */
export interface ReadComment {
  /** What could not be found out is unknown, never “no”. */
  readonly state: 'authorised' | 'refused' | 'unknown' | 'none'
  readonly reason: Code
  readonly spoken: SpokenCommand | null
  readonly command: Command | null
  /** The principals its author counts as. */
  readonly as: readonly string[]
  readonly refusal: Refusal | null
}

/** What there is to say of a comment without a command. */
export const noCommand: ReadComment = {
  state: 'none',
  reason: 'comment/no-command',
  spoken: null,
  command: null,
  as: [],
  refusal: null,
}

/** The command of a comment; null where it holds none. */
export function spokenIn(comment: ObservedComment): SpokenCommand | null {
  return readCommands([comment])[0] ?? null
}

/**
 * Reads one comment of an issue, and whether its author may give its command. Nothing is carried out. It is judged by its author, the comment and the
 * rules, and by nothing that others did since: whether an approval binds to the plan in force is for whoever knows that plan. Code owners are not
 * looked up, so that where they decide the answer is unknown.
 * @param comment null when it is gone.
 * @param rules who may approve and reject; null when the issue is no request and nobody was named.
 * @param authority of whoever wrote the comment.
 */
export function readCommand(
  reading: FirstReading,
  comment: ObservedComment | null,
  rules: readonly ApprovalRule[] | null,
  authority: Authority,
): ReadComment {
  if (comment === null) return { ...noCommand, reason: 'comment/gone' }
  const spoken = spokenIn(comment)
  if (spoken === null) return noCommand
  const { reading: said } = spoken
  if (said.kind === 'refused') {
    const { code, what, fix } = said
    return { ...noCommand, spoken, ...refused([{ code, what, fix }]) }
  }
  const { command } = said
  if (rules === null) return { ...noCommand, reason: 'state/no-request', spoken, command }
  return { ...noCommand, spoken, command, ...judged(reading, rules, { ...spoken, command }, authority) }
}

interface Said extends SpokenCommand {
  readonly command: Command
}

type Judgement = Pick<ReadComment, 'state' | 'reason' | 'as' | 'refusal'>

function judged(
  reading: FirstReading,
  rules: readonly ApprovalRule[],
  said: Said,
  authority: Authority,
): Judgement {
  const { command } = said
  const nodes = rules.flatMap(({ needs }) => (needs.kind === 'automatic' ? [] : votersOf(needs)))
  const named = nodes.flatMap(({ from }) => from)
  const requester = reading.snapshot.issue.author
  const people = { authority, requester, deciders: named, enders: named }
  const standing = (name: Stopping) => may(name, said.person, people)
  if (isAsking(command)) return authorised([])
  switch (command.name) {
    case 'unapprove':
      return authorised([])
    case 'approve':
      return approval(reading, nodes, { ...said, command }, authority)
    case 'withdraw':
      return decision(said, standing('withdraw'), onlyTheRequester)
    case 'reject':
    case 'hold':
    case 'rollback':
    case 'restore':
    case 'extend':
    case 'promote':
      return decision(said, standing(command.name), onlyTheNamed(command.name))
    case 'accept':
      return acceptance(reading, nodes, said, authority)
    case 'lock':
    case 'unlock':
      return decision(said, standing(command.name), onlyMaintainers(command.name))
    case 'unhold':
      return decision(said, orHolder(standing('unhold')), onlyTheNamed('unhold'))
    default:
      return unreachable(command)
  }
}

/** Whoever put the request on hold may release it; who that is stands in the ledger, which is not read here. */
function orHolder({ as, role, unknown }: Standing): Standing {
  return { as, role, unknown: [...unknown, 'who put it on hold is not looked up here'] }
}

/** Whom the nodes of a rule name. */
function votersOf(node: ApprovalNode): readonly NamedVoters[] {
  return node.kind === 'people'
    ? [{ from: node.from.map(resolved), not: node.not }]
    : node.of.flatMap(votersOf)
}

function resolved(approver: Approver): ResolvedApprover {
  return approver.kind === 'codeowners'
    ? { kind: 'unreadable', why: 'the code owners of the touched files are not looked up here' }
    : approver
}

function approval(
  { snapshot, understanding }: FirstReading,
  nodes: readonly NamedVoters[],
  vote: Approving,
  authority: Authority,
): Judgement {
  const { as, refusals } = mayApprove(vote, nodes, {
    issue: snapshot.issue,
    votes: [vote],
    authority,
    // Whom the fields of a text name that does not read well now, nobody knows.
    named: understanding.kind === 'request' ? understanding.named : [],
    revoked: revokedComments(snapshot),
  })
  if (as.length > 0) return authorised(as)
  const [first = onlyTheNamed('approve'), ...more] = refusals
  return refused([first, ...more])
}

/** Whoever may approve may accept what was changed since, but for whoever asked for the request or edited it. */
function acceptance(
  reading: FirstReading,
  nodes: readonly NamedVoters[],
  said: Said,
  authority: Authority,
): Judgement {
  const edited = editedCommand(said)
  if (edited !== null) return refused([edited])
  const asked = nodes.map(({ from, not }) => ({ from, not: [...not, 'requester', 'editors'] as const }))
  const { state, as, refusal, reason } = approval(
    reading,
    asked,
    { ...said, command: { name: 'approve', prefix: null } },
    authority,
  )
  if (state !== 'refused') return { state, as, refusal, reason }
  return refused([onlyTheNamed('accept')])
}

/** A command that stops, releases or ends. */
function decision(said: Said, { as, unknown }: Standing, no: Refusal): Judgement {
  const edited = editedCommand(said)
  if (edited !== null) return refused([edited])
  if (as.length > 0) return authorised(as)
  if (unknown.length === 0) return refused([no])
  const what = `It could not be found out whether this person may give the command: ${unknown.join('; ')}.`
  return refused([notKnown(what, 'A maintainer has to give the toolkit access to that.')])
}

function onlyTheNamed(command: string): Refusal {
  const code: RefusalCode = command === 'approve' ? 'approval/not-authorised' : 'command/not-permitted'
  return {
    code,
    what: `Only the people the approval rules name can give the command /${command}.`,
    fix: 'One of them has to comment; if the request is yours, you can comment /withdraw.',
  }
}

function onlyMaintainers(command: string): Refusal {
  return {
    code: 'command/not-permitted',
    what: `Only maintainers of the repository can give the command /${command}.`,
    fix: 'Whoever may stop this one request can comment /hold.',
  }
}

function authorised(as: readonly string[]): Judgement {
  return { state: 'authorised', reason: 'comment/authorised', as, refusal: null }
}

/** What could not be found out outweighs what is certainly no: it may yet turn out to be a yes. */
function refused(refusals: readonly [Refusal, ...Refusal[]]): Judgement {
  const unknown = refusals.find(({ kind }) => kind === 'unclear')
  const { code, what, fix } = unknown ?? refusals[0]
  const state = unknown === undefined ? 'refused' : 'unknown'
  return { state, reason: code, as: [], refusal: { code, what, fix } }
}
