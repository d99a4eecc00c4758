import type { Oid } from '../../model/ids.js'
import { type Instant, isBefore, secondsAfter } from '../../model/instant.js'
import type { Judgement } from '../../model/judgement.js'
import type { ExpectedSignal, Reached, Signal, SignalledCommit } from '../../model/signal.js'
import { sameLogin } from '../approval/account.js'
import { clockTolerance } from '../ledger/check-record.js'
import { matchesGlob } from '../request-type/matches-glob.js'

interface JudgedMerge {
  /** The first parents from the tip of the target branch, newest first. */
  readonly commits: readonly SignalledCommit[]
  readonly merge: { readonly commit: Oid; readonly at: Instant }
  /** With names that are evaluated. */
  readonly expected: Reached
  readonly now: Instant
}

/**
 * What the signals on a branch say of a merge. It has arrived where everything that was waited for succeeded on the merge commit or on a later
 * one, which contains it; what fails with a later commit is not its fault. A failure has to last until the time is over, and is blamed on it only
 * where the commit before it worked: whoever is blamed wrongly would be taken back for nothing.
 */
export function judgeOutcome({ commits, merge, expected, now }: JudgedMerge): Judgement {
  const timeline = commits.toReversed()
  const at = timeline.findIndex(({ commit }) => commit === merge.commit)
  const isOver = !isBefore(now, secondsAfter(merge.at, expected.within))
  // Where the branch was not read as far as the merge, what was read says nothing of it.
  const until = secondsAfter(now, clockTolerance)
  const heard =
    at < 0 ? [] : timeline.map((each, index) => said(each, { since: index < at ? null : merge.at, until }))
  const entries = expected.by.map((entry) => {
    const voices = voicesOf(heard, entry, at)
    return { entry, voices, arrival: arrival(voices, isOver) }
  })
  const open = entries.filter(({ arrival }) => arrival === null)
  if (entries.length > 0 && open.length === 0)
    return { kind: 'reached', signals: unique(entries.flatMap(({ arrival }) => arrival ?? [])) }
  const voices = open.flatMap((each) => each.voices).filter((voice) => arrivedAt(voice) === null)
  const missing = open.map(({ entry }) => entry)
  const failing = voices.filter((voice) => firstFailure(voice) !== null)
  if (!isOver) return { kind: 'waiting', missing, failing: firstSaid(failing, 'failure') }
  if (failing.length > 0) return blamed(failing, timeline, at)
  return { kind: 'silent', missing, pending: firstSaid(voices, 'pending') }
}

/**
 * Whether a signal is one of those that are waited for. In its name `*` stands for any part between two `/`, and `**` for any number of parts, as
 * in paths: Flux's contexts are `kustomization/apps/0c9c2e41`, whose last part is of the Provider, so that `kustomization/apps/*` waits for one
 * Kustomization and `kustomization/**` for all. The same name by another app is somebody else's word.
 */
export function countsFor({ kind, name, app }: ExpectedSignal, signal: Signal): boolean {
  return signal.kind === kind && sameLogin(signal.app, app) && matchesGlob(name, signal.name)
}

/**
 * The same for people who may not see where it was said: under the names that are waited for, which the request type tells everybody, and without
 * the way to read more.
 */
export function asWaitedFor(signals: readonly Signal[], by: readonly ExpectedSignal[]): readonly Signal[] {
  return signals.map((signal) => {
    const name = by.find((each) => countsFor(each, signal))?.name ?? '*'
    return { ...signal, name, url: null }
  })
}

/** What one app says under one name, by the place of the commit it says it of: places count from the oldest commit. */
interface Voice {
  /** Oldest first. */
  readonly words: readonly Word[]
  /** The place of the merge commit. */
  readonly merge: number
  /** Whether it spoke when its entry was last heard before the merge. */
  readonly known: boolean
}

interface Word {
  readonly place: number
  readonly signal: Signal
}

/**
 * The last words on a commit, one for each name. On the merge commit and after it only what was said since the merge counts: a merge queue checks
 * the commit before it is merged, and a push may bring one that was checked on another branch; so what was begun before says nothing, however long it takes. What is dated ahead waits: whoever runs a check says
 * when it ended, and the ledger holds nothing that has not been yet.
 */
function said(
  { signals }: SignalledCommit,
  { since, until }: { readonly since: Instant | null; readonly until: Instant },
): ReadonlyMap<string, Signal> {
  const last = new Map<string, Signal>()
  for (const signal of signals) {
    const { at, begun = at } = signal
    if ((since !== null && isBefore(begun, since)) || isBefore(until, at)) continue
    const key = voiceKey(signal)
    const before = last.get(key)
    if (before === undefined || replaces(signal, before)) last.set(key, signal)
  }
  return last
}

