import { planDigest } from '../../../src/core/plan/plan-digest.js'
import { sha256 } from '../../../src/core/text/digest.js'
import { pullNumber } from '../../../src/model/ids.js'
import type { Cause, Evidence, LedgerRecord, Predicate, RecordedOutcome } from '../../../src/model/record.js'
import type { Signal } from '../../../src/model/signal.js'
import { approval, carol, commitId, merge, plan, record, request } from './forged.js'

/** A chapter of a request with stages, as the toolkit would write it. */
export interface Chapter {
  readonly cause: Cause
  /** That of its plan; none where its cause takes something back. */
  readonly stage?: string
  readonly end?: 'merged' | 'unchanged' | 'rejected' | 'withdrawn' | 'lapsed' | 'failed'
  /** What was told of its merge, one after the other. */
  readonly outcomes?: readonly LedgerRecord['predicate']['decision'][]
  /** What is otherwise in one of its records, by the decision of that. */
  readonly but?: Partial<Record<Predicate['decision'], Partial<Predicate>>>
}

/** A moment some minutes after the first. */
export function minute(minutes: number): string {
  return new Date(Date.parse('2026-11-20T10:00:00Z') + minutes * 60_000).toISOString().replace('.000Z', 'Z')
}

export const asked = { kind: 'asked' } as const

/** carol asks for a stage. */
export function promoted(stage: string, comment = 30) {
  return { kind: 'stage', stage, comment, by: carol, reason: null } as const
}

/** carol takes a stage back; where the stage she names is another, later ones go before it. */
export function takenBack(stage: string, more: { readonly downTo?: string; readonly comment?: number } = {}) {
  const { downTo, comment = 40 } = more
  const named = { stage, ...(downTo === undefined ? {} : { downTo }) }
  return { kind: 'taken-back', ...named, comment, by: carol, reason: null } as const
}

/** carol has it put back as it was merged, of stages the one she names. */
export function restoredAs(stage: string | null, comment = 50) {
  const named = stage === null ? {} : { stage }
  return { kind: 'restored', ...named, comment, by: carol, reason: null } as const
}

export function signal(more: Partial<Signal> = {}): Signal {
  return {
    kind: 'status',
    name: 'kustomization/staging',
    app: 'flux',
    state: 'success',
    commit: merge.commit,
    at: minute(6),
    url: null,
    ...more,
  }
}

export const arrived: RecordedOutcome = { signals: [signal()] }
export const broke: RecordedOutcome = { signals: [signal({ state: 'failure' })] }

/** The records of chapters that follow one another, each within ten minutes of its own. */
export function life(...chapters: readonly Chapter[]): readonly LedgerRecord[] {
  return chapters
    .flatMap((chapter, index) => recordsOf(chapter, index + 1))
    .map(({ decision, more }, index) => record(index + 1, decision, more))
}

interface Written {
  readonly decision: Predicate['decision']
  readonly more: Partial<Predicate>
}

function recordsOf(chapter: Chapter, number: number): readonly Written[] {
  const { cause, end = 'merged', outcomes = [], but = {} } = chapter
  const from = (number - 1) * 10
  const base = { chapter: number, cause, ...planned(chapter, number, from) }
  const vote = approval({ comment: 100 + number, createdAt: minute(from + 3) })
  const done = { ...merge, at: minute(from + 5) }
  const nothing = { plan: null, pull: null }
  const begun = { ...nothing, evidence: commandOf(cause, minute(from)), observedAt: minute(from + 1) }
  const ending: Partial<Predicate> =
    end === 'merged'
      ? { evidence: [vote], merge: done }
      : end === 'rejected'
        ? { evidence: [{ ...vote, command: 'reject' }] }
        : {}
  const written: readonly Written[] = [
    ...(cause.kind === 'asked' ? [] : [{ decision: 'begun' as const, more: { ...base, ...begun } }]),
    { decision: 'proposed', more: { ...base, observedAt: minute(from + 2) } },
    ...(end === 'merged'
      ? [
          {
            decision: 'approved' as const,
            more: { ...base, evidence: [vote], observedAt: minute(from + 4) },
          },
        ]
      : []),
    { decision: end, more: { ...base, ...ending, observedAt: minute(from + 6) } },
    ...outcomes.map((decision) => ({
      decision,
      more: {
        ...base,
        evidence: [],
        merge: done,
        outcome: decision === 'reached' ? arrived : broke,
        observedAt: minute(from + 7),
      },
    })),
  ]
  return written.map(({ decision, more }) => ({ decision, more: { ...more, ...but[decision] } }))
}

function planned({ cause, stage }: Chapter, number: number, from: number): Pick<Predicate, 'plan' | 'pull'> {
  const { typeBlob: type, formBlob: form, digest } = request
  const bound = { request: digest, type, form, policy: null, templates: [], end: null, emergency: null }
  const chapter = number === 1 ? null : { number, cause }
  const target = { repository: null, branch: 'main' }
  const files = plan.files
  return {
    plan: {
      ...plan,
      ...(stage === undefined ? {} : { stage }),
      digest: planDigest({ ...bound, chapter, stage: stage ?? null, target, files }),
    },
    pull: {
      number: pullNumber(43 + number),
      head: commitId(94),
      publication: { checkRun: 7, at: minute(from + 2) },
    },
  }
}

/** The command that begins a chapter; none where nobody has to give one. */
function commandOf(cause: Cause, createdAt: string): readonly Evidence[] {
  if (!('comment' in cause)) return []
  const command = cause.kind === 'stage' ? 'promote' : cause.kind === 'restored' ? 'restore' : 'rollback'
  const body = `/${command}`
  const { comment, by: person } = cause
  const said = { command, comment, person, createdAt, body, bodySha256: sha256(body) }
  return [{ role: 'maintain', as: ['role:maintain'], ...said }]
}
