import { driftCount, type TypeDrift } from '../drift/told-drift.js'
import { blocks, bullets, code, type Markdown, markdown } from '../text/markdown.js'

/** What a sweep has found of drift and written about it. */
export interface SweptDrift {
  readonly drifts: readonly TypeDrift[]
  /** Why nobody can tell, as the end of a sentence; null where it is told. */
  readonly unsettled: string | null
  readonly writes: readonly { readonly key: string; readonly did: string }[]
}

/** What the summary of a sweep says of drift: how much of each type, and what could not be looked at. Null where nothing is in force. */
export function driftSummary({ drifts, unsettled, writes }: SweptDrift): Markdown | null {
  if (unsettled !== null) return markdown`**Drift:** nobody can tell in this sweep, because ${unsettled}.`
  if (drifts.length === 0) return null
  const counts = drifts
    .filter((drift) => driftCount(drift) > 0)
    .map((drift) => markdown`${code(drift.type)}: ${driftCount(drift)}`)
  const unseen = [...new Set(drifts.flatMap((drift) => drift.unseen))].map(
    (why) => markdown`Not looked at: ${why}.`,
  )
  const written = writes.map(({ key, did }) => markdown`${did} ${code(key)}`)
  const lines = [...counts, ...unseen, ...written]
  return blocks(
    counts.length === 0 && unseen.length === 0
      ? markdown`**Drift:** everything is as the requests left it.`
      : markdown`**Drift:** by request type, what is not as the requests left it.`,
    lines.length === 0 ? null : bullets(lines),
  )
}
