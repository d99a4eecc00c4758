import { type Oid, oid } from '../../../src/model/ids.js'
import type { Instant } from '../../../src/model/instant.js'
import type { Judgement } from '../../../src/model/judgement.js'
import {
  type ExpectedSignal,
  type Signal,
  type SignalKind,
  type SignalledCommit,
  type SignalState,
  signalKinds,
} from '../../../src/model/signal.js'

/** The moment of a day that begins to be told by hours and minutes. */
export function clock(time: string): Instant {
  return `2026-11-20T${time}:00Z`
}

/** Commits by name: the digits of the id say it. */
function idOf(name: string): Oid {
  return oid(Buffer.from(name).toString('hex').padEnd(40, '0'))
}

function nameOf(commit: Oid): string {
  return Buffer.from(commit, 'hex').toString().replaceAll('\0', '')
}

/**
 * A branch, one line for each signal and the oldest commit first: its name, then what was said of it, as in
 * `merge kustomization/apps/1 success 12:03 by flux as status`. The commit alone is one of which nothing was said.
 */
export function branch(lines: string): { readonly commits: readonly SignalledCommit[]; readonly merge: Oid } {
  const commits = new Map<Oid, Signal[]>()
  for (const line of lines.split('\n')) {
    const [name = '', ...rest] = line.split(' ')
    const commit = idOf(name)
    const signals = commits.get(commit) ?? []
    commits.set(commit, rest.length === 0 ? signals : [...signals, signalOf(commit, rest)])
  }
  return {
    commits: [...commits].map(([commit, signals]) => ({ commit, signals })).toReversed(),
    merge: idOf('merge'),
  }
}

function signalOf(
  commit: Oid,
  [name = '', state = '', time = '', , app = 'flux', , kind = 'status']: readonly string[],
): Signal {
  return { kind: kindOf(kind), name, app, state: stateOf(state), commit, at: clock(time), url: null }
}

/** What is waited for, as in `status kustomization/* flux`. */
export function asked(line: string): ExpectedSignal {
  const [kind = '', name = '', app = ''] = line.split(' ')
  return { kind: kindOf(kind), name, app }
}

/** A judgement with its signals and commits in the same words. */
export function told(judgement: Judgement) {
  switch (judgement.kind) {
    case 'reached':
    case 'failed':
      return { ...judgement, signals: judgement.signals.map(lineOf) }
    case 'waiting': {
      const { kind, missing, failing } = judgement
      return { kind, missing: missing.map(askedLine), failing: failing.map(lineOf) }
    }
    case 'one-of': {
      const { kind, signals, commits, since } = judgement
      return {
        kind,
        signals: signals.map(lineOf),
        commits: commits.map(nameOf),
        since: since === null ? null : nameOf(since),
      }
    }
    case 'silent': {
      const { kind, missing, pending } = judgement
      return { kind, missing: missing.map(askedLine), pending: pending.map(lineOf) }
    }
  }
}

function lineOf({ commit, name, state, at, app }: Signal): string {
  return `${nameOf(commit)} ${name} ${state} ${at.slice(11, 16)}${app === 'flux' ? '' : ` by ${app}`}`
}

function askedLine({ kind, name, app }: ExpectedSignal): string {
  return `${kind} ${name} ${app}`
}

function kindOf(text: string): SignalKind {
  const kind = signalKinds.find((each) => each === text)
  if (kind === undefined) throw new Error(`no kind of signal: ${text}`)
  return kind
}

function stateOf(text: string): SignalState {
  if (text === 'success' || text === 'failure' || text === 'pending') return text
  throw new Error(`no state of a signal: ${text}`)
}
