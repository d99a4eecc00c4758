import { fullName } from '../../model/ids.js'
import type { Instant } from '../../model/instant.js'
import type { Problem } from '../../model/problem.js'
import type { ObservedPull } from '../../model/pull.js'
import type { RequestType } from '../../model/request-type.js'
import type { FirstLook, ObservedBranch, UnreachedTarget } from '../../model/snapshot.js'
import { unreachable } from '../../model/unreachable.js'
import type { RefusedVote } from '../../model/verdict.js'
import { momentWords } from '../report/end-words.js'
import type { Hold, Holds } from './holds.js'
import type { Tampering } from './tamperings.js'

/** Git keeps branches as files in folders, so one named like the folder of another keeps that from being made. */
export function ledgerBlocked({ ledger }: FirstLook): Problem | null {
  if (ledger.blockedBy === undefined) return null
  return {
    code: 'state/ledger-blocked',
    what: `The ledger cannot begin, because there is a branch ${ledger.blockedBy}, and git keeps no branch issueops/ledger beside it.`,
    fix: `A maintainer has to rename or delete the branch ${ledger.blockedBy}; the request goes on at the next run.`,
  }
}

/** What should have ended stands still. */
export function overdue(since: Instant): Problem {
  return {
    code: 'state/overdue',
    what: `This request ended on ${momentWords(since)}, and what it had changed still stands.`,
    fix: 'A maintainer has to settle what is told below.',
  }
}

/** An approval that cannot be checked only does not count; a rejection that cannot be checked must not be passed over. */
export function rejectionUnknown({ person, what }: RefusedVote): Problem {
  return {
    code: 'state/rejection-unknown',
    what: `${person.login} rejected this request, and ${what.charAt(0).toLowerCase()}${what.slice(1)}`,
    fix: 'A maintainer has to give the toolkit access to that; until then nothing is merged.',
  }
}

/** Who stops the request, or whose doing. A `/hold` that cannot be checked stops it as well: a merge that went past it could not be undone. */
export function holdProblems({ active, refused, tampered }: Holds): readonly Problem[] {
  const unclear = refused.filter(({ kind }) => kind === 'unclear')
  return [...tampered.map(tamperedWith), ...active.map(putOnHold), ...unclear.map(holdUnknown)]
}

function tamperedWith({ of, person, did, by, unknown }: Tampering): Problem {
  const author = person.login
  const who = by?.login ?? 'Somebody whose account is gone'
  if (unknown.length > 0) {
    return {
      code: 'state/hold-unknown',
      what: `${who} ${did} a comment of ${author}, and it could not be found out whether ${author} may stop this request: ${unknown.join('; ')}.`,
      fix: 'A maintainer has to give the toolkit access to that, or comment /unhold; until then nothing is merged.',
    }
  }
  switch (of) {
    case 'approval':
      return {
        code: 'state/approval-tampered',
        what: `${who} ${did} the comment with which ${author} had approved this request.`,
        fix: `${author} has to comment /approve again, or give any other command; or a maintainer of the repository has to comment /unhold.`,
      }
    case 'comment':
      return {
        code: 'state/comment-tampered',
        what: `${who} ${did} a comment of ${author}, who may stop this request, so nobody can tell what ${author} wrote there.`,
        fix: `${author} has to say so anew: a new comment with /unhold lets the request go on, one with /hold or another deciding command counts as what it is. Or a maintainer of the repository has to comment /unhold.`,
      }
    case 'own-stop':
      return {
        code: 'state/edited-stop',
        what: `${author} edited a comment into one that stops this request. An edited comment takes nothing back and ends nothing, but it holds.`,
        fix: `${author} has to write a new comment with the command, or with /unhold to let the request go on; or a maintainer of the repository has to comment /unhold.`,
      }
    default:
      return unreachable(of)
  }
}

function putOnHold({ by, kind, reason, until }: Hold): Problem {
  if (until !== null && kind !== 'unclear')
    return endPutOnHold(by.login, kind === 'asked' ? reason : null, until)
  switch (kind) {
    case 'asked':
      return {
        code: 'state/on-hold',
        what: `${by.login} has put this request on hold${reason === null ? '' : ` (“${reason}”)`}.`,
        fix: `${by.login} or a maintainer of the repository has to comment /unhold.`,
      }
    case 'instead':
      return {
        code: 'state/held-instead',
        what: `${by.login} wanted to end this request. ${reason ?? ''} It is on hold instead.`,
        fix: `Somebody who may has to end it, or ${by.login} or a maintainer of the repository has to comment /unhold.`,
      }
    case 'unclear':
      return {
        code: 'state/stop-unclear',
        what: `${by.login} seems to want to stop this request, and how is not clear. ${reason ?? ''}`.trim(),
        fix: `${by.login} has to write a new comment: /hold to keep it on hold, /reject with a reason or /withdraw to end it, or /unhold to let it go on. A maintainer of the repository can comment /unhold too.`,
      }
    default:
      return unreachable(kind)
  }
}

/** An end that was approved goes on by itself. */
function endPutOnHold(login: string, reason: string | null, until: Instant): Problem {
  return {
    code: 'state/on-hold',
    what: `${login} has put the end of this request on hold${reason === null ? '' : ` (“${reason}”)`}.`,
    fix: `Nobody has to act: the end is carried out after ${momentWords(until)}, or before that when ${login} or a maintainer of the repository comments /unhold.`,
  }
}

