import { digest } from '../../model/ids.js'
import type { Person } from '../../model/person.js'
import type { ApprovalNode, ApprovalRule, Approver, Principal } from '../../model/request-type.js'
import type { Authority } from '../../model/snapshot.js'
import { unreachable } from '../../model/unreachable.js'
import type { RefusalCode, ResolvedApprover } from '../../model/verdict.js'
import { authorityOf } from '../approval/authority.js'
import { standing } from '../approval/principal.js'
import { type Approving, type Refusal, type ResolvedPeople, refuseVote } from '../approval/refuse-vote.js'
import { hear, type SpokenCommand } from '../command/read-commands.js'
import type { NamedPeople } from '../request-type/named-people.js'
import { revokedComments } from './approval-record.js'
import { declines } from './decline.js'
import { editedCommand } from './edited-command.js'
import type { Reading } from './reading.js'

/** Whether whoever wrote a command may give it. What could not be found out is unknown, never “no”. */
export type Authorisation =
  | { readonly authorised: 'true'; readonly as: readonly string[] }
  | { readonly authorised: 'false' | 'unknown'; readonly refusal: Refusal }

type ReadCommand = SpokenCommand & {
  readonly reading: Extract<SpokenCommand['reading'], { kind: 'command' }>
}

/**
 * Judges one command by its author, its comment and the rules, and by nothing that others did since: whether an approval binds to the plan
 * in force is for whoever knows that plan. Code owners are not looked up, so that where they decide the answer is unknown.
 * @param reading with the authority of whoever wrote the command.
 */
export function authoriseCommand(
  reading: Reading,
  rules: readonly ApprovalRule[],
  spoken: ReadCommand,
): Authorisation {
  const { snapshot } = reading
  const { command } = spoken.reading
  const authority = authorityOf(snapshot)
  const nodes = rules.flatMap(({ needs }) => (needs.kind === 'automatic' ? [] : peopleOf(needs)))
  const named = nodes.flatMap(({ from }) => from)
  switch (command.name) {
    case 'help':
    case 'explain':
    case 'retry':
    case 'unapprove':
      return { authorised: 'true', as: [] }
    case 'approve':
      return approval(reading, nodes, spoken, authority)
    case 'withdraw': {
      const issue = { ...snapshot.issue, state: 'open' as const, comments: [spoken.comment] }
      const alone = hear({ ...snapshot, issue }, null)
      const { declined, refused } = declines({ ...reading, ...alone }, null)
      if (declined !== null) return { authorised: 'true', as: declined.evidence.flatMap(({ as }) => as) }
      return refusal(refused)
    }
    case 'reject':
      return decision(spoken, named, authority, null)
    case 'hold':
      return decision(spoken, [...named, maintainers], authority, snapshot.issue.author)
    case 'unhold':
      return decision(spoken, [maintainers, holder], authority, null)
    default:
      return unreachable(command)
  }
}

/** They may stop a request, and release it, whatever its rules say. */
export const maintainers: Principal = { kind: 'role', role: 'maintain' }
/** Whoever put a request on hold may release it; who that is stands in the ledger, which is not read here. */
const holder: ResolvedApprover = { kind: 'unreadable', why: 'who put it on hold is not looked up here' }

/** The nodes of a rule that name people. */
function peopleOf(node: ApprovalNode): readonly ResolvedPeople[] {
  if (node.kind !== 'people') return node.of.flatMap(peopleOf)
  return [{ ...node, from: node.from.map(resolved), validFor: null, requireDigest: 'none', files: null }]
}

function resolved(approver: Approver): ResolvedApprover {
  return approver.kind === 'codeowners'
    ? { kind: 'unreadable', why: 'the code owners of the touched files are not looked up here' }
    : approver
}

/** A publication before everything and a bare `/approve` leave only the conditions that concern the person and the comment. */
function approval(
  reading: Reading,
  nodes: readonly ResolvedPeople[],
  { person, comment }: ReadCommand,
  authority: Authority,
): Authorisation {
  const { snapshot } = reading
  const noPlan = digest('0'.repeat(64))
  const vote: Approving = { person, comment, command: { name: 'approve', prefix: null } }
  const context = {
    issue: snapshot.issue,
    votes: [vote],
    authority,
    named: namedIn(reading),
    digest: noPlan,
    publication: { checkRun: 1, digest: noPlan, head: snapshot.repository.commit, at: theBeginning },
    now: snapshot.viewer.observedAt,
    revoked: revokedComments(snapshot),
  }
  const refusals = nodes.map((node) => refuseVote(vote, node, context))
  const counting = nodes.filter((_, index) => refusals[index] === null)
  if (counting.length > 0) {
    const as = counting.flatMap(({ from }) => standing(person, from, authority).as)
    return { authorised: 'true', as: [...new Set(as)] }
  }
  const found = refusals.filter((each) => each !== null)
  return refusal(found.length === 0 ? [nobodyNamed('approve')] : found)
}

/** Whom the fields of the request name; of a text that does not read well now nobody knows. */
function namedIn({ understanding }: Reading): readonly NamedPeople[] {
  return understanding.kind === 'request' ? understanding.named : []
}

/** Before any comment. */
const theBeginning = '1970-01-01T00:00:00Z'

/** A command of those the rules name, and of the requester where that is given. */
function decision(
  spoken: ReadCommand,
  from: readonly ResolvedApprover[],
  authority: Authority,
  requester: Person | null,
): Authorisation {
  const edited = editedCommand(spoken)
  if (edited !== null) return refusal([edited])
  const { as, unknown } = standing(spoken.person, from, authority)
  const own = requester?.id === spoken.person.id ? ['requester'] : []
  const all = [...new Set([...own, ...as])]
  if (all.length > 0) return { authorised: 'true', as: all }
  const { name } = spoken.reading.command
  if (unknown.length === 0) return refusal([nobodyNamed(name)])
  return refusal([
    {
      code: 'approval/authority-unknown',
      what: `It could not be found out whether this person may give the command: ${unknown.join('; ')}.`,
      fix: 'A maintainer has to give the toolkit access to that.',
    },
  ])
}

function nobodyNamed(command: string): Refusal {
  const code: RefusalCode = command === 'approve' ? 'approval/not-authorised' : 'command/not-permitted'
  return {
    code,
    what: `Only the people the approval rules name can give the command /${command}.`,
    fix: 'One of them has to comment; if the request is yours, you can comment /withdraw.',
  }
}

/** What could not be found out outweighs what is certainly no: it may yet turn out to be a yes. */
function refusal(refusals: readonly Refusal[]): Authorisation {
  const unknown = refusals.find(({ code }) => code === 'approval/authority-unknown')
  const first = unknown ?? refusals[0]
  if (first === undefined) throw new Error('a command neither counts nor is refused')
  return { authorised: unknown === undefined ? 'false' : 'unknown', refusal: first }
}