/** Of two words of the same second the worse one counts. */
function replaces(next: Signal, before: Signal): boolean {
  if (isBefore(before.at, next.at)) return true
  return !isBefore(next.at, before.at) && badness[next.state] > badness[before.state]
}

const badness: Readonly<Record<Signal['state'], number>> = { success: 0, pending: 1, failure: 2 }

function voiceKey({ kind, name, app }: Signal): string {
  return JSON.stringify([kind, name, app.toLowerCase()])
}

/** Whoever speaks for an entry, in the order of their names. */
function voicesOf(
  heard: readonly ReadonlyMap<string, Signal>[],
  entry: ExpectedSignal,
  merge: number,
): readonly Voice[] {
  const words = new Map<string, Word[]>()
  for (const [place, signals] of heard.entries())
    for (const [key, signal] of signals)
      if (countsFor(entry, signal)) words.set(key, [...(words.get(key) ?? []), { place, signal }])
  const before = [...words.values()].flat().filter(({ place }) => place < merge)
  const lastHeard = Math.max(-1, ...before.map(({ place }) => place))
  return [...words]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, own]) => ({ words: own, merge, known: own.some(({ place }) => place === lastHeard) }))
}

/**
 * By which signals an entry is fulfilled, or null where it is not: with some commit from the merge on, everybody who had spoken by then has
 * succeeded. A glob does not say how many it stands for, so those who spoke before the merge are waited for too; but only while there is time, as
 * some speak only where they are concerned.
 */
function arrival(voices: readonly Voice[], isOver: boolean): readonly Signal[] | null {
  const ends = voices.flatMap((voice) => wordsSince(voice).map(({ place }) => place))
  for (const end of ends.toSorted((a, b) => a - b)) {
    const asked = voices.filter((voice) => {
      const first = wordsSince(voice)[0]?.place ?? null
      return (first !== null && first <= end) || (voice.known && !(isOver && first === null))
    })
    if (asked.every((voice) => (arrivedAt(voice)?.place ?? Infinity) <= end))
      return asked.flatMap((voice) => arrivedAt(voice)?.signal ?? [])
  }
  return null
}

function wordsSince({ words, merge }: Voice): readonly Word[] {
  return words.filter(({ place }) => place >= merge)
}

/** The first commit that contains the merge and with which it succeeded. */
function arrivedAt(voice: Voice): Word | null {
  return wordsSince(voice).find(({ signal }) => signal.state === 'success') ?? null
}

function firstFailure(voice: Voice): Word | null {
  return wordsSince(voice).find(({ signal }) => signal.state === 'failure') ?? null
}

/** The first words from the merge on that say something: they stay the same, however many commits follow. */
function firstSaid(voices: readonly Voice[], state: Signal['state']): readonly Signal[] {
  return unique(
    voices.flatMap((voice) => wordsSince(voice).find(({ signal }) => signal.state === state)?.signal ?? []),
  )
}

function blamed(failing: readonly Voice[], timeline: readonly SignalledCommit[], merge: number): Judgement {
  const causes = failing.map((voice) => ({ voice, ...mayHaveBegun(voice) }))
  const own = causes.filter(({ from, to, worked }) => worked !== null && from === merge && to === merge)
  if (own.length > 0)
    return {
      kind: 'failed',
      signals: firstSaid(
        own.map(({ voice }) => voice),
        'failure',
      ),
    }
  const since = causes.some(({ worked }) => worked === null)
    ? null
    : Math.min(...causes.map(({ worked }) => worked ?? 0))
  return {
    kind: 'one-of',
    signals: firstSaid(failing, 'failure'),
    commits: timeline
      .filter((_, place) => causes.some(({ from, to }) => from <= place && place <= to))
      .map(({ commit }) => commit),
    since: since === null ? null : (timeline[since]?.commit ?? null),
  }
}

/**
 * Between which commits a failure has begun: after the last success before it, up to the first failure. Where no success is known, it may have
 * begun before the merge, and what is known is told.
 */
function mayHaveBegun({ words, merge }: Voice): {
  readonly from: number
  readonly to: number
  readonly worked: number | null
} {
  const worked = words.findLast(({ place, signal }) => place < merge && signal.state === 'success')?.place
  const first = words.find(({ place, signal }) => signal.state === 'failure' && place > (worked ?? -1))
  const to = first?.place ?? merge
  return { from: worked === undefined ? Math.min(to, merge) : worked + 1, to, worked: worked ?? null }
}

function unique(signals: readonly Signal[]): readonly Signal[] {
  return [...new Set(signals)]
}
