import { expect } from 'vitest'
import type { Effect } from '../../../src/model/effect.js'
import type { IssueNumber } from '../../../src/model/ids.js'
import { isBefore, secondsAfter, secondsBetween } from '../../../src/model/instant.js'
import { isFinal, type Predicate } from '../../../src/model/record.js'
import {
  changedPaths,
  issueOf,
  landed,
  momentOf,
  oidOf,
  recordsOf,
  type Town,
  type TownPull,
  tipOf,
  townRoles,
} from './town.js'
import { type Asked, askedBy, kindOf, limitPlaces, placesOf, type Rule } from './town-requests.js'
import { sweptIssues } from './town-run.js'
import {
  comesIntoForce,
  filesBefore,
  goesOn,
  goesOutOfForce,
  judgeBeginning,
  judgeStageRecord,
  judgeStagesAtRest,
  newStages,
  type Stages,
  stageOf,
} from './town-stages.js'

/**
 * An oracle of its own, that knows nothing of how the toolkit decides. It sees every write directly before it is carried out, and keeps what was merged by
 * place: who wrote what over whom.
 */
export interface Judge {
  readonly stacks: Map<string, Stack>
  readonly standing: Map<IssueNumber, Standing>
  readonly stages: Stages
  /** How often chapters ended with an effect, by what they are about. */
  readonly ends: Map<string, number>
}

interface Stack {
  /** What stood there before the first. */
  readonly bottom: string | undefined
  readonly layers: readonly Layer[]
}

interface Layer {
  readonly issue: IssueNumber
  /** Of a request that has some. */
  readonly stage: string | null
  readonly before: string | undefined
  readonly value: string | undefined
}

/** A request of which something was merged and not taken back. */
interface Standing {
  readonly end: string | null
  /** Whether the toolkit merged it, after it was approved. */
  readonly approved: boolean
  readonly requester: string
}

export const newJudge = (): Judge => ({
  stacks: new Map(),
  standing: new Map(),
  stages: newStages(),
  ends: new Map(),
})

/** Judges a write of the toolkit's. */
export function judge(judge_: Judge, town: Town, issue: IssueNumber, effect: Effect): void {
  if (effect.kind === 'merge-pull') judgeMerge(judge_, town, issue, effect.head)
  if (effect.kind === 'append-record') judgeRecord(judge_, town, effect.record.predicate)
  if (effect.kind === 'reopen-issue') judgeOpening(town, issue)
}

/** Whoever closes an issue once its chapter has begun is not fought over it. */
function judgeOpening(town: Town, issue: IssueNumber): void {
  const { closing } = issueOf(town, issue)
  const begun = chapterAt(town, issue)[0]
  const later =
    closing !== null && !closing.own && begun !== undefined && !isBefore(closing.at, begun.observedAt)
  expect({ begun: begun?.decision, later }).toEqual({ begun: 'begun', later: false })
}

/** The records of the chapter at hand. */
function chapterAt(town: Town, issue: IssueNumber): readonly Predicate[] {
  const all = recordsOf(town, issue).records.map(({ predicate }) => predicate)
  return all.filter(({ chapter }) => chapter === all.at(-1)?.chapter)
}

function pullAt(town: Town, issue: IssueNumber, head: string): readonly [string, TownPull] {
  const found = [...issueOf(town, issue).pulls].find(([, { branch }]) => branch.head === head)
  if (found === undefined) throw new Error('nothing is there to merge')
  return found
}

function judgeMerge(judge_: Judge, town: Town, issue: IssueNumber, head: string): void {
  const [name, pull] = pullAt(town, issue, head)
  const approval = chapterAt(town, issue).at(-1)
  if (approval?.decision !== 'approved' || approval.pull?.head !== head)
    throw new Error('what is merged was not recorded as approved before')
  const published = pull.publications.filter((each) => each.head === head).at(-1)
  expect(published?.digest).toBe(approval.plan?.digest)
  const since = pull.publications.find((each) => each.digest === published?.digest)?.at ?? ''
  judgeApproval(judge_, town, approval, since)
  const after = landed(town, issueOf(town, issue), name)
  if (after === null) throw new Error('GitHub does not merge it')
  land(judge_, town, after, issue, pull, 'approved')
}

