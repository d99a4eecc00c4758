import type { IssueNumber } from '../../../src/model/ids.js'
import type { SignalState } from '../../../src/model/signal.js'
import { user } from './given.js'
import {
  closed,
  committed,
  deletionOf,
  filed,
  issueOf,
  landed,
  momentOf,
  pushed,
  recordsOf,
  said,
  signalled,
  type Town,
  tipOf,
  withIssue,
} from './town.js'
import { type Judge, judge, land } from './town-judge.js'
import {
  askedBy,
  bodyOf,
  everyAsked,
  kinds,
  nameOfArrival,
  type StageName,
  type sayer,
} from './town-requests.js'
import { drive, driveBoth, type Place, run, sweep, type Witness } from './town-run.js'

export const people = ['alice', 'bob', 'carol', 'dave', 'erin', 'mallory'] as const
export const words = [
  '/rollback',
  '/rollback not needed',
  '/rollback dev',
  '/rollback live',
  '/rollback world',
  '/restore',
  '/restore nobody asked for that',
  '/restore dev',
  '/restore live',
  '/restore world',
  '/promote',
  '/promote live',
  '/promote world',
  '/extend 3 days',
  '/hold wait',
  '/unhold',
  '/reject no',
  '/withdraw',
  'Thanks.',
] as const

export type Act =
  | { readonly act: 'comment'; readonly who: (typeof people)[number]; readonly words: (typeof words)[number] }
  /** The digest is that of the last plan. */
  | { readonly act: 'approve'; readonly who: (typeof people)[number]; readonly named: boolean }
  | {
      readonly act: 'edit-comment' | 'delete-comment'
      readonly who: (typeof people)[number]
      readonly which: number
    }
  | { readonly act: 'edit-issue'; readonly who: (typeof people)[number]; readonly asked: number }
  | { readonly act: 'file'; readonly asked: number }
  | { readonly act: 'hand-on-place'; readonly what: Touched }
  | {
      readonly act:
        | 'hand-elsewhere'
        | 'push-branch'
        | 'merge-by-hand'
        | 'close'
        | 'reopen'
        | 'close-pull'
        | 'go-away'
        | 'nothing'
    }
  | { readonly act: 'join' | 'leave'; readonly who: (typeof people)[number] }
  | { readonly act: 'change-type'; readonly kind: number }
  /** Somebody says how a stage works with one of the last commits: that of the tip, or one of those before. */
  | {
      readonly act: 'signal'
      readonly stage: StageName
      readonly says: SignalState
      readonly app: typeof sayer | 'other'
      readonly back: number
    }

/** What somebody changes by hand. */
export type Touched = 'red' | 'p' | 'page' | 'no page' | 'dev' | 'released'

/** What becomes of the event: a run, one that crashes, two at once, nothing, or nothing until the sweep. */
export type Waking = 'run' | 'crash' | 'two' | 'lost' | 'sweep'
export interface Step {
  readonly of: number
  readonly act: Act
  readonly seconds: number
  readonly waking: Waking
  /** Steps of the run before it crashes. */
  readonly cut: number
  readonly turns: readonly boolean[]
}

/** Judges what a run writes. */
export function witnessOf(judged: Judge): Witness {
  return (town, issue, effect) => {
    judge(judged, town, issue, effect)
  }
}

/** Lets time pass, somebody do something, and the toolkit notice. */
export function playStep(place: Place, judged: Judge, step: Step, witness: Witness): void {
  const { of, act, seconds, waking, cut, turns } = step
  place.town = { ...place.town, now: place.town.now + seconds }
  const issues = [...place.town.issues.keys()]
  const issue = act.act === 'file' ? undefined : issues[of % Math.max(1, issues.length)]
  const touched = perform(place, judged, issue, act)
  if (waking === 'sweep') sweep(place, witness)
  if (touched === null) return
  const order = turns[0] === true ? 'as decided' : 'the last first'
  const wake = () => run(place, touched, witness, order)
  if (waking === 'run') drive(wake())
  if (waking === 'crash') drive(wake(), cut)
  if (waking === 'two') driveBoth(wake(), wake(), turns)
}

/** Lets somebody do something; which issue the event names, or null. */
function perform(place: Place, judged: Judge, issue: IssueNumber | undefined, act: Act): IssueNumber | null {
  const { town } = place
  if (act.act === 'file') {
    const number = 42 + town.issues.size
    if (town.issues.size === 4) return null
    const chosen = everyAsked[act.asked]
    if (chosen === undefined) throw new Error('there is no such request')
    place.town = filed(town, number, town.issues.size === 2 ? 'carol' : 'alice', bodyOf(chosen))
    return issueOf(place.town, [...place.town.issues.keys()].at(-1) ?? issueNever()).number
  }
  if (issue === undefined) return null
  place.town = performed(town, judged, issue, act)
  return place.town === town && act.act !== 'nothing' ? null : issue
}

function issueNever(): never {
  throw new Error('an issue was filed')
}

