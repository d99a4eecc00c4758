import { issueNumber } from '../../../src/model/ids.js'
import type { Cause } from '../../../src/model/record.js'
import type { SignalState } from '../../../src/model/signal.js'
import { user } from './given.js'
import { beginningOf, filed, issueOf, recordsOf, said, signalled, type Town, tipOf } from './town.js'
import { bodyOf, firstFiles, kinds, nameOfArrival, type StageName, sayer } from './town-requests.js'
import { drive, type Place, run, sweep } from './town-run.js'

/** The issue of the rollout that these tests tell of. */
export const rolloutIssue = issueNumber(42)

/** The kinds by what their rollouts do. */
export const [inTurn, byItself, onceReached, typesGone] = [0, 1, 2, 3] as const

/** The types as some kind has them. */
export function policyOf(kind: number): Town['policy'] {
  return (kinds[kind] ?? kinds[0]).policy
}

/** A rollout of alice's, as the toolkit has looked at it. */
export function rollout(kind: number, files: Readonly<Record<string, string>> = firstFiles): Place {
  const town = beginningOf(policyOf(kind), files)
  const place = { town: filed(town, rolloutIssue, 'alice', bodyOf({ type: 'rollout', app: 'one', size: 2 })) }
  look(place)
  return place
}

export function look(place: Place): void {
  drive(run(place, rolloutIssue, () => {}))
}

export function sweeps(place: Place): void {
  sweep(place, () => {})
}

/** Somebody comments, some seconds after what was before, and the toolkit looks. */
export function says(place: Place, login: string, text: string): void {
  const { town } = place
  place.town = said({ ...town, now: town.now + 1 }, rolloutIssue, user(login), text)
  look(place)
}

/** Whoever carries manifests out says how a stage works with the last commit, and the toolkit looks. */
export function hears(place: Place, stage: StageName, state: SignalState, app = sayer): void {
  const { town } = place
  const now = town.now + 1
  const { oid: commit } = tipOf(town)
  place.town = signalled({ ...town, now }, { commit, name: nameOfArrival(stage), app, state })
  look(place)
}

/** So many seconds go by, and the toolkit looks. */
export function passes(place: Place, seconds: number): void {
  place.town = { ...place.town, now: place.town.now + seconds }
  look(place)
}

/** Enough of those who can approve any stage do. */
export function approve(place: Place): void {
  for (const login of ['carol', 'erin', 'bob']) says(place, login, '/approve')
}

/** What is on record, by chapter. */
export function told({ town }: Place): readonly string[] {
  const chapters = new Map<number, string[]>()
  const { records, unreadable } = recordsOf(town, rolloutIssue)
  if (unreadable.length > 0)
    throw new Error(`the toolkit does not read what it has written: ${unreadable.join(', ')}`)
  for (const { predicate } of records) {
    const { chapter, cause, decision } = predicate
    const before = chapters.get(chapter) ?? [nameOf(cause)]
    chapters.set(chapter, [...before, decision])
  }
  return [...chapters.values()].map(([name, ...decisions]) => `${name}: ${decisions.join(' ')}`)
}

function nameOf(cause: Cause): string {
  const stage = 'stage' in cause ? ` ${cause.stage}` : ''
  const further = 'downTo' in cause ? ` down to ${cause.downTo}` : ''
  const by = 'after' in cause ? ` after ${cause.after}` : ''
  return `${cause.kind}${stage}${further}${by}`
}

export function stateOf({ town }: Place): 'open' | 'closed' {
  return issueOf(town, rolloutIssue).state
}

/** What the one comment of the toolkit that tells everything says. */
export function statusOf({ town }: Place): string {
  const shown = issueOf(town, rolloutIssue).comments.find(
    ({ own, body }) => own && body.startsWith('<!-- issueops:status -->'),
  )
  return shown?.body ?? ''
}
