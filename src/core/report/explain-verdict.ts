import type { Digest } from '../../model/ids.js'
import { unreachable } from '../../model/unreachable.js'
import type { PeopleReason, Reason, ResolvedApprover, Verdict } from '../../model/verdict.js'
import { approveLine } from '../approval/refuse-vote.js'
import { code, joined, type Markdown, markdown, outline } from '../text/markdown.js'
import { cannotApprove } from './cannot-approve.js'

/** Everything an explanation needs. */
export interface VerdictView {
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

function sign({ code: reasonCode }: Reason): string {
  switch (reasonCode) {
    case 'approval/satisfied':
    case 'approval/automatic':
      return '✅'
    case 'approval/missing':
      return '⏳'
    case 'approval/authority-unknown':
      return '❔'
    case 'approval/unreachable-quorum':
    case 'approval/no-codeowner':
      return '🚫'
  }
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
  switch (reason.code) {
    case 'approval/missing': {
      const lacking = cannotApprove([reason])
      const but = lacking === null ? markdown`` : markdown`; ${lacking.who}`
      return markdown`; missing: ${reason.missing} × ${code(approveLine(reason.requireDigest, digest))}${but}`
    }
    case 'approval/authority-unknown':
      return markdown`; not known yet: ${reason.unknown.join(' ')}`
    case 'approval/unreachable-quorum':
      return markdown`; only ${reason.available ?? 0} could ever approve`
    case 'approval/no-codeowner':
      return markdown`; CODEOWNERS names nobody who can be looked up`
    case 'approval/satisfied':
    case 'approval/automatic':
      return markdown``
  }
}
