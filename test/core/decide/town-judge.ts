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
  recordsOf,
  type Town,
  type TownPull,
  tipOf,
  townRoles,
} from './town.js'
import { type Asked, askedBy, type Kind, kinds, placesOf, type Rule, wantedPlaces } from './town-requests.js'

import { sweptIssues } from './town-run.js'

/**
 * An oracle of its own, that knows nothing of how the toolkit decides. It sees every write directly before it is carried out, and keeps what was merged by
 * place: who wrote what over whom.
 */
export interface Judge {
  readonly stacks: Map<string, Stack>
  readonly standing: Map<IssueNumber, Standing>
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

export const newJudge = (): Judge => ({ stacks: new Map(), standing: new Map(), ends: new Map() })

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
  const cause = chapter[0]?.cause ?? { kind: 'asked' }
  // Nor is what came before the ledger had a plan of it: the chapter has failed, and the request is in force as before.
  if (cause.kind !== 'asked' && chapter.every(({ plan }) => plan === null)) return
  const places = { before: placesOf(old), after: placesOf(now) }
  expect(places.after.rest).toBe(places.before.rest)
  const asked = askedBy.get(issueOf(before, issue).body)
  if (cause.kind === 'asked') {
    if (asked === undefined) throw new Error('something is merged that nobody asked for')
    writes(judge_, before, issue, asked, { before: places.before.places, after: places.after.places }, how)
  } else takesBack(judge_, issue, places.before.places, places.after.places)
  count(judge_, `${cause.kind} merged`)
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

/** What was asked for stands there now, and nothing else has changed. */
function writes(
  judge_: Judge,
  town: Town,
  issue: IssueNumber,
  asked: Asked,
  sides: Sides,
  how: string,
): void {
  const wanted = new Map(wantedPlaces(asked))
  const expected = new Map([...sides.before, ...wanted])
  expect(new Map([...sides.after].sort())).toEqual(new Map([...expected].sort()))
  for (const place of differing(sides)) {
    const [before, value] = [sides.before.get(place), sides.after.get(place)]
    const stack = judge_.stacks.get(place)
    const layers = stack?.layers ?? []
    judge_.stacks.set(place, {
      bottom: stack === undefined || layers.length === 0 ? before : stack.bottom,
      layers: [...layers, { issue, before, value }],
    })
  }
  judge_.standing.set(issue, {
    end: asked.until === '' ? null : secondsAfter(`${asked.until}T00:00:00Z`, 24 * 3600),
    approved: how === 'approved',
    requester: issueOf(town, issue).author.login,
  })
}

/** What a place is to say once a request is gone from it; `left` where something else is on top. */
function without(
  { bottom, layers }: Stack,
  issue: IssueNumber,
): { readonly says: string | undefined } | 'left' {
  const rest = layers.filter((layer) => layer.issue !== issue)
  if (layers.at(-1)?.issue !== issue) return 'left'
  return { says: rest.length === 0 ? bottom : rest.at(-1)?.value }
}

/** Every place of the request says what the topmost in force wrote, else what stood there before; nothing by hand is overwritten, and nothing else has changed. */
function takesBack(judge_: Judge, issue: IssueNumber, before: Sides['before'], after: Sides['after']): void {
  const expected = new Map(before)
  for (const [place, stack] of judge_.stacks) {
    if (!stack.layers.some((layer) => layer.issue === issue)) continue
    const shows = without(stack, issue)
    if (shows !== 'left') {
      const top = stack.layers.at(-1)?.value
      const there = before.get(place)
      const byHand = there !== top && there !== shows.says
      expect({ place, byHand }).toEqual({ place, byHand: false })
      if (shows.says === undefined) expected.delete(place)
      else expected.set(place, shows.says)
    }
    judge_.stacks.set(place, { ...stack, layers: stack.layers.filter((layer) => layer.issue !== issue) })
  }
  expect(new Map([...after].sort())).toEqual(new Map([...expected].sort()))
  judge_.standing.delete(issue)
}

/** A chapter that ends without a merge, and takes effect. */
function judgeRecord(judge_: Judge, town: Town, record: Predicate): void {
  const { decision, cause, issue } = record
  if (decision !== 'unchanged' || cause.kind === 'asked') return
  const [approval] = chapterAt(town, issue).toReversed()
  if (approval?.decision !== 'approved')
    throw new Error('what takes effect was not recorded as approved before')
  const proposed = chapterAt(town, issue).findLast((each) => each.decision === 'proposed')
  judgeApproval(judge_, town, approval, proposed?.observedAt ?? '')
  const standing = judge_.standing.get(issue)
  if (standing === undefined) throw new Error('nothing of it is in force')
  count(judge_, `${cause.kind} unchanged`)
  if (cause.kind === 'extended') {
    judge_.standing.set(issue, { ...standing, end: extended(standing, record) })
    return
  }
  const { places } = placesOf(tipOf(town).files)
  takesBack(judge_, issue, places, places)
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
  const { from, count: needed } = ruleOf(town, cause.kind)
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
      return [cause.by.login]
    case 'extended':
      return [cause.by.login, request.requester.login, ...editors]
    case 'stage':
      throw new Error('no request of these histories has stages')
  }
}

function kindOf({ policy }: Town): Kind {
  const found = kinds.find((each) => each.policy === policy)
  if (found === undefined) throw new Error('a policy that is none of these histories')
  return found
}

function ruleOf(town: Town, cause: Predicate['cause']['kind']): Rule {
  const kind = kindOf(town)
  switch (cause) {
    case 'asked':
    case 'ended':
      return kind.asked
    case 'taken-back':
      return kind.takenBack
    case 'extended':
      return kind.extended
    case 'stage':
      throw new Error('no request of these histories has stages')
  }
}

/** Nobody was asked: then it was approved, and its approvers saw what stands there afterwards. */
function judgeEnd(judge_: Judge, issue: IssueNumber): void {
  expect(judge_.standing.get(issue)?.approved).toBe(true)
  for (const [place, stack] of judge_.stacks) {
    const own = stack.layers.find((layer) => layer.issue === issue)
    const shows = without(stack, issue)
    if (own !== undefined && shows !== 'left')
      expect({ place, says: shows.says }).toEqual({ place, says: own.before })
  }
}

/** Who has put the chapter on hold since it began and has not been overruled. */
function holders(town: Town, { cause, issue, request }: Predicate): readonly string[] {
  const own = issueOf(town, issue)
  const begun = chapterAt(town, issue)[0]?.observedAt ?? ''
  const isMaintainer = (login: string) => townRoles.get(login) === 'maintain'
  const requester = request.requester.login
  const asker = 'by' in cause ? cause.by.login : requester
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
    const may = login === asker || isMaintainer(login) || town.members.has(login)
    if (body === '/hold wait' && may && !tooOld) holding.add(login)
    if (body === '/unhold' && isMaintainer(login) && login !== asker) holding.clear()
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
      if (!open)
        expect({ number, decision, state: issue.state }).toEqual({ number, decision, state: 'closed' })
    } else if (last !== undefined && last.predicate.chapter > 1) {
      const begun = records.find(({ predicate }) => predicate.chapter === last.predicate.chapter)
      const at = begun?.predicate.observedAt ?? ''
      const left = issue.closing !== null && !issue.closing.own && !isBefore(issue.closing.at, at)
      expect({ number, state, open: issue.state === 'open' || left }).toEqual({ number, state, open: true })
    }
  }
}
