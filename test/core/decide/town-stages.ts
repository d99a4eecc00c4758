import { expect } from 'vitest'
import type { IssueNumber, Oid } from '../../../src/model/ids.js'
import { isBefore, secondsAfter } from '../../../src/model/instant.js'
import type { Predicate } from '../../../src/model/record.js'
import type { SignalState } from '../../../src/model/signal.js'
import { issueOf, momentOf, recordsOf, type Town, townRoles } from './town.js'
import { type KnownStage, kindOf, nameOfArrival, reachedWithin, sayer } from './town-requests.js'

/** What the judge keeps of the stages of requests: what is done, and what stands. */
export interface Stages {
  /** In the order they came; what is taken back is not among them, nor what came after it. */
  readonly done: Map<IssueNumber, readonly DoneStage[]>
  /** What was merged and not taken back, the last one last. */
  readonly inForce: Map<IssueNumber, readonly string[]>
  /** Those whose last merge is still waited for: nothing has come of any chapter since. */
  readonly heard: Set<IssueNumber>
}

interface DoneStage {
  readonly name: string
  readonly how: 'merged' | 'unchanged'
  /** The record that says so. */
  readonly sequence: number
  /** Where it came to. */
  readonly commit: Oid
  readonly became: 'reached' | 'failed' | null
}

export const newStages = (): Stages => ({ done: new Map(), inForce: new Map(), heard: new Set() })

/** The stage that a chapter carries out. */
export function stageOf({ cause }: Pick<Predicate, 'cause'>): string {
  return cause.kind === 'stage' ? cause.stage : 'dev'
}

function lastDone({ done }: Stages, issue: IssueNumber): DoneStage | undefined {
  return done.get(issue)?.at(-1)
}

/** Which stage comes next, as the type reads now; none where the last was the last, or is not in the type any more. */
function following(town: Town, name: string): KnownStage | undefined {
  const { stages } = kindOf(town).rollout
  const index = stages.findIndex((stage) => stage.name === name)
  return index < 0 ? undefined : stages[index + 1]
}

/** What stood in the files where the stage before had come to. */
export function filesBefore(stages: Stages, town: Town, issue: IssueNumber): ReadonlyMap<string, string> {
  const before = lastDone(stages, issue)
  return town.main.find(({ oid }) => oid === before?.commit)?.files ?? new Map()
}

/** A chapter begins: the stage after the last one that is done, where that has arrived; or the last one in force is taken back. */
export function judgeBeginning(stages: Stages, town: Town, record: Predicate): void {
  const { cause, issue } = record
  if (cause.kind === 'stage') judgeStageBegins(stages, town, record)
  if (cause.kind === 'restored') judgeRestoringBegins(stages, town, record)
  if (cause.kind !== 'taken-back' || !('comment' in cause)) return
  const inForce = stages.inForce.get(issue) ?? []
  expect({ takenBack: cause.stage }).toEqual({ takenBack: inForce.at(-1) })
  const earlier = recordsOf(town, issue).records.filter(
    ({ predicate }) => 'comment' in predicate.cause && predicate.cause.comment === cause.comment,
  )
  const named = cause.downTo ?? cause.stage
  const first = earlier[0]?.predicate.cause
  if (first !== undefined) {
    // The same command goes on only as far as it said.
    expect({ downTo: 'downTo' in first ? first.downTo : null }).toEqual({ downTo: named })
    return
  }
  const body = wordsOf(town, issue, cause.comment)
  const said = inForce.find((stage) => body === `/rollback ${stage}`)
  if (inForce.length > 0) expect({ named, body }).toEqual({ named: said ?? inForce[0], body })
  if (said === undefined) expect(inForce.length).toBeLessThanOrEqual(1)
}

/** Somebody who may asks for it, once, and says which stage where several are in force. */
function judgeRestoringBegins(stages: Stages, town: Town, { cause, issue, request }: Predicate): void {
  if (cause.kind !== 'restored') return
  const inForce = stages.inForce.get(issue) ?? []
  const body = wordsOf(town, issue, cause.comment)
  const said = inForce.find((stage) => body === `/restore ${stage}`)
  expect(body.startsWith('/restore')).toBe(true)
  // What names no stage is a reason.
  if (request.type === 'rollout' && said === undefined) {
    expect({ body, names: isStage(town, issue, body.split(' ')[1]) }).toEqual({ body, names: false })
    expect(inForce.length).toBe(1)
  }
  const again = recordsOf(town, issue).records.some(
    ({ predicate }) => 'comment' in predicate.cause && predicate.cause.comment === cause.comment,
  )
  const { login } = cause.by
  const may = mayAsk(town, issue, login)
  expect({ stage: cause.stage, again, login, may }).toEqual({
    stage: said ?? inForce[0],
    again: false,
    login,
    may: true,
  })
}

