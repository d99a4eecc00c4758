import type { Markdown } from '../text/markdown.js'
import type { FirstReading } from './reading.js'
import type { Finished } from './understand.js'

/** What is told of what became of a merge; null where nothing is waited for. */
export function toldOutcome(_reading: FirstReading, _finished: Finished): Markdown | null {
  return null
}
