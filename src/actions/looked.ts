import type { Reconciled } from '../reconcile.js'

/** A run about an issue, and which. */
export type Looked = Reconciled & { readonly issue: number }

/** What the log says of it. */
export function lookedLine(issue: number, { decision, outcomes }: Reconciled): string {
  const wrote =
    outcomes.length === 0 ? 'nothing to write' : `wrote ${outcomes.map(({ key }) => key).join(', ')}`
  return `issue ${issue}: ${decision?.state ?? 'ignored'} (${(decision?.reasons ?? []).join(', ')}); ${wrote}`
}