function performed(town: Town, judged: Judge, number: IssueNumber, act: Exclude<Act, { act: 'file' }>): Town {
  const issue = issueOf(town, number)
  // Nobody can do anything any more about an issue that is gone.
  if (issue.gone && act.act !== 'merge-by-hand' && 'who' in act) return town
  const mine = issue.comments.filter(({ own }) => !own)
  switch (act.act) {
    case 'comment':
      return said(town, number, user(act.who), act.words)
    case 'approve':
      return said(
        town,
        number,
        user(act.who),
        act.named ? `/approve ${lastDigest(town, number)}` : '/approve',
      )
    case 'edit-comment':
    case 'delete-comment': {
      const chosen = mine[act.which % Math.max(1, mine.length)]
      if (chosen === undefined) return town
      const rest = issue.comments.filter((each) => each !== chosen)
      if (act.act === 'delete-comment')
        return withIssue(town, {
          ...issue,
          comments: rest,
          deletions: [...issue.deletions, deletionOf(town, chosen, act.who)],
        })
      const at = momentOf(town)
      const edited = { ...chosen, body: 'Well.', lastEditedAt: at, editor: user(act.who) }
      return withIssue(town, {
        ...issue,
        comments: issue.comments.map((each) => (each === chosen ? edited : each)),
      })
    }
    case 'edit-issue': {
      const chosen = everyAsked[act.asked]
      const now = askedBy.get(issue.body)
      // What an issue says after its merge, or once nothing had to change, counts for nothing; the oracle goes by what it said.
      if (chosen === undefined || chosen.type !== now?.type || isDone(town, number)) return town
      const at = momentOf(town)
      return withIssue(town, {
        ...issue,
        body: bodyOf(chosen),
        lastEditedAt: at,
        editors: [...issue.editors, user(act.who)],
      })
    }
    case 'hand-on-place':
      return committed(town, byHand(tipOf(town).files, act.what))
    case 'hand-elsewhere':
      return committed(
        town,
        new Map(
          [...tipOf(town).files].map(([path, text]) => [
            path,
            text.replace('how much', 'how many').replace('x', 'y'),
          ]),
        ),
      )
    case 'push-branch': {
      const [name, branch] = [...issue.branches].at(-1) ?? []
      if (name === undefined || branch === undefined) return town
      return pushed(town, issue, name, {
        ...branch,
        commits: 2,
        files: new Map([...branch.files, ['shadow.yaml', 'x: 1\n']]),
      })
    }
    case 'merge-by-hand': {
      const [name, pull] = [...issue.pulls].at(-1) ?? []
      const after = name === undefined ? null : landed(town, issue, name)
      if (pull === undefined || after === null) return town
      land(judged, town, after, number, pull, 'by hand')
      return after
    }
    case 'close-pull': {
      const [name, pull] = [...issue.pulls].at(-1) ?? []
      if (name === undefined || pull?.state !== 'open') return town
      return withIssue(town, {
        ...issue,
        pulls: new Map([...issue.pulls, [name, { ...pull, state: 'closed' }]]),
      })
    }
    case 'close':
      return closed(town, issue, false)
    case 'reopen':
      return issue.state === 'open'
        ? town
        : withIssue(town, {
            ...issue,
            state: 'open',
            stateReason: 'reopened',
            closing: null,
            reopenedAt: momentOf(town),
          })
    case 'join':
      return { ...town, members: new Set([...town.members, act.who]) }
    case 'leave':
      return { ...town, members: new Set([...town.members].filter((each) => each !== act.who)) }
    case 'change-type':
      return { ...town, policy: kinds[act.kind]?.policy ?? kinds[0].policy }
    case 'signal': {
      const { stage, says: state, app, back } = act
      const commit = town.main.at(-1 - back)?.oid ?? tipOf(town).oid
      return signalled(town, { commit, name: nameOfArrival(stage), app, state })
    }
    // What was merged and is not recorded yet is nobody’s by then.
    case 'go-away':
      return recordsOf(town, number).records.some(({ predicate }) => predicate.decision === 'merged')
        ? withIssue(town, { ...issue, gone: true, comments: [] })
        : town
    case 'nothing':
      return town
  }
}

function isDone(town: Town, number: IssueNumber): boolean {
  const merged = [...issueOf(town, number).pulls.values()].some(({ state }) => state === 'merged')
  return merged || recordsOf(town, number).records.some(({ predicate }) => predicate.decision === 'unchanged')
}

function lastDigest(town: Town, number: IssueNumber): string {
  const proposed = recordsOf(town, number).records.findLast(
    ({ predicate }) => predicate.decision === 'proposed',
  )
  return proposed?.predicate.plan?.digest.slice(0, 12) ?? '000000000000'
}

function byHand(files: ReadonlyMap<string, string>, what: Touched): ReadonlyMap<string, string> {
  const changed = new Map(files)
  const limits = files.get('limits.yaml') ?? ''
  switch (what) {
    case 'red':
      return changed.set('limits.yaml', limits.replace(/red: \S+/, 'red: 7'))
    case 'p':
      return changed.set(
        'limits.yaml',
        limits.includes('  - p\n') ? limits.replace('  - p\n', '') : `${limits}  - p\n`,
      )
    case 'page':
      return files.has('people/p.yaml') ? changed.set('people/p.yaml', 'person: p\nby: hand\n') : changed
    case 'no page':
      changed.delete('people/p.yaml')
      return changed
    case 'dev':
      return changed.set('rollouts.yaml', (files.get('rollouts.yaml') ?? '').replace(/one: \d/, 'one: 7'))
    case 'released':
      return files.has('released/dev-one.yaml')
        ? changed.set('released/dev-one.yaml', 'released: by hand\n')
        : changed
  }
}