/** Whether a word is the name of a stage of a request, or was one. */
function isStage(town: Town, issue: IssueNumber, word: string | undefined): boolean {
  const recorded = recordsOf(town, issue).records.map(({ predicate: { plan } }) => plan?.stage)
  const known = [...kindOf(town).rollout.stages.map(({ name }) => name), ...recorded]
  return word !== undefined && known.includes(word)
}

/** Whether somebody may ask for what comes after a merge. */
function mayAsk(town: Town, issue: IssueNumber, login: string): boolean {
  return (
    login === issueOf(town, issue).author.login ||
    town.members.has(login) ||
    townRoles.get(login) === 'maintain'
  )
}

function wordsOf(town: Town, issue: IssueNumber, id: number): string {
  const comment = issueOf(town, issue).comments.find((each) => each.id === id)
  if (comment === undefined || comment.lastEditedAt !== null) throw new Error('nobody asks for it')
  return comment.body
}

function judgeStageBegins(stages: Stages, town: Town, { cause, issue }: Predicate): void {
  if (cause.kind !== 'stage') return
  const before = lastDone(stages, issue)
  if (before === undefined) throw new Error('a stage begins after none')
  const next = following(town, before.name)
  expect({ stage: cause.stage, standing: standingOf(town, before, next) }).toEqual({
    stage: next?.name,
    standing: 'ready',
  })
  if ('after' in cause) {
    const { state, gone } = issueOf(town, issue)
    const since = chaptersSince(town, issue, before)
    expect({ after: cause.after, state, gone, since }).toEqual({
      after: next?.after,
      state: 'open',
      gone: false,
      since: 0,
    })
    return
  }
  expect(['/promote', `/promote ${cause.stage}`]).toContain(wordsOf(town, issue, cause.comment))
  const { login } = cause.by
  const may = mayAsk(town, issue, login)
  expect({ login, may }).toEqual({ login, may: true })
}

/** Chapters that have begun since a stage was done; what is restored is no word on the stage to come. */
function chaptersSince(town: Town, issue: IssueNumber, { sequence }: DoneStage): number {
  return recordsOf(town, issue).records.filter(
    ({ predicate: { decision, cause, sequence: at } }) =>
      decision === 'begun' && cause.kind !== 'restored' && at > sequence,
  ).length
}

/** Whether the next stage may begin: what comes after the merge alone waits for no word. */
function standingOf(
  town: Town,
  { how, became }: DoneStage,
  next: KnownStage | undefined,
): 'ready' | 'failed' | 'not-reached' {
  if (became === 'failed') return 'failed'
  const waits = kindOf(town).rollout.reached && how === 'merged' && next?.after !== 'merged'
  return waits && became === null ? 'not-reached' : 'ready'
}

/** What was merged is in force, the last one last. */
export function comesIntoForce({ inForce }: Stages, issue: IssueNumber, stage: string): void {
  inForce.set(issue, [...(inForce.get(issue) ?? []).filter((each) => each !== stage), stage])
}

export function goesOutOfForce({ inForce }: Stages, issue: IssueNumber, stage: string): void {
  inForce.set(
    issue,
    (inForce.get(issue) ?? []).filter((each) => each !== stage),
  )
}

/** A chapter has ended, or what became of its merge is told. */
export function judgeStageRecord(stages: Stages, town: Town, record: Predicate): void {
  const { decision, cause, issue, outcome, merge, plan, sequence } = record
  const done = stages.done.get(issue) ?? []
  if (outcome !== undefined) {
    const last = judgeOutcome(stages, town, record)
    const became = decision === 'reached' ? 'reached' : 'failed'
    stages.done.set(issue, [...done.slice(0, -1), { ...last, became }])
    return
  }
  hear(stages, record)
  if ((decision !== 'merged' && decision !== 'unchanged') || cause.kind === 'restored') return
  if (cause.kind === 'taken-back') {
    const from = done.findIndex(({ name }) => name === cause.stage)
    stages.done.set(issue, done.slice(0, from < 0 ? done.length : from))
    return
  }
  const commit = merge?.commit ?? plan?.base
  if (commit === undefined) throw new Error('what is done has come somewhere')
  const name = stageOf(record)
  const others = done.filter((each) => each.name !== name)
  stages.done.set(issue, [...others, { name, how: decision, sequence, commit, became: null }])
}

/** What is merged is listened for, until something else has come of a chapter than that nothing is taken back, or that it says again what was merged. */
function hear({ heard }: Stages, { issue, cause, decision }: Predicate): void {
  const ends: readonly Predicate['decision'][] = [...declined, 'merged', 'unchanged', 'failed']
  if (!ends.includes(decision) || leavesAsItWas(cause, decision)) return
  if (decision === 'merged' && cause.kind !== 'taken-back') heard.add(issue)
  else heard.delete(issue)
}

