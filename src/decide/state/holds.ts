import { isBefore } from '../../model/instant.js'
import { type Person, samePerson } from '../../model/person.js'
import type { Evidence } from '../../model/record.js'
import { type RequestType, type Role, roles } from '../../model/request-type.js'
import type { Snapshot } from '../../model/snapshot.js'
import type { RefusedVote } from '../../model/verdict.js'
import { isAtLeast, roleOf, standing } from '../approval/principal.js'
import { readCommands, type SpokenCommand } from '../command/read-commands.js'
import { evidence, type RecordContent } from './build-record.js'
import { deciders } from './deciders.js'
import { editedCommand } from './edited-command.js'
import type { Tampering } from './tampered-approvals.js'
import { withoutSecret } from './without-secret.js'

/** Somebody who has put the request on hold and has not released it. */
export interface Hold {
  readonly by: Person
  readonly reason: string | null
}

export interface Holds {
  readonly active: readonly Hold[]
  /** Approvals somebody else has deleted or edited, for which neither their author nor a maintainer has answered since. */
  readonly tampered: readonly Tampering[]
  /** The oldest `/hold` or `/unhold` with an effect that the ledger does not have yet. */
  readonly unrecorded: Pick<RecordContent, 'decision' | 'evidence' | 'reason'> | null
  /** `/hold` and `/unhold` that have no effect, with the reason. */
  readonly refused: readonly RefusedVote[]
}

/**
 * Who has stopped the request. A hold stays once the ledger has it, even if its comment is deleted: it ends by `/unhold` of the same
 * person or of a maintainer of the repository. So does what is done to somebody's approval, by a later `/unhold` of a maintainer.
 */
export function holds(snapshot: Snapshot, type: RequestType, approvals: readonly Tampering[]): Holds {
  const recorded = recordedSteps(snapshot)
  const known = new Set(recorded.map((step) => step.evidence.comment))
  const refused: RefusedVote[] = []
  let active: readonly Step[] = []
  let tampered: readonly Tampering[] = approvals.filter(({ answered }) => !answered)
  for (const step of recorded) {
    active = follow(active, step)
    tampered = unreleased(tampered, step)
  }
  let unrecorded: Step | null = null
  for (const spoken of readCommands(snapshot.issue.comments)) {
    const step = known.has(spoken.comment.id) ? null : stepOf(spoken, snapshot, type)
    if (step === null) continue
    if ('code' in step) {
      refused.push(step)
      continue
    }
    const next = follow(active, step)
    const left = unreleased(tampered, step)
    const releases = next.length < active.length || left.length < tampered.length
    if (step.decision === 'unhold' && !releases) refused.push(nothingReleased(spoken))
    else if (next !== active) unrecorded ??= step
    active = next
    tampered = left
  }
  return {
    active: active.map((step) => ({ by: step.evidence.person, reason: step.reason })),
    tampered,
    unrecorded: unrecorded === null ? null : { ...unrecorded, evidence: [unrecorded.evidence] },
    refused,
  }
}

interface Step {
  readonly decision: 'hold' | 'unhold'
  readonly evidence: Evidence
  readonly reason: string | null
}

function recordedSteps({ ledger }: Snapshot): readonly Step[] {
  return ledger.records.flatMap(
    ({
      predicate: {
        decision,
        evidence: [first],
        reason,
      },
    }) =>
      (decision === 'hold' || decision === 'unhold') && first !== undefined
        ? [{ decision, evidence: first, reason }]
        : [],
  )
}

/** What is still on hold after a step. A second hold of the same person changes nothing. */
function follow(active: readonly Step[], step: Step): readonly Step[] {
  const isOwn = (each: Step) => samePerson(each.evidence.person, step.evidence.person)
  if (step.decision === 'hold') return active.some(isOwn) ? active : [...active, step]
  return isMaintainer(step.evidence.role) ? [] : active.filter((each) => !isOwn(each))
}

/** What a maintainer has not released after it was done; within the same second nothing has an order, and it stays. */
function unreleased(tampered: readonly Tampering[], { decision, evidence: by }: Step): readonly Tampering[] {
  if (decision === 'hold' || !isMaintainer(by.role)) return tampered
  return tampered.filter(({ at }) => !isBefore(at, by.createdAt))
}

function stepOf(spoken: SpokenCommand, snapshot: Snapshot, type: RequestType): Step | RefusedVote | null {
  const { reading, person, comment } = spoken
  if (reading.kind !== 'command') return null
  const { command } = reading
  if (command.name !== 'hold' && command.name !== 'unhold') return null
  const edited = editedCommand(spoken)
  if (edited !== null) return edited
  const authority = snapshot.details?.authority ?? { roles: [], teams: [] }
  const found = roleOf(person, authority)
  const role = typeof found === 'string' ? found : null
  const by = { person, role, as: capacities(person, role, snapshot, type) }
  if (command.name === 'hold' && by.as.length === 0) return mayNotHold(spoken, snapshot, type)
  return {
    decision: command.name,
    evidence: evidence(command.name, comment, by),
    reason: command.name === 'hold' && command.reason !== null ? withoutSecret(command.reason) : null,
  }
}

/** In which capacities somebody may stop a request. */
function capacities(
  person: Person,
  role: Role | null,
  snapshot: Snapshot,
  type: RequestType,
): readonly string[] {
  const { issue, details } = snapshot
  const { as } = standing(person, deciders(snapshot, type), details?.authority ?? { roles: [], teams: [] })
  const own = issue.author !== null && samePerson(issue.author, person) ? ['requester'] : []
  const maintains = isMaintainer(role) ? ['role:maintain'] : []
  return [...new Set([...own, ...as, ...maintains])]
}

function isMaintainer(role: string | null): boolean {
  const known = roles.find((each) => each === role)
  return known !== undefined && isAtLeast(known, 'maintain')
}

function mayNotHold({ person, comment }: SpokenCommand, snapshot: Snapshot, type: RequestType): RefusedVote {
  const authority = snapshot.details?.authority ?? { roles: [], teams: [] }
  const role = roleOf(person, authority)
  const { unknown } = standing(person, deciders(snapshot, type), authority)
  const why = [...unknown, ...(typeof role === 'string' ? [] : [role.why])]
  if (why.length > 0) {
    return {
      code: 'approval/authority-unknown',
      person,
      comment,
      what: `It could not be found out whether this person may put the request on hold: ${why.join('; ')}.`,
      fix: 'A maintainer has to give the toolkit access to that; the command is looked at again by the next run.',
    }
  }
  return {
    code: 'command/not-permitted',
    person,
    comment,
    what: 'Only the requester, the people the approval rules name, and maintainers of the repository can put this request on hold.',
    fix: 'Ask one of them to comment /hold.',
  }
}

function nothingReleased({ person, comment }: SpokenCommand): RefusedVote {
  return {
    code: 'command/not-permitted',
    person,
    comment,
    what: 'Nothing was released: a hold ends by /unhold of whoever put the request on hold, or of a maintainer of the repository.',
    fix: 'Ask one of them, or see with /explain whether anything is on hold at all.',
  }
}
