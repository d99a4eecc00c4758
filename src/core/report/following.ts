import type { Markdown } from '../text/markdown.js'

/** What follows a chapter that has ended: whether what was merged arrives, and the stages to come. */
export interface Following {
  /** The stage the chapter was about; null where there are none. */
  readonly stage: string | null
  /** Whether what was merged has arrived; null where nothing is waited for. */
  readonly arrival: 'awaited' | 'reached' | 'failed' | null
  /** What was said of that, as Markdown; null where nothing is waited for. */
  readonly outcome: Markdown | null
  /** What comes next, and whether somebody has to ask for it; null where nothing does. */
  readonly next: { readonly stage: string; readonly by: 'promote' | 'itself' } | null
  /** The stages in order, with where they are; empty where there are none. */
  readonly line: readonly StagePlace[]
  /** The stages that can be taken back, in order; empty where there are none. */
  readonly inForce: readonly string[]
}

/** `here`: merged, and whether it has arrived is waited for, or on its way there. */
export interface StagePlace {
  readonly name: string
  readonly at: 'done' | 'reached' | 'here' | 'failed' | 'taken-back' | 'to-come'
}
