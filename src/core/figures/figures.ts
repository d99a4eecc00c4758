import { type Instant, isBefore, secondsBetween } from '../../model/instant.js'
import type { CauseKind, FinalDecision, LedgerRecord } from '../../model/record.js'
import { grouped } from '../ledger/grouped.js'
import { ownStanding } from '../ledger/own-standing.js'
import { type MeasuredChapter, measuredChapters, type RuleWait } from './measured-chapter.js'
import { type PeriodLength, periodOf, periodsBetween } from './period.js'
import { type Spread, spreadOf } from './spread.js'

/** What the ledger tells of how requests go; fields are public API. */
export interface Figures {
  /** Of each type, and of each stage of it, by name. */
  readonly kinds: readonly KindFigures[]
  /** Of all of them. */
  readonly total: KindFigures
  /** One after the other without a gap, from the first in which something happened to the one of the moment that is asked about. */
  readonly periods: readonly PeriodFigures[]
}

/** Of a kind of request. Lengths of time are in seconds, and null where there is nothing of which there could be one. */
export interface KindFigures {
  /** Null of all together. */
  readonly type: string | null
  /** Null where the type has none, and of all together. */
  readonly stage: string | null
  /** What people asked for, and stages that were begun. */
  readonly asked: number
  /** Those that nobody has decided yet. */
  readonly open: number
  readonly merged: number
  readonly unchanged: number
  readonly rejected: number
  readonly withdrawn: number
  readonly failed: number
  /** Merges of which systems said that they have arrived, and that they do not work. */
  readonly reached: number
  readonly notWorking: number
  readonly takenBack: number
  readonly ended: number
  readonly extended: number
  readonly restored: number
  /** How often somebody let stay what was changed since a merge. */
  readonly accepted: number
  /** Merged with the approvals of an emergency, and how many of these nobody has reviewed yet. */
  readonly emergencies: number
  readonly unreviewed: number
  /** Requests whose end has passed while what they changed still stands. */
  readonly overdue: number
  /** The part of all merges that failed, did not work or were taken back, from 0 to 1. */
  readonly failureRate: number | null
  /** From the filing to the merge; of a stage, from its beginning. */
  readonly leadTime: Spread | null
  /** From the publication of a plan to the approval that satisfied a rule, by rule. */
  readonly approval: readonly (Spread & { readonly rule: string })[]
  /** From the merge to the last signal that was waited for. */
  readonly toReach: Spread | null
  /** From the merge of an emergency to its review. */
  readonly toReview: Spread | null
  /** From the end of a request to the merge that carries it out. */
  readonly late: Spread | null
}

export interface PeriodFigures {
  /** As in `2026-11`, `2026-W48`. */
  readonly period: string
  readonly asked: number
  readonly merged: number
  readonly declined: number
  readonly failed: number
  readonly takenBack: number
  readonly leadTime: Spread | null
}

/** What is asked about. */
export interface Question {
  /** The moment that is asked about. */
  readonly at: Instant
  /** Nothing that ended earlier counts; null for all. What is open counts always. */
  readonly since: Instant | null
  readonly by: PeriodLength
}

/**
 * How requests went, as their records tell. Every chapter counts where it ended, and while it is open.
 * @param records of all issues, oldest first for each.
 */
export function figures(records: Iterable<readonly LedgerRecord[]>, { at, since, by }: Question): Figures {
  const all = [...records]
  const chapters = all
    .flatMap(measuredChapters)
    .filter(({ end }) => end === null || since === null || !isBefore(end.at, since))
  const overdue = all.flatMap((own) => overdueKind(own, at))
  const kinds = grouped([...chapters, ...overdue], keyOf)
  return {
    kinds: [...kinds]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, own]) =>
        kindFigures(own[0] ?? everything, ofKind(chapters, key), ofKind(overdue, key).length),
      ),
    total: kindFigures(everything, chapters, overdue.length),
    periods: periods(chapters, at, by),
  }
}

type Kind = Pick<KindFigures, 'type' | 'stage'>

const everything: Kind = { type: null, stage: null }

function keyOf({ type, stage }: Kind): string {
  return `${type}\n${stage ?? ''}`
}

function ofKind<Thing extends Kind>(things: readonly Thing[], key: string): readonly Thing[] {
  return things.filter((thing) => keyOf(thing) === key)
}

/** A request has one end; with stages it has none. */
function overdueKind(own: readonly LedgerRecord[], at: Instant): readonly Kind[] {
  const standing = ownStanding(own)
  const until = standing?.until ?? null
  const type = own.at(-1)?.predicate.request.type
  return until === null || type === undefined || isBefore(at, until) ? [] : [{ type, stage: null }]
}

