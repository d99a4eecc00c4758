import { isBefore } from '../../model/instant.js'
import { type Person, samePerson } from '../../model/person.js'
import type { Evidence } from '../../model/record.js'
import { type RequestType, type Role, roles } from '../../model/request-type.js'
import type { Snapshot } from '../../model/snapshot.js'
import type { RefusedVote } from '../../model/verdict.js'
import { authorityOf } from '../approval/authority.js'
import { isAtLeast, isPasserBy, roleOf, standing } from '../approval/principal.js'
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
 * person or of a maintainer of the repository. Everything counts in the order in which it was written, whenever it was recorded, so that
 * nothing releases what came after it. What was released before any run saw it needs no record. What is done to somebody's approval ends
 * by a later `/unhold` of a maintainer as well.
 */
export function holds(snapshot: Snapshot, type: RequestType, approvals: readonly Tampering[]): Holds {
  const refused: RefusedVote[] = []
  let unclear: readonly RefusedVote[] = []
  let active: readonly Step[] = []
  let unrecorded: readonly Step[] = []
  let tampered: readonly Tampering[] = approvals.filter(({ answered }) => !answered)
  for (const { step, spoken } of inOrder(snapshot, type)) {
    if ('code' in step) {
      if (step.code === 'approval/authority-unknown') unclear = [...unclear, step]
      else refused.push(step)
      continue
    }
    const next = follow(active, step)
    const unseen = unrecorded.filter((each) => each.decision === 'unhold' || next.includes(each))
    const left = unreleased(tampered, step)
    const settled =
      left.length < tampered.length ||
      active.some((each) => !next.includes(each) && !unrecorded.includes(each))
    const stillUnclear = unclear.filter((each) => !releases(step, each.person))
    if (spoken !== null) {
      const without = next.length === active.length && stillUnclear.length === unclear.length
      if (step.decision === 'unhold' && without && !settled) refused.push(nothingReleased(spoken))
      if (settled || (step.decision === 'hold' && next !== active)) unseen.push(step)
    }
    active = next
    unrecorded = unseen
    unclear = stillUnclear
    tampered = left
  }
  const [oldest] = unrecorded
  return {
    active: active.map((step) => ({ by: step.evidence.person, reason: step.reason })),
    tampered,
    unrecorded: oldest === undefined ? null : { ...oldest, evidence: [oldest.evidence] },
    refused: [...refused, ...unclear],
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

interface Said {
  readonly step: Step | RefusedVote
  /** Null where the ledger has it. */
  readonly spoken: SpokenCommand | null
}

/** What the ledger has and what it does not have yet, by the comments' ids, which ascend in the order of writing. */
function inOrder(snapshot: Snapshot, type: RequestType): readonly Said[] {
  const recorded = recordedSteps(snapshot).map((step) => ({ id: step.evidence.comment, step, spoken: null }))
  const known = new Set(recorded.map(({ id }) => id))
  const fresh = readCommands(snapshot.issue.comments).flatMap((spoken) => {
    const { id } = spoken.comment
    const step = known.has(id) ? null : stepOf(spoken, snapshot, type)
    return step === null ? [] : [{ id, step, spoken }]
  })
  return [...recorded, ...fresh].sort((a, b) => a.id - b.id)
}

/** What is still on hold after a step. A second hold of the same person changes nothing. */
function follow(active: readonly Step[], step: Step): readonly Step[] {
  if (step.decision === 'unhold') return active.filter((each) => !releases(step, each.evidence.person))
  const held = active.some((each) => samePerson(each.evidence.person, step.evidence.person))
  return held ? active : [...active, step]
}

/** Whether a step ends the hold of somebody. */
function releases({ decision, evidence: { person, role } }: Step, holder: Person): boolean {
  return decision === 'unhold' && (isMaintainer(role) || samePerson(person, holder))
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
  const authority = authorityOf(snapshot)
  const found = roleOf(person, authority)
  // Requesters release what they held themselves, whatever their role: what others stopped is not theirs to let go.
  const releasing = command.name === 'unhold' && isRequester(person, snapshot)
  const role = typeof found === 'string' && !releasing ? found : null
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
  const { as } = standing(person, deciders(snapshot, type), authorityOf(snapshot))
  const own = isRequester(person, snapshot) ? ['requester'] : []
  const maintains = isMaintainer(role) ? ['role:maintain'] : []
  return [...new Set([...own, ...as, ...maintains])]
}

function isRequester(person: Person, { issue }: Snapshot): boolean {
  return issue.author !== null && samePerson(issue.author, person)
}

function isMaintainer(role: string | null): boolean {
  const known = roles.find((each) => each === role)
  return known !== undefined && isAtLeast(known, 'maintain')
}

function mayNotHold({ person, comment }: SpokenCommand, snapshot: Snapshot, type: RequestType): RefusedVote {
  const authority = authorityOf(snapshot)
  const role = roleOf(person, authority)
  const { unknown } = standing(person, deciders(snapshot, type), authority)
  const why = [...unknown, ...(typeof role === 'string' ? [] : [role.why])]
  if (why.length > 0 && !isPasserBy(person, snapshot)) {
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