/** Somebody merges the pull request by hand, or the toolkit does. */
export function land(
  judge_: Judge,
  before: Town,
  after: Town,
  issue: IssueNumber,
  pull: TownPull,
  how: 'approved' | 'by hand',
): void {
  const [old, now] = [tipOf(before).files, tipOf(after).files]
  const { branch } = pull
  const brought = changedPaths(old, now)
  const planned = changedPaths(branch.base.files, branch.files)
  const exact =
    brought.length === planned.length && brought.every((path) => now.get(path) === branch.files.get(path))
  // What is not the plan is no request’s: it stands there as if somebody had written it by hand.
  if (!exact || branch.commits > 1) return
  const chapter = chapterAt(before, issue)
  // Nor is what the ledger has no plan of, or another: the chapter has failed, and the request is in force as before.
  if (!isRecorded(chapter, now)) return
  const cause = chapter[0]?.cause ?? { kind: 'asked' }
  const sides = { before: placesOf(old).places, after: placesOf(now).places }
  expect(placesOf(now).rest).toBe(placesOf(old).rest)
  if (cause.kind === 'asked' || cause.kind === 'stage') writes(judge_, before, issue, cause, sides, how)
  else if (cause.kind !== 'restored') takesBack(judge_, issue, stageMeant(cause), sides)
  else if (how === 'approved') restores(judge_, issue, stageMeant(cause), sides)
  count(judge_, `${cause.kind} merged`)
  if (wasRestored(before, issue)) count(judge_, `${cause.kind} after restored`)
}

function wasRestored(town: Town, issue: IssueNumber): boolean {
  return recordsOf(town, issue).records.some(
    ({ predicate: { cause, decision } }) => cause.kind === 'restored' && decision === 'merged',
  )
}

/** Whether the ledger has exactly what is merged as what was proposed last. */
function isRecorded(chapter: readonly Predicate[], files: ReadonlyMap<string, string>): boolean {
  const plan = chapter.at(-1)?.plan ?? null
  return plan?.files.every(({ path, after }) => oidOf(files.get(path)) === after) === true
}

/** The stage that is taken back or restored; null where it is all of the request. */
function stageMeant(cause: Predicate['cause']): string | null {
  return cause.kind === 'taken-back' || cause.kind === 'restored' ? (cause.stage ?? null) : null
}

/** What a request wrote, or a stage of it. */
function layersOf(issue: IssueNumber, stage: string | null): (layer: Layer) => boolean {
  return (layer) => layer.issue === issue && (stage === null || layer.stage === stage)
}

function count({ ends }: Judge, what: string): void {
  ends.set(what, (ends.get(what) ?? 0) + 1)
}

interface Sides {
  readonly before: ReadonlyMap<string, string>
  readonly after: ReadonlyMap<string, string>
}

function differing({ before, after }: Sides): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (place) => before.get(place) !== after.get(place),
  )
}

/** What was asked for stands there now, as its stage wants it, and nothing else has changed. What somebody merged by hand is as they have it. */
function writes(
  judge_: Judge,
  town: Town,
  issue: IssueNumber,
  cause: Predicate['cause'],
  sides: Sides,
  how: 'approved' | 'by hand',
): void {
  const asked = askedBy.get(issueOf(town, issue).body)
  if (asked === undefined) throw new Error('something is merged that nobody asked for')
  const stage = asked.type === 'limit' ? null : stageOf({ cause })
  const wanted = new Map(wantedOf(judge_, town, issue, asked, stage))
  if (how === 'approved') expect(sorted(sides.after)).toEqual(sorted(new Map([...sides.before, ...wanted])))
  for (const place of differing(sides)) {
    const [before, value] = [sides.before.get(place), sides.after.get(place)]
    const stack = judge_.stacks.get(place)
    const layers = stack?.layers ?? []
    judge_.stacks.set(place, {
      bottom: stack === undefined || layers.length === 0 ? before : stack.bottom,
      layers: [...layers, { issue, stage, before, value }],
    })
  }
  if (stage !== null) comesIntoForce(judge_.stages, issue, stage)
  const until = asked.type === 'limit' ? asked.until : ''
  judge_.standing.set(issue, {
    end: until === '' ? null : secondsAfter(`${until}T00:00:00Z`, 24 * 3600),
    approved: how === 'approved',
    requester: issueOf(town, issue).author.login,
  })
}

function sorted(places: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...places].sort())
}

/** What the places say once a request is carried out, or a stage of it. */
function wantedOf(
  { stages }: Judge,
  town: Town,
  issue: IssueNumber,
  asked: Asked,
  stage: string | null,
): readonly (readonly [string, string])[] {
  if (asked.type === 'limit') return limitPlaces(asked)
  const { rollout } = kindOf(town)
  const index = rollout.stages.findIndex(({ name }) => name === stage)
  if (stage === null || index < 0) throw new Error('a stage is carried out that the type does not have')
  const previous = rollout.stages[index - 1]?.name ?? ''
  return rollout.wanted(asked, { stage, previous, before: filesBefore(stages, town, issue) })
}