function kindFigures(
  { type, stage }: Kind,
  chapters: readonly MeasuredChapter[],
  overdue: number,
): KindFigures {
  const carrying = chapters.filter(carriesOut)
  const count = (decision: FinalDecision) => carrying.filter(({ end }) => end?.decision === decision).length
  const effective = (cause: CauseKind) =>
    chapters.filter((each) => each.cause === cause && tookEffect(each)).length
  const came = (decision: 'reached' | 'failed') =>
    chapters.filter(({ outcome }) => outcome?.decision === decision).length
  const merged = count('merged')
  const failed = count('failed')
  const takenBack = effective('taken-back')
  const emergencies = carrying.filter(
    ({ emergency, end }) => emergency !== null && end?.decision === 'merged',
  )
  return {
    type,
    stage,
    asked: carrying.length,
    open: chapters.filter(({ end }) => end === null).length,
    merged,
    unchanged: count('unchanged'),
    rejected: count('rejected'),
    withdrawn: count('withdrawn'),
    failed,
    reached: came('reached'),
    notWorking: came('failed'),
    takenBack,
    ended: effective('ended'),
    extended: effective('extended'),
    restored: effective('restored'),
    accepted: chapters.reduce((sum, { accepted }) => sum + accepted, 0),
    emergencies: emergencies.length,
    unreviewed: emergencies.filter(({ emergency }) => emergency?.isOwed === true).length,
    overdue,
    failureRate: failureRate(carrying, takenBack),
    leadTime: leadTime(carrying),
    approval: approvalWaits(chapters.flatMap(({ waits }) => waits)),
    toReach: spreadOf(
      chapters.flatMap(({ outcome }) => (outcome?.decision === 'reached' ? [outcome.after] : [])),
    ),
    toReview: spreadOf(emergencies.flatMap(({ emergency }) => emergency?.reviewed ?? [])),
    late: spreadOf(chapters.flatMap(({ late }) => late ?? [])),
  }
}

function carriesOut({ cause }: MeasuredChapter): boolean {
  return cause === 'asked' || cause === 'stage'
}

function tookEffect({ end }: MeasuredChapter): boolean {
  return end?.decision === 'merged' || end?.decision === 'unchanged'
}

/** What did not work and was taken back for it is one failure, not two; so the larger of both numbers is the least that failed. */
function failureRate(carrying: readonly MeasuredChapter[], takenBack: number): number | null {
  const landed = carrying.filter(({ end }) => end?.decision === 'merged' || end?.decision === 'failed')
  if (landed.length === 0) return null
  const failed = landed.filter(
    ({ end, outcome }) => end?.decision === 'failed' || outcome?.decision === 'failed',
  )
  return Math.min(1, Math.max(failed.length, takenBack) / landed.length)
}

function leadTime(chapters: readonly MeasuredChapter[]): Spread | null {
  return spreadOf(
    chapters.flatMap(({ began, end }) =>
      end?.decision === 'merged' ? [Math.max(0, secondsBetween(began, end.at))] : [],
    ),
  )
}

function approvalWaits(waits: readonly RuleWait[]): KindFigures['approval'] {
  return [...grouped(waits, ({ rule }) => rule)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([rule, own]) => {
      const spread = spreadOf(own.map(({ seconds }) => seconds))
      return spread === null ? [] : [{ rule, ...spread }]
    })
}

function periods(
  chapters: readonly MeasuredChapter[],
  at: Instant,
  by: PeriodLength,
): readonly PeriodFigures[] {
  const carrying = chapters.filter(carriesOut)
  const begun = grouped(carrying, ({ began }) => periodOf(began, by))
  const ended = grouped(
    chapters.filter(({ end }) => end !== null),
    ({ end }) => periodOf(end?.at ?? at, by),
  )
  const moments = chapters.flatMap(({ began, end }) => [began, ...(end === null ? [] : [end.at])])
  const [first] = moments.toSorted((a, b) => secondsBetween(b, a))
  if (first === undefined) return []
  return periodsBetween(first, at, by).map((period) => {
    const own = ended.get(period) ?? []
    const landed = own.filter(carriesOut)
    const count = (...decisions: readonly FinalDecision[]) =>
      landed.filter(({ end }) => end !== null && decisions.includes(end.decision)).length
    return {
      period,
      asked: begun.get(period)?.length ?? 0,
      merged: count('merged'),
      declined: count('rejected', 'withdrawn'),
      failed: landed.filter(
        ({ end, outcome }) => end?.decision === 'failed' || outcome?.decision === 'failed',
      ).length,
      takenBack: own.filter((each) => each.cause === 'taken-back' && tookEffect(each)).length,
      leadTime: leadTime(landed),
    }
  })
}
