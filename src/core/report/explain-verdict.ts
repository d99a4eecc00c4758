import type { Decision } from '../../model/decision.js'
import type { Digest } from '../../model/ids.js'
import { unreachable } from '../../model/unreachable.js'
import type { AutomaticReason, PeopleReason, Reason, ResolvedApprover, Verdict } from '../../model/verdict.js'
import { principalText } from '../approval/principal.js'
import { namesNoOwner, stateOf } from '../approval/reason-state.js'
import { approveLine } from '../approval/refuse-vote.js'
import { blocks, bullets, code, joined, type Markdown, markdown, outline, table } from '../text/markdown.js'
import { cannotApprove } from './cannot-approve.js'

/** Everything an explanation needs. */
interface VerdictView {
  readonly verdict: Verdict
  readonly digest: Digest
  /** The owner of the repository, whose teams are named. */
  readonly organization: string
}

/**
 * The tree of reasons for people: what is satisfied, what is missing, by whom, and the exact line to write. Nobody is mentioned: an
 * explanation may be asked for often, and those who have to act are told by the status comment.
 */
export function explainVerdict(view: VerdictView): Markdown {
  return outline(view.verdict.root.of.map((reason) => item(reason, view)))
}

/** Whom a principal means, in words; `name` writes a login or, as in `acme/platform`, a team. */
export function namedApprover(
  approver: ResolvedApprover,
  organization: string,
  name: (text: string) => Markdown,
): Markdown {
  switch (approver.kind) {
    case 'user':
      return name(approver.login)
    case 'owner':
      return markdown`the code owner ${name(approver.login)}`
    case 'team':
      return markdown`a member of ${name(`${organization}/${approver.slug}`)}`
    case 'role':
      return markdown`somebody with the role **${approver.role}** or higher`
    case 'unresolved':
      return markdown`the code owner ${code(approver.name)}, who cannot be looked up`
    case 'undisclosed':
      return markdown`a code owner of the changed files`
    case 'unreadable':
      return markdown`a code owner, who could not be looked up`
    default:
      return unreachable(approver)
  }
}

interface Item {
  readonly text: Markdown
  readonly below: readonly Item[]
}

function item(reason: Reason, view: VerdictView): Item {
  switch (reason.kind) {
    case 'automatic':
      return {
        text: markdown`${sign(reason)} nobody has to approve by rule ${reason.rule}, because ${code(reason.when)} ${code(reason.code)}`,
        below: [],
      }
    case 'people':
      return { text: markdown`${sign(reason)} ${people(reason, view)} ${code(reason.code)}`, below: [] }
    case 'all':
    case 'any':
      return {
        text: markdown`${sign(reason)} ${reason.kind === 'all' ? 'all of these:' : 'one of these is enough:'} ${code(reason.code)}`,
        below: reason.of.map((each) => item(each, view)),
      }
  }
}

function sign(reason: Reason): string {
  return { satisfied: '✅', pending: '⏳', unknown: '❔', unreachable: '🚫' }[stateOf(reason)]
}

function people(reason: PeopleReason, view: VerdictView): Markdown {
  const { approvals, count, files } = reason
  const who = joined(
    reason.from.map((each) => namedApprover(each, view.organization, code)),
    ' or ',
  )
  const by = joined(
    approvals.map(({ person }) => code(person.login)),
    ', ',
  )
  const given = approvals.length === 0 ? markdown`` : markdown`, by ${by}`
  const owned =
    files === null || files.length === 0 ? markdown`` : markdown` for ${joined(files.map(code), ', ')}`
  const asked = reason.from.length === 0 ? markdown`nobody` : who
  return markdown`${asked}${owned}: ${approvals.length} of ${count} approvals${given}${next(reason, view)}`
}

function next(reason: PeopleReason, { digest }: VerdictView): Markdown {
  switch (stateOf(reason)) {
    case 'pending': {
      const lacking = cannotApprove([reason])
      const but = lacking === null ? markdown`` : markdown`; ${lacking.who}`
      return markdown`; missing: ${reason.missing} × ${code(approveLine(reason.requireDigest, digest))}${but}`
    }
    case 'unknown':
      return markdown`; not known yet: ${reason.unknown.join(' ')}`
    case 'unreachable':
      return namesNoOwner(reason)
        ? markdown`; CODEOWNERS names nobody who can be looked up`
        : markdown`; only ${reason.available ?? 0} could ever approve`
    case 'satisfied':
      return markdown``
  }
}

/**
 * Why a request is where it is: state and reasons, what has to be mended, what each approval rule says, and whose approval does not count.
 * @param organization the owner of the repository, whose teams the rules name.
 * @param waiting since when who is waited for; null where nobody is.
 */
export function explanation(decision: Decision, organization: string, waiting: Markdown | null): Markdown {
  const { state, reasons, problems, verdict, plan } = decision
  return blocks(
    markdown`The request is **${state}** (${joined(reasons.map(code), ', ')}).`,
    waiting,
    problems.length === 0 ? null : bullets(problems.map(({ what, fix }) => markdown`${what} ${fix}`)),
    verdict === null || plan === null ? null : explainVerdict({ verdict, digest: plan.digest, organization }),
    verdict === null || verdict.refused.length === 0 ? null : refusals(verdict.refused),
  )
}

function refusals(refused: NonNullable<Decision['verdict']>['refused']): Markdown {
  return bullets(
    refused.map(
      ({ person, what, fix, code: reason }) =>
        markdown`${code(person.login)}: ${what} ${fix} ${code(reason)}`,
    ),
  )
}

/** Who has approved: one row for each rule, or the tree of reasons where rules have groups. */
export function verdictTable(view: VerdictView): Markdown {
  const { of } = view.verdict.root
  const plain = of.filter(isPlain)
  return plain.length < of.length
    ? explainVerdict(view)
    : table(['Approval by', 'Given', 'By'], plain.map(row))
}

function isPlain(reason: Reason): reason is PeopleReason | AutomaticReason {
  return reason.kind === 'people' || reason.kind === 'automatic'
}

function row(reason: PeopleReason | AutomaticReason): readonly Markdown[] {
  if (reason.kind === 'automatic')
    return [markdown`nobody, because ${code(reason.when)}`, markdown`–`, markdown`–`]
  const { from, approvals, count } = reason
  const names = joined(
    from.map((principal) => code(principalText(principal))),
    ' or ',
  )
  const by = joined(
    approvals.map((each) => code(each.person.login)),
    ', ',
  )
  return [names, markdown`${approvals.length} of ${count}`, approvals.length === 0 ? markdown`–` : by]
}
