import type { CodesOf } from '../../model/problem.js'
import { limitWords } from '../report/limit-words.js'
import { lockedWaitWords } from '../report/lock-words.js'
import { closedWords } from '../report/merge-wait-words.js'
import { type WindowWait, windowsFor, windowWait } from './closed-windows.js'
import { type LimitWait, limitWaits } from './limits.js'
import { type LockWait, lockWaits } from './lock-waits.js'
import type { Reading } from './reading.js'
import type { WeighedRequest } from './weighed-request.js'

/** Why an approved request is not merged now although nothing is missing. The gate is closed meanwhile, so that nobody merges past it either. */
export type MergeWait = WindowWait | LockWait | LimitWait

/** What has to be over before an approved request is merged, or handed to GitHub to merge. */
export function mergeWaits(weighed: WeighedRequest): readonly MergeWait[] {
  return [...passingWaits(weighed), ...limitWaits(weighed)]
}

/** Those that begin and end with the time alone, and are known without the plan. */
function passingWaits(weighed: Pick<WeighedRequest, 'reading' | 'understood'>): readonly MergeWait[] {
  const { reading, understood } = weighed
  const wait = windowWait(windowsFor(reading, understood), reading.snapshot.viewer.observedAt)
  return [...(wait === null ? [] : [wait]), ...lockWaits(weighed)]
}

/** Whether two looks, which may lie on both sides of such a moment, are held back alike. */
export function waitAlike(one: Reading, other: Reading): boolean {
  return JSON.stringify(waitsOf(one)) === JSON.stringify(waitsOf(other))
}

function waitsOf(reading: Reading): readonly MergeWait[] {
  const { understanding } = reading
  return understanding.kind === 'request' ? passingWaits({ reading, understood: understanding }) : []
}

/** What is told to programs of a wait. */
export function waitReason({ kind }: MergeWait): CodesOf<'wait'> {
  switch (kind) {
    case 'window':
      return 'wait/window'
    case 'lock':
      return 'wait/locked'
    case 'limit':
      return 'wait/limit'
  }
}

/** What is told to people of it, half a sentence. */
export function waitWords(wait: MergeWait): string {
  switch (wait.kind) {
    case 'window':
      return closedWords(wait.closed, wait.opens, wait.zone)
    case 'lock':
      return lockedWaitWords(wait.lock)
    case 'limit':
      return limitWords(wait.reached)
  }
}
