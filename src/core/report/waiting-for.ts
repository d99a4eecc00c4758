import type { Digest } from '../../model/ids.js'
import type { DigestDemand } from '../../model/request-type.js'
import type { GroupReason, PeopleReason, Reason, ResolvedApprover, Verdict } from '../../model/verdict.js'
import { sameLogin } from '../approval/account.js'
import { peopleReasons } from '../approval/people-reasons.js'
import { stateOf } from '../approval/reason-state.js'
import { approveLine } from '../approval/refuse-vote.js'
import { code, joined, type Markdown, markdown, mention } from '../text/markdown.js'
import { cannotApprove } from './cannot-approve.js'
import { namedApprover } from './explain-verdict.js'

/** How people and teams are written: mentioned, so that they are notified, or as code, where they are notified elsewhere. */
type Naming = (name: string) => Markdown

/** Of whom and to whom is spoken. */
export interface WaitingView {
  /** The owner of the repository, whose teams are named. */
  readonly organization: string
  /** Who filed the request and who edited it, by login: where a rule leaves them out, they are not waited for. */
  readonly requester: string | null
  readonly editors: readonly string[]
  readonly naming?: Naming
}

/**
 * Who has to write which line before the verdict can be satisfied, in sentences without the last end. Nobody is asked who could not approve
 * now: it is said what that takes, and who can give it.
 */
export function waitingFor(
  verdict: Verdict,
  digest: Digest,
  { naming = mention, ...view }: WaitingView,
): Markdown {
  const waiting = verdict.root.of.filter(isWaiting)
  const place = { ...view, naming }
  const asked = waiting.filter((reason) => !asksNobody(reason, place))
  const parts = asked.map((reason) => part(reason, place))
  const verb = asked.length === 1 && asked.every((each) => isOnePerson(each, place)) ? 'has' : 'have'
  const line = approveLine(strictest(waiting.flatMap(peopleReasons).filter(isWaiting)), digest)
  const ask = markdown`${joined(parts, ', and ')} ${verb} to comment ${code(line)}`
  const lacking = cannotApprove(waiting.flatMap(peopleReasons).filter(isWaiting))
  if (lacking === null) return ask
  const { who, instead } = lacking
  if (!waiting.some((each) => isShort(each, place)))
    return markdown`${ask}. ${who}, which an administrator of this repository can give`
  const act = markdown`an administrator of this repository has to act: ${who}. Give it to them, or name somebody else in ${instead}`
  return parts.length === 0 ? act : markdown`${ask}, and ${act}`
}

function isWaiting(reason: Reason): boolean {
  return stateOf(reason) !== 'satisfied'
}

/** Nobody waits for a branch that is out of reach, or that nobody could satisfy now, where another one is enough. */
function waitedFor({ kind, of }: GroupReason, place: Place): readonly Reason[] {
  const waiting = of.filter(isWaiting)
  const open = waiting.filter((reason) => stateOf(reason) !== 'unreachable' && !isShort(reason, place))
  return kind === 'any' && open.length > 0 ? open : waiting
}

function isOnePerson(reason: Reason, place: Place): boolean {
  if (reason.kind === 'people') return whoIsAsked(reason, place).count === 1
  if (reason.kind === 'automatic') return true
  const waiting = askedOf(reason, place)
  return waiting.every((each) => isOnePerson(each, place)) && (reason.kind === 'any' || waiting.length === 1)
}

function askedOf(reason: GroupReason, place: Place): readonly Reason[] {
  return waitedFor(reason, place).filter((each) => !asksNobody(each, place))
}

/** Whether fewer of those who are named can approve now than it takes. */
function isShort(reason: Reason, place: Place): boolean {
  switch (reason.kind) {
    case 'people':
      return reason.lacking !== undefined && whoIsAsked(reason, place).count < reason.missing
    case 'automatic':
      return false
    case 'all':
      return reason.of.filter(isWaiting).some((each) => isShort(each, place))
    case 'any':
      return waitedFor(reason, place).every((each) => isShort(each, place))
  }
}

