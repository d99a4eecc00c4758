import { diffArrays } from 'diff'

/** In added and removed lines: the work grows with their number times that of the lines. */
const differencesMax = 2_000

/** For each line of one text the line of another that it is, or null where the other has it no more; null where the two have too little in common. */
export function alignLines(
  lines: readonly string[],
  others: readonly string[],
): readonly (number | null)[] | null {
  const parts = diffArrays([...lines], [...others], { maxEditLength: differencesMax })
  if (parts === undefined) return null
  const aligned: (number | null)[] = []
  let other = 0
  for (const { value, added, removed } of parts) {
    if (added) other += value.length
    else if (removed) for (const _ of value) aligned.push(null)
    else for (const _ of value) aligned.push(other++)
  }
  return aligned
}

/** A manifest before a request was merged, after it, and now that others have changed it. */
export interface ThreeTexts {
  readonly before: string
  readonly after: string
  readonly now: string
}

/**
 * The text of now with the lines that turned `before` into `after` turned back, wherever nobody has touched them since, and whether that is
 * everywhere. What it says then is to be proven; null where nothing can be told.
 */
export function linesTurnedBack({
  before,
  after,
  now,
}: ThreeTexts): { readonly text: string; readonly everywhere: boolean } | null {
  const [old, written, found] = [before, after, now].map((text) => text.split(/(?<=\n)/))
  if (old === undefined || written === undefined || found === undefined) return null
  const [fromOld, toFound] = [alignLines(old, written), alignLines(written, found)]
  if (fromOld === null || toFound === null) return null
  const pieces: string[] = []
  let everywhere = true
  let from = 0
  for (const hunk of hunksOf(fromOld, written.length)) {
    const start = startOf(hunk, toFound, found.length)
    if (start === null || !isUntouched(hunk, toFound, start)) {
      everywhere = false
      continue
    }
    pieces.push(...found.slice(from, start), ...old.slice(hunk.oldFrom, hunk.oldTo))
    from = start + hunk.to - hunk.from
  }
  return { text: [...pieces, ...found.slice(from)].join(''), everywhere }
}

/** Some lines that came in the place of others, from the first one up to the one behind the last. */
interface Hunk {
  readonly oldFrom: number
  readonly oldTo: number
  readonly from: number
  readonly to: number
}

function hunksOf(aligned: readonly (number | null)[], length: number): readonly Hunk[] {
  const hunks: Hunk[] = []
  let [oldFrom, from] = [0, 0]
  for (const [index, line] of [...aligned, length].entries()) {
    if (line === null) continue
    if (index > oldFrom || line > from) hunks.push({ oldFrom, oldTo: index, from, to: line })
    oldFrom = index + 1
    from = line + 1
  }
  return hunks
}

/** Where a hunk begins now: its first line, else below the line it stood below, else above the one it stood above. */
function startOf(hunk: Hunk, aligned: readonly (number | null)[], length: number): number | null {
  if (hunk.to > hunk.from) return aligned[hunk.from] ?? null
  if (hunk.from === 0) return 0
  const above = aligned[hunk.from - 1] ?? null
  if (above !== null) return above + 1
  return hunk.from === aligned.length ? length : (aligned[hunk.from] ?? null)
}

/** Whether the lines of a hunk still stand one below the other. */
function isUntouched({ from, to }: Hunk, aligned: readonly (number | null)[], start: number): boolean {
  return aligned.slice(from, to).every((line, index) => line === start + index)
}