/** What a place is to say once a request, or a stage of it, is gone from it; `left` where something else is on top. */
function without(
  { bottom, layers }: Stack,
  isGone: (layer: Layer) => boolean,
): { readonly says: string | undefined } | 'left' {
  const rest = layers.filter((layer) => !isGone(layer))
  const top = layers.at(-1)
  if (top === undefined || !isGone(top)) return 'left'
  return { says: rest.length === 0 ? bottom : rest.at(-1)?.value }
}

/** Every place of the request says what the topmost in force wrote, else what stood there before; nothing by hand is overwritten, and nothing else has changed. */
function takesBack(judge_: Judge, issue: IssueNumber, stage: string | null, { before, after }: Sides): void {
  const expected = new Map(before)
  const isGone = layersOf(issue, stage)
  for (const [place, stack] of judge_.stacks) {
    if (!stack.layers.some(isGone)) continue
    const shows = without(stack, isGone)
    if (shows !== 'left') {
      const top = stack.layers.at(-1)?.value
      const there = before.get(place)
      const byHand = there !== top && there !== shows.says
      expect({ place, byHand }).toEqual({ place, byHand: false })
      if (shows.says === undefined) expected.delete(place)
      else expected.set(place, shows.says)
    }
    judge_.stacks.set(place, { ...stack, layers: stack.layers.filter((layer) => !isGone(layer)) })
  }
  expect(sorted(after)).toEqual(sorted(expected))
  if (stage !== null) goesOutOfForce(judge_.stages, issue, stage)
  if ((judge_.stages.inForce.get(issue) ?? []).length === 0) judge_.standing.delete(issue)
}

/** Something is written: every place of the request again, as its merge left it, unless a later one in force wrote there. Nothing else has changed, and no stack. */
function restores(judge_: Judge, issue: IssueNumber, stage: string | null, sides: Sides): void {
  expect(differing(sides)).not.toEqual([])
  expect(sorted(sides.after)).toEqual(sorted(asMerged(judge_, issue, stage, sides.before)))
}

/** What the places say once a request is restored, or a stage of it. */
function asMerged(
  { stacks }: Judge,
  issue: IssueNumber,
  stage: string | null,
  before: Sides['before'],
): ReadonlyMap<string, string> {
  const places = new Map(before)
  const isMeant = layersOf(issue, stage)
  for (const [place, { layers }] of stacks) {
    const top = layers.at(-1)
    if (top === undefined || !isMeant(top)) continue
    if (top.value === undefined) places.delete(place)
    else places.set(place, top.value)
  }
  return places
}

/** What begins a chapter, and what ends one. */
function judgeRecord(judge_: Judge, town: Town, record: Predicate): void {
  const { decision, cause, issue, outcome, request } = record
  if (decision === 'begun' && cause.kind === 'restored')
    expect({ issue, inForce: judge_.standing.has(issue) }).toEqual({ issue, inForce: true })
  if (decision === 'begun') judgeBeginning(judge_.stages, town, record)
  if (decision === 'unchanged') judgeUnchanged(judge_, town, record)
  if (request.type !== 'rollout') return
  judgeStageRecord(judge_.stages, town, record)
  if (outcome !== undefined) count(judge_, `outcome ${decision}`)
  if (decision === 'begun' && 'downTo' in cause && cause.downTo !== undefined)
    count(judge_, 'taken-back downTo')
}

/** A chapter that ends without a merge, and takes effect. */
function judgeUnchanged(judge_: Judge, town: Town, record: Predicate): void {
  const { cause, issue, request } = record
  if (cause.kind === 'restored') {
    judgeAsMerged(judge_, town, record)
    return
  }
  if (request.type === 'rollout' && cause.kind !== 'taken-back') {
    const asked = askedBy.get(issueOf(town, issue).body)
    if (asked === undefined) throw new Error('nobody asked for it')
    const places = placesAtBase(town, record)
    const wanted = new Map(wantedOf(judge_, town, issue, asked, stageOf(record)))
    expect(sorted(new Map([...places, ...wanted]))).toEqual(sorted(places))
  }
  if (cause.kind === 'asked') return
  const [approval] = chapterAt(town, issue).toReversed()
  if (approval?.decision !== 'approved')
    throw new Error('what takes effect was not recorded as approved before')
  const proposed = chapterAt(town, issue).findLast((each) => each.decision === 'proposed')
  judgeApproval(judge_, town, approval, proposed?.observedAt ?? '')
  count(judge_, `${cause.kind} unchanged`)
  if (cause.kind === 'stage') return
  const standing = judge_.standing.get(issue)
  if (standing === undefined) throw new Error('nothing of it is in force')
  if (cause.kind === 'extended') {
    judge_.standing.set(issue, { ...standing, end: extended(standing, record) })
    return
  }
  const { places } = placesOf(tipOf(town).files)
  takesBack(judge_, issue, stageMeant(cause), { before: places, after: places })
}