function holdUnknown({ person, what }: RefusedVote): Problem {
  return {
    code: 'state/hold-unknown',
    what: `${person.login} wants to stop this request, and ${what.charAt(0).toLowerCase()}${what.slice(1)}`,
    fix: 'A maintainer has to give the toolkit access to that, or comment /unhold; until then nothing is merged.',
  }
}

/** The requester is none of those who may ask. */
export function notPermitted(type: RequestType): Problem {
  return {
    code: 'state/requester-not-permitted',
    what: 'The account that filed this issue may not make this kind of request, so nothing is proposed.',
    fix: `Ask somebody who may, or ask a maintainer to add you to the requesters in ${type.path}.`,
  }
}

/** Whether the requester may ask is not known. */
export function requesterUnknown(why: string): Problem {
  return {
    code: 'state/requester-unknown',
    what: `It could not be found out whether the requester may ask for this: ${why}.`,
    fix: 'A maintainer has to give the toolkit access to that; the request is looked at again by the next run.',
  }
}

/** What the token needs in another repository that manifests live in. */
const targetPermissions = '“contents: write”, “pull-requests: write” and “checks: write”'

/** The repository of the manifests is another one, and the token gets no further there. */
export function targetUnreachable(target: UnreachedTarget): Problem {
  const name = fullName(target)
  const need = target.permission === null ? '' : ` That takes the permission “${target.permission}”.`
  const grant = `A maintainer has to install the toolkit's GitHub App in ${name} as well, with the permissions ${targetPermissions}, and give the workflow a token that reaches it (target-token); GITHUB_TOKEN reaches no other repository. The request goes on at the next run.`
  switch (target.why) {
    case 'unseen':
      return {
        code: 'state/target-unreachable',
        what: `The manifests of this kind of request live in ${name}, and GitHub does not show that repository to the toolkit: its token does not reach it, or there is no such repository.`,
        fix: grant,
      }
    case 'refused':
      return {
        code: 'state/target-unreachable',
        what: `The manifests of this kind of request live in ${name}, and GitHub did not let the toolkit ${target.operation} there.${need}`,
        fix: grant,
      }
    case 'no-branch':
      return {
        code: 'state/target-branch-missing',
        what: `The manifests of this kind of request live in ${name}, and GitHub did not let the toolkit ${target.operation} there: there is none.`,
        fix: 'A maintainer has to create the branch, or name another one under target in the request type.',
      }
  }
}

/** Closing the pull request alone decides nothing: who may decline says so on the issue. */
export function pullClosed(pull: ObservedPull, branch: ObservedBranch | null): Problem {
  const restore =
    branch === null ? 'restore its branch and reopen the pull request' : 'reopen the pull request'
  return {
    code: 'state/pull-closed',
    what: `Somebody closed pull request ${pull.number} without merging it.`,
    fix: `Whoever may write has to ${restore} to go on; or the requester comments /withdraw here, or an approver /reject with a reason.`,
  }
}

/** What GitHub shows of the pull request is older than its branch. */
export function pullLags(pull: ObservedPull): Problem {
  return {
    code: 'state/pull-lags',
    what: `GitHub does not show the branch's last commit on pull request ${pull.number} yet.`,
    fix: 'Nothing has to be done; the next run looks again.',
  }
}

/** A plan is for one branch; nothing is merged into another. */
export function retargeted(pull: ObservedPull, target: string): Problem {
  return {
    code: 'state/pull-retargeted',
    what: `Somebody pointed pull request ${pull.number} at the branch ${pull.baseBranch}; the plan is for ${target}.`,
    fix: `Whoever may write has to change the base of the pull request back to ${target}.`,
  }
}

/** Somebody else’s work is neither merged nor overwritten. */
export function foreignCommits(branch: ObservedBranch, pull: ObservedPull | null): Problem {
  const by = branch.by === null ? '' : `, which says that ${branch.by} wrote it`
  const count =
    pull === null || pull.commits <= 1
      ? ''
      : `; pull request ${pull.number} has ${pull.commits} commits, and the toolkit makes one`
  const others = (pull?.writers ?? []).filter((writer) => writer !== branch.by)
  const below = others.length === 0 ? '' : `; others say that ${someOf(others)} wrote them`
  const writers = [...(branch.by === null ? [] : [branch.by]), ...others]
  const who = writers.length === 0 ? '' : ` (the commits name ${someOf(writers)})`
  return {
    code: 'state/foreign-commits',
    what: `The branch ${branch.name} holds commits that are not the toolkit's (its tip is ${branch.head.slice(0, 12)}${by}${count}${below}).`,
    fix: `Whoever pushed them${who} has to move them elsewhere and delete the branch; the toolkit never overwrites them.`,
  }
}

/** People named in one sentence; the others are counted. */
const namedMax = 5

function someOf(names: readonly string[]): string {
  const more = names.length - namedMax
  const shown = more > 0 ? [...names.slice(0, namedMax), `${more} more`] : names
  const last = shown.at(-1) ?? ''
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`
}
