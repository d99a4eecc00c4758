import type { CST, Document } from 'yaml'
import type { Layout } from './block-lines.js'
import { columnOf } from './text-lines.js'

/** The layout of Kubernetes' own examples, where a document has nothing to copy from. */
export const usualLayout: Layout = { mapStep: 2, listStep: 2, dashGap: 2, quotes: 'plain', literals: 'all' }

/** The layout most collections of a document have. Where siblings stand beside an edit, theirs is taken instead. */
export function detectLayout(document: Document.Parsed, text: string): Layout {
  const counts: Counts = { mapSteps: new Map(), listSteps: new Map() }
  const root = document.contents?.srcToken
  if (root !== undefined) count(root, text, counts)
  return {
    ...usualLayout,
    mapStep: mostCommon(counts.mapSteps) ?? usualLayout.mapStep,
    listStep: mostCommon(counts.listSteps) ?? usualLayout.listStep,
  }
}

interface Counts {
  readonly mapSteps: Map<number, number>
  readonly listSteps: Map<number, number>
}

function count(token: CST.Token, text: string, counts: Counts): void {
  if (token.type !== 'block-map' && token.type !== 'block-seq') return
  for (const item of token.items) {
    const { value } = item
    if (value === undefined || (value.type !== 'block-map' && value.type !== 'block-seq')) continue
    if (item.key) {
      const step = columnOf(text, value.offset) - columnOf(text, item.key.offset)
      const steps = value.type === 'block-map' ? counts.mapSteps : counts.listSteps
      steps.set(step, (steps.get(step) ?? 0) + 1)
    }
    count(value, text, counts)
  }
}

function mostCommon(counts: ReadonlyMap<number, number>): number | null {
  let best: number | null = null
  let bestCount = 0
  for (const [step, times] of counts) {
    if (times > bestCount) {
      best = step
      bestCount = times
    }
  }
  return best
}