/** Nobody has to approve that nothing has changed. */
function judgeAsMerged(judge_: Judge, town: Town, record: Predicate): void {
  const { cause, issue, evidence, merge } = record
  expect({ evidence, merge }).toEqual({ evidence: [], merge: null })
  const places = placesAtBase(town, record)
  expect(sorted(asMerged(judge_, issue, stageMeant(cause), places))).toEqual(sorted(places))
  count(judge_, 'restored unchanged')
}

function placesAtBase(town: Town, { plan }: Predicate): Sides['before'] {
  const base = town.main.find(({ oid }) => oid === plan?.base)
  if (base === undefined) throw new Error('what is planned has a base')
  return placesOf(base.files).places
}

/** The later end that somebody asked for in so many words. */
function extended({ end }: Standing, { cause, issue }: Predicate): string {
  if (cause.kind !== 'extended' || end === null) throw new Error(`the end of ${issue} cannot be later`)
  expect(secondsBetween(end, cause.until)).toBe(3 * 24 * 3600)
  return cause.until
}

/** Whether enough of the right people approved what is carried out, or it was approved that it needs nobody. */
function judgeApproval(judge_: Judge, town: Town, approval: Predicate, since: string): void {
  const { cause, issue, evidence, plan } = approval
  const own = issueOf(town, issue)
  const standing = judge_.standing.get(issue)
  if (cause.kind === 'ended') {
    const end = standing?.end ?? null
    expect({ end, early: end === null || isBefore(momentOf(town), end) }).toEqual({
      end: cause.at,
      early: false,
    })
    if (evidence.length === 0) {
      judgeEnd(judge_, issue)
      return
    }
  }
  const { from, count: needed } = ruleOf(town, approval)
  const entitled =
    from === 'team'
      ? [...town.members]
      : [...townRoles].filter(([, role]) => role === 'maintain').map(([login]) => login)
  const editors = own.editors.map((editor) => editor?.login)
  // Who edited the issue before it was merged is recorded; whoever edits it later does not count.
  const recorded = approval.request.editors.map(({ login }) => login)
  const leftOut = leftOutOf(approval, own.author.login, cause.kind === 'asked' ? editors : recorded)
  const approvers = own.comments.filter(
    ({ body, author, own: ours, lastEditedAt, createdAt, minimized }) =>
      !ours &&
      lastEditedAt === null &&
      !minimized &&
      isBefore(since, createdAt) &&
      (body === `/approve ${plan?.digest.slice(0, 12)}` || (body === '/approve' && approval.pull !== null)) &&
      author !== null &&
      entitled.includes(author.login) &&
      !leftOut.includes(author.login),
  )
  const counted = new Set(approvers.map(({ author }) => author?.login))
  expect({ cause: cause.kind, enough: counted.size >= needed }).toEqual({ cause: cause.kind, enough: true })
  expect({ held: holders(town, approval) }).toEqual({ held: [] })
}

function leftOutOf({ cause, request }: Predicate, author: string, editors: readonly (string | undefined)[]) {
  switch (cause.kind) {
    case 'asked':
    case 'ended':
      return [author, ...editors]
    case 'taken-back':
      return ['by' in cause ? cause.by.login : author]
    case 'restored':
    case 'extended':
      return [cause.by.login, request.requester.login, ...editors]
    case 'stage':
      return ['by' in cause ? cause.by.login : author, request.requester.login, ...editors]
  }
}

function ruleOf(town: Town, { cause, request }: Predicate): Rule {
  const { limit, rollout } = kindOf(town)
  if (request.type === 'rollout') {
    const isMeant = cause.kind === 'taken-back' || cause.kind === 'restored'
    const about = isMeant ? cause.stage : stageOf({ cause })
    const { approval } = rollout.stages.find(({ name }) => name === about) ?? { approval: rollout.otherwise }
    return cause.kind === 'taken-back' ? (rollout.takenBack ?? approval) : approval
  }
  switch (cause.kind) {
    case 'asked':
    case 'ended':
    case 'restored':
      return limit.asked
    case 'taken-back':
      return limit.takenBack
    case 'extended':
      return limit.extended
    case 'stage':
      throw new Error('a limit has no stages')
  }
}

