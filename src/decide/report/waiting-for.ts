import type { Digest } from '../../model/ids.js'
import type { DigestDemand } from '../../model/request-type.js'
import type { GroupReason, PeopleReason, Reason, Verdict } from '../../model/verdict.js'
import { stateOf } from '../approval/evaluate-approval.js'
import { peopleReasons } from '../approval/people-reasons.js'
import { approveLine } from '../approval/refuse-vote.js'
import { code, joined, type Markdown, markdown, mention } from '../markdown/markdown.js'
import { namedApprover } from './explain-verdict.js'

/** How people and teams are written: mentioned, so that they are notified, or as code, where they are notified elsewhere. */
type Naming = (name: string) => Markdown

/** Who has to write which line before the verdict can be satisfied, as one sentence without its end. */
export function waitingFor(
  verdict: Verdict,
  digest: Digest,
  organization: string,
  naming: Naming = mention,
): Markdown {
  const waiting = verdict.root.of.filter(isWaiting)
  const place = { organization, naming }
  const parts = waiting.map((reason) => part(reason, place))
  const verb = waiting.length === 1 && waiting.every(isOnePerson) ? 'has' : 'have'
  const line = approveLine(strictest(waiting.flatMap(peopleReasons).filter(isWaiting)), digest)
  return markdown`${joined(parts, ', and ')} ${verb} to comment ${code(line)}`
}

function isWaiting({ code: reasonCode }: Reason): boolean {
  return stateOf(reasonCode) !== 'satisfied'
}

/** Nobody waits for a branch that is out of reach where another one is enough. */
function waitedFor({ kind, of }: GroupReason): readonly Reason[] {
  const waiting = of.filter(isWaiting)
  const open = waiting.filter((reason) => stateOf(reason.code) !== 'unreachable')
  return kind === 'any' && open.length > 0 ? open : waiting
}

function isOnePerson(reason: Reason): boolean {
  if (reason.kind === 'people') return reason.missing === 1
  if (reason.kind === 'automatic') return true
  const waiting = waitedFor(reason)
  return waiting.every(isOnePerson) && (reason.kind === 'any' || waiting.length === 1)
}

/** One line that does for everybody who is waited for: naming more of the digest than asked never hurts. */
function strictest(waiting: readonly PeopleReason[]): DigestDemand {
  const demands = waiting.map(({ requireDigest }) => requireDigest)
  if (demands.includes('full')) return 'full'
  return demands.includes('prefix') ? 'prefix' : 'none'
}

interface Place {
  readonly organization: string
  readonly naming: Naming
}

function part(reason: Reason, place: Place): Markdown {
  switch (reason.kind) {
    case 'people':
      return people(reason, place)
    case 'automatic':
      return markdown`nobody`
    case 'all':
    case 'any': {
      const waiting = waitedFor(reason)
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

function people({ from, missing, files }: PeopleReason, { organization, naming }: Place): Markdown {
  const names = from.map((each) => namedApprover(each, organization, naming))
  const who = names.length === 0 ? markdown`somebody` : joined(names, ' or ')
  const owned =
    files === null || files.length === 0 ? who : markdown`${who} (for ${joined(files.map(code), ', ')})`
  return missing === 1 ? owned : markdown`${missing} people (each ${owned})`
}
