import { isAsking } from '../../model/command.js'
import type { CauseKind, Evidence } from '../../model/record.js'
import type { RefusedVote } from '../../model/verdict.js'
import type { Standing } from '../approval/principal.js'
import { notKnown } from '../approval/refuse-vote.js'
import type { SpokenCommand } from '../command/read-commands.js'
import { unclearStop } from '../command/unclear-stop.js'
import { chapterOf } from '../ledger/chapter-at-hand.js'
import { evidence } from './build-record.js'
import type { WhoMay } from './deciders.js'
import { declineOf, lookedAtAgain } from './decline.js'
import { editedCommand } from './edited-command.js'
import { whyNotLocked } from './lock-commands.js'
import type { Reading } from './reading.js'
import { withoutSecret } from './without-secret.js'

/**
 * `asked`: by `/hold`; `instead`: by a command that would have ended the request, of somebody who may only stop it; `unclear`: by a comment
 * that means stop and could not be carried out as written.
 */
export type HoldKind = 'asked' | 'instead' | 'unclear'

/** What holds or releases: a comment that was understood so, or its copy in the ledger. */
export interface Step {
  readonly decision: 'hold' | 'unhold'
  readonly evidence: Evidence
  readonly reason: string | null
  /** Null where the comment is gone. */
  readonly spoken: SpokenCommand | null
}

interface Said {
  readonly step: Step | RefusedVote
  /** Whether the ledger has it. */
  readonly recorded: boolean
}

/** What the ledger has and what it does not have yet, by the comments' ids, which ascend in the order of writing. */
export function stepsInOrder(reading: Reading, may: WhoMay): readonly Said[] {
  const { cause } = chapterOf(reading.snapshot.ledger)
  const recorded = recordedSteps(reading).map((step) => ({
    id: step.evidence.comment,
    step,
    recorded: true,
  }))
  const known = new Set(recorded.map(({ id }) => id))
  const fresh = reading.commands.flatMap((spoken) => {
    const { id } = spoken.comment
    const step = known.has(id) ? null : stepOf(spoken, may, cause.kind, reading)
    return step === null ? [] : [{ id, step, recorded: false }]
  })
  return [...recorded, ...fresh].sort((a, b) => a.id - b.id)
}

function recordedSteps({ snapshot, commands }: Reading): readonly Step[] {
  const spoken = new Map(commands.map((each) => [each.comment.id, each]))
  return snapshot.ledger.records.flatMap(
    ({
      predicate: {
        decision,
        evidence: [first],
        reason,
      },
    }) =>
      (decision === 'hold' || decision === 'unhold') && first !== undefined
        ? [{ decision, evidence: first, reason, spoken: spoken.get(first.comment) ?? null }]
        : [],
  )
}

function stepOf(
  spoken: SpokenCommand,
  may: WhoMay,
  chapter: CauseKind,
  reading: Reading,
): Step | RefusedVote | null {
  const { reading: said, comment, person } = spoken
  if (said.kind === 'refused') {
    if (said.stops !== true || comment.lastEditedAt !== null) return null
    return holding(spoken, unclearStop, said.what, may)
  }
  const { command } = said
  if (isAsking(command)) return null
  switch (command.name) {
    case 'hold':
      return editedCommand(spoken) ?? holding(spoken, 'hold', command.reason, may)
    case 'rollback':
      if (chapter === 'taken-back') return underWay(spoken)
      return editedCommand(spoken) ?? holding(spoken, 'rollback', notMerged(chapter), may)
    case 'reject':
    case 'withdraw': {
      if (editedCommand(spoken) !== null) return null
      const declined = declineOf(spoken, command, may, chapter)
      if (declined === null || 'decision' in declined || declined.kind === 'unclear') return null
      return holding(spoken, command.name, declined.what, may)
    }
    case 'lock': {
      const why = editedCommand(spoken) === null ? whyNotLocked(spoken, command, reading, may) : null
      return why === null ? null : holding(spoken, unclearStop, why, may)
    }
    case 'unlock':
    case 'restore':
    case 'accept':
    case 'extend':
    case 'promote':
      return null
    case 'unhold':
      return editedCommand(spoken) ?? releasing(spoken, 'unhold', may('unhold', person).role, may)
    case 'approve':
    case 'unapprove':
      return comment.lastEditedAt === null ? releasing(spoken, command.name, null, may) : null
  }
}

/** What is not merged cannot be taken back; whoever wants that wants it stopped. */
function notMerged(chapter: CauseKind): string {
  return chapter === 'asked'
    ? 'Nothing is merged yet that could be taken back.'
    : 'What is being decided is not merged yet, so it cannot be taken back.'
}

function underWay({ person, comment }: SpokenCommand): RefusedVote {
  return {
    code: 'command/under-way',
    person,
    comment,
    what: 'The request is being taken back already.',
    fix: 'The status comment shows the plan, and who has to approve it.',
  }
}

/** @param role null where it releases nothing that others hold. */
function releasing(spoken: SpokenCommand, command: string, role: Standing['role'], may: WhoMay): Step {
  const { person, comment } = spoken
  const { as } = may('hold', person)
  const counted = role === null ? as.filter((each) => each !== 'role:maintain') : as
  const by = { person, role, as: counted }
  return { decision: 'unhold', evidence: evidence(command, comment, by), reason: null, spoken }
}

function holding(
  spoken: SpokenCommand,
  command: string,
  reason: string | null,
  may: WhoMay,
): Step | RefusedVote | null {
  const { person, comment } = spoken
  const { as, role, unknown } = may('hold', person)
  if (as.length > 0) {
    const said = reason === null ? null : withoutSecret(reason)
    return {
      decision: 'hold',
      evidence: evidence(command, comment, { person, role, as }),
      reason: said,
      spoken,
    }
  }
  if (unknown.length > 0) {
    const what = `It could not be found out whether this person may put the request on hold: ${unknown.join('; ')}.`
    return { ...notKnown(what, lookedAtAgain), person, comment }
  }
  if (command !== 'hold' && command !== 'rollback') return null
  return {
    code: 'command/not-permitted',
    person,
    comment,
    what: `${command === 'rollback' && reason !== null ? `${reason} ` : ''}Only the requester, the people the approval rules name, and maintainers of the repository can put this request on hold.`,
    fix: 'Ask one of them to comment /hold.',
  }
}

export function kindOf({ evidence: { command } }: Step): HoldKind {
  if (command === unclearStop) return 'unclear'
  return command === 'hold' ? 'asked' : 'instead'
}