const declined: readonly Predicate['decision'][] = ['rejected', 'withdrawn', 'lapsed']

function isDeclined(decision: Predicate['decision']): boolean {
  return declined.includes(decision)
}

/** Whether the end of a chapter leaves what was merged before as it was. */
function leavesAsItWas({ kind }: Predicate['cause'], decision: Predicate['decision']): boolean {
  if (kind === 'restored') return decision !== 'failed'
  return kind === 'taken-back' && isDeclined(decision)
}

/** What is told of the last merge was said of it, and nothing else; of which stage. */
function judgeOutcome(stages: Stages, town: Town, { issue, decision, merge }: Predicate): DoneStage {
  const last = lastDone(stages, issue)
  if (merge === null || last === undefined)
    throw new Error('nothing was merged of which something could become')
  const by = outcomeBy(town, merge, last.name)
  const heard = stages.heard.has(issue) && kindOf(town).rollout.reached
  const before = last.became === 'reached' || last.became === decision ? last.became : null
  expect({ by, heard, commit: merge.commit, before }).toEqual({
    by: decision,
    heard: true,
    commit: last.commit,
    before: null,
  })
  return last
}

/** What the signals say of a merge: of the named app, under the name of the stage. */
export function outcomeBy(
  town: Town,
  merge: { readonly commit: Oid; readonly at: string },
  stage: string,
): 'reached' | 'failed' | null {
  const at = town.main.findIndex(({ oid }) => oid === merge.commit)
  const words = town.main.map(({ oid }, index) => lastWord(town, oid, stage, index < at ? '' : merge.at))
  if (words.slice(at).includes('success')) return 'reached'
  const isOver = !isBefore(momentOf(town), secondsAfter(merge.at, reachedWithin))
  return isOver && words[at] === 'failure' && words[at - 1] === 'success' ? 'failed' : null
}

function lastWord({ signals }: Town, commit: Oid, stage: string, since: string): SignalState | null {
  const words = signals.filter(
    (each) =>
      each.commit === commit && each.app === sayer && each.name === nameOfArrival(stage) && each.at >= since,
  )
  return words.at(-1)?.state ?? null
}

/** What has to be so with the stages of a request once nobody does anything any more and the sweep has come. */
export function judgeStagesAtRest(stages: Stages, town: Town, record: Predicate): void {
  const { issue, outcome } = record
  const last = lastDone(stages, issue)
  const { state, labels } = issueOf(town, issue)
  if (last === undefined || state === 'closed' || labels.includes('issueops:held')) return
  if (outcome === undefined && !carriesOn(record)) return
  const at = recordsOf(town, issue).records.find(({ predicate }) => predicate.sequence === last.sequence)
  const merge = at?.predicate.merge ?? null
  // Whatever was said of it is on record; what has arrived stays so, whatever is said later.
  const waits = stages.heard.has(issue) && kindOf(town).rollout.reached && last.became !== 'reached'
  if (waits && merge !== null) {
    const by = outcomeBy(town, merge, last.name)
    expect({ issue, became: last.became }).toEqual({ issue, became: by ?? last.became })
  }
  const next = following(town, last.name)
  if (next === undefined || next.after === 'promote' || chaptersSince(town, issue, last) > 0) return
  expect({ issue, next: next.name, standing: standingOf(town, last, next) }).not.toEqual({
    issue,
    next: next.name,
    standing: 'ready',
  })
}

/** Whether the end of a chapter leaves something that could go on: a stage that is done, or nothing that was taken back. */
function carriesOn({ cause, decision }: Predicate): boolean {
  if (cause.kind === 'taken-back' || cause.kind === 'restored') return leavesAsItWas(cause, decision)
  return decision === 'merged' || decision === 'unchanged'
}

/** Whether something is still to come after the end of a chapter, so that its issue stays open. */
export function goesOn(stages: Stages, town: Town, record: Predicate): boolean {
  const { issue, request, outcome } = record
  const last = lastDone(stages, issue)
  if (request.type !== 'rollout' || last === undefined) return false
  if (outcome === undefined && !carriesOn(record)) return false
  const { stages: known, reached } = kindOf(town).rollout
  // Of a stage that the type has lost nobody can tell what comes next.
  const lost = known.every(({ name }) => name !== last.name)
  // What has failed stays so, also where the type waits for nothing any more.
  const waits = last.became === 'failed' || (reached && last.became === null)
  const awaited = waits && stages.heard.has(issue)
  return lost || awaited || following(town, last.name) !== undefined
}
