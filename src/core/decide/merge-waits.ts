import type { Instant } from '../../model/instant.js'
import type { CodesOf } from '../../model/problem.js'
import { type ClosedWindow, closedWords } from '../report/merge-wait-words.js'
import type { WeighedRequest } from './weighed-request.js'

/** Why an approved request is not merged now although nothing is missing. The gate is closed meanwhile, so that nobody merges past it either. */
export type MergeWait = WindowWait

/** Some of its windows are closed. */
export interface WindowWait {
  readonly kind: 'window'
  readonly closed: readonly ClosedWindow[]
  /** When all of its windows are open; null where that is further away than anybody looks. */
  readonly opens: Instant | null
  /** The time zone that people are told it in. */
  readonly zone: string
}

/** What has to be over before an approved request is merged, or handed to GitHub to merge. */
export function mergeWaits(_weighed: WeighedRequest): readonly MergeWait[] {
  return []
}

/** What is told to programs of a wait. */
export function waitReason({ kind }: MergeWait): CodesOf<'wait'> {
  switch (kind) {
    case 'window':
      return 'wait/window'
  }
}

/** What is told to people of it, half a sentence. */
export function waitWords(wait: MergeWait): string {
  switch (wait.kind) {
    case 'window':
      return closedWords(wait.closed, wait.opens, wait.zone)
  }
}