/** Nobody was asked: then it was approved, and its approvers saw what stands there afterwards. */
function judgeEnd(judge_: Judge, issue: IssueNumber): void {
  expect(judge_.standing.get(issue)?.approved).toBe(true)
  for (const [place, stack] of judge_.stacks) {
    const own = stack.layers.find((layer) => layer.issue === issue)
    const shows = without(stack, (layer) => layer.issue === issue)
    if (own !== undefined && shows !== 'left')
      expect({ place, says: shows.says }).toEqual({ place, says: own.before })
  }
}

/** Who has put the chapter on hold since it began and has not been overruled. */
function holders(town: Town, approval: Predicate): readonly string[] {
  const { cause, issue, request } = approval
  const own = issueOf(town, issue)
  const begun = chapterAt(town, issue)[0]?.observedAt ?? ''
  const isMaintainer = (login: string) => townRoles.get(login) === 'maintain'
  const requester = request.requester.login
  const asker = 'by' in cause ? cause.by.login : requester
  // Who filed a request stops also what others would go on with.
  const stops = cause.kind === 'stage' || cause.kind === 'extended' ? [asker, requester] : [asker]
  const asksTeam = ruleOf(town, approval).from === 'team'
  const spoken = own.comments.flatMap(({ body, author, own: ours, lastEditedAt, createdAt }) =>
    ours ||
    author === null ||
    lastEditedAt !== null ||
    (cause.kind !== 'asked' && !isBefore(begun, createdAt))
      ? []
      : [{ body, login: author.login, createdAt }],
  )
  const holding = new Set<string>()
  for (const { body, login, createdAt } of spoken) {
    const tooOld =
      cause.kind === 'ended' &&
      (login === requester || secondsBetween(createdAt, momentOf(town)) >= 24 * 3600)
    const may = stops.includes(login) || isMaintainer(login) || (asksTeam && town.members.has(login))
    if (body === '/hold wait' && may && !tooOld) holding.add(login)
    if (body === '/unhold' && isMaintainer(login) && !stops.includes(login)) holding.clear()
    else if (body === '/unhold') holding.delete(login)
  }
  return [...holding]
}

/** What has to be so once nobody does anything any more and the sweep has come. */
export function judgeRest(judge_: Judge, town: Town): void {
  for (const [number, issue] of town.issues) {
    const records = recordsOf(town, number).records
    const last = records.at(-1)
    const status = issue.comments.filter(
      ({ own, body }) => own && body.startsWith('<!-- issueops:status -->'),
    )
    // Two runs at once may write two, and whoever looks next takes one back.
    if (sweptIssues(town).includes(number)) expect(status.length).toBeLessThanOrEqual(1)
    const [shown] = status
    const state = issue.labels.find((label) => label.startsWith('issueops:'))
    const end = judge_.standing.get(number)?.end ?? null
    const isDue = end !== null && !isBefore(momentOf(town), end)
    if (isDue) {
      // Never silently, and never called ended.
      expect({
        number,
        cause: last?.predicate.cause.kind,
        called: !issue.gone && shown?.body.includes('has ended'),
      }).toEqual({
        number,
        cause: 'ended',
        called: false,
      })
      // Of an issue that is gone the run's summary tells.
      if (!issue.gone)
        expect([
          'issueops:held',
          'issueops:awaiting-approval',
          'issueops:approved',
          'issueops:failed',
        ]).toContain(state)
    }
    if (issue.gone) continue
    if (last !== undefined && isFinal(last)) {
      const { decision, observedAt } = last.predicate
      // Nobody is fought over an issue that they opened again.
      const left = issue.reopenedAt !== null && !isBefore(issue.reopenedAt, observedAt)
      const open = decision === 'failed' || decision === 'lapsed' || left
      if (last.predicate.request.type === 'rollout') judgeStagesAtRest(judge_.stages, town, last.predicate)
      if (!open && !goesOn(judge_.stages, town, last.predicate))
        expect({ number, decision, state: issue.state }).toEqual({ number, decision, state: 'closed' })
    } else if (last !== undefined && last.predicate.chapter > 1) {
      const begun = records.find(({ predicate }) => predicate.chapter === last.predicate.chapter)
      const at = begun?.predicate.observedAt ?? ''
      const left = issue.closing !== null && !issue.closing.own && !isBefore(issue.closing.at, at)
      expect({ number, state, open: issue.state === 'open' || left }).toEqual({ number, state, open: true })
    }
  }
}