function asksNobody(reason: Reason, place: Place): boolean {
  switch (reason.kind) {
    case 'people':
      return whoIsAsked(reason, place).count === 0
    case 'automatic':
      return false
    case 'all':
    case 'any':
      return waitedFor(reason, place).every((each) => asksNobody(each, place))
  }
}

/** Those of a rule who could approve now and have not, and how many of them are needed. */
function whoIsAsked(reason: PeopleReason, place: Place) {
  const { from, missing, approvals, lacking = [] } = reason
  const gone = [
    ...approvals.map(({ person }) => person.login),
    ...leftOut(reason, place),
    ...lacking.map(({ login }) => login),
  ]
  const open = from.filter((each) => !isOneOf(each, gone))
  const able = open.filter(({ kind }) => kind !== 'unresolved')
  const count = lacking.length > 0 && able.every(isOneAccount) ? Math.min(missing, able.length) : missing
  return { open, count }
}

/** One line that does for everybody who is waited for: naming more of the digest than asked never hurts. */
function strictest(waiting: readonly PeopleReason[]): DigestDemand {
  const demands = waiting.map(({ requireDigest }) => requireDigest)
  if (demands.includes('full')) return 'full'
  return demands.includes('prefix') ? 'prefix' : 'none'
}

type Place = Required<WaitingView>

function part(reason: Reason, place: Place): Markdown {
  switch (reason.kind) {
    case 'people':
      return people(reason, place)
    case 'automatic':
      return markdown`nobody`
    case 'all':
    case 'any': {
      const waiting = askedOf(reason, place)
      const parts = waiting.map((each) => inside(each, place, waiting.length === 1))
      return joined(parts, reason.kind === 'all' ? ', and ' : ', or else ')
    }
  }
}

/** A group within a group stands in brackets, so that “and” and “or” stay apart. */
function inside(reason: Reason, place: Place, alone: boolean): Markdown {
  const text = part(reason, place)
  return alone || reason.kind === 'people' ? text : markdown`(${text})`
}

/** Whoever has approved is not waited for any more: they are left out where they are named, and named where others like them are missing. */
function people(reason: PeopleReason, place: Place): Markdown {
  const { files, approvals } = reason
  const { organization, naming } = place
  const { open, count } = whoIsAsked(reason, place)
  const names = open.map((each) => namedApprover(each, organization, naming))
  const who = names.length === 0 ? markdown`somebody` : joined(names, ' or ')
  const done = approvals.map(({ person }) => code(person.login))
  const more = [
    ...(files === null || files.length === 0 ? [] : [markdown`for ${joined(files.map(code), ', ')}`]),
    ...(done.length === 0 || open.every(isOneAccount)
      ? []
      : [
          markdown`other than ${joined(done, ' and ')}, who ${done.length === 1 ? 'has' : 'have'} approved already`,
        ]),
  ]
  if (count > 1) return markdown`${count} people (each ${joined([who, ...more], '; ')})`
  return more.length === 0 ? who : markdown`${who} (${joined(more, '; ')})`
}

/** A rule that names accounts says itself who is left; a team, a role or an owner that is not told may be the same person again. */
function isOneAccount({ kind }: ResolvedApprover): boolean {
  return kind === 'user' || kind === 'owner'
}

function isOneOf(approver: ResolvedApprover, logins: readonly string[]): boolean {
  return (
    (approver.kind === 'user' || approver.kind === 'owner') &&
    logins.some((login) => sameLogin(login, approver.login))
  )
}

function leftOut({ not }: PeopleReason, { requester, editors }: Place): readonly string[] {
  return [
    ...(not.includes('requester') && requester !== null ? [requester] : []),
    ...(not.includes('editors') ? editors : []),
  ]
}
