/** What a text of options means. */
export type DecodedOptions =
  /** In the order of the form. */
  | { readonly kind: 'chosen'; readonly options: readonly string[] }
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'repeated'; readonly option: string }
  /** The part that is no option. */
  | { readonly kind: 'unknown'; readonly piece: string }

/** GitHub joins the chosen options with this and escapes nothing. Seen in public issues (schmelto/Portfolio#90). */
const separator = ', '

/** A place where an option may begin: how many ways lead there (2 stands for more), by how few options, and by which of them last. */
interface Reached {
  readonly ways: 1 | 2
  readonly pieces: number
  readonly from: number
  readonly option: string
}

/**
 * Decodes `Smith, John, Doe, Jane` against the options of a dropdown, by dynamic programming over the places where an option may begin. Every
 * option is taken at most once, so that a path longer than the list of options is not followed, and the work is bounded by the form.
 */
export function decodeOptions(text: string, options: readonly string[]): DecodedOptions {
  const end = text.length + separator.length
  const reached = new Map<number, Reached>()
  let furthest = 0
  for (let at = 0; at < end; at += 1) {
    const here = reached.get(at) ?? null
    if (at > 0 && here === null) continue
    furthest = at
    if ((here?.pieces ?? 0) >= options.length) break
    for (const option of options) {
      const behind = at + option.length
      if (!text.startsWith(option, at) || !(behind === text.length || text.startsWith(separator, behind)))
        continue
      const next = behind + separator.length
      reached.set(next, join(reached.get(next) ?? null, here, at, option))
    }
  }
  const repeated = firstRepeated(pathTo(reached.has(end) ? end : furthest, reached))
  if (!reached.has(end)) {
    return repeated === null
      ? { kind: 'unknown', piece: firstPiece(text.slice(furthest)) }
      : { kind: 'repeated', option: repeated }
  }
  if (reached.get(end)?.ways !== 1) return { kind: 'ambiguous' }
  if (repeated !== null) return { kind: 'repeated', option: repeated }
  const chosen = new Set(pathTo(end, reached))
  return { kind: 'chosen', options: options.filter((option) => chosen.has(option)) }
}

function join(known: Reached | null, here: Reached | null, from: number, option: string): Reached {
  const pieces = (here?.pieces ?? 0) + 1
  if (known === null) return { ways: here?.ways ?? 1, pieces, from, option }
  return pieces < known.pieces ? { ways: 2, pieces, from, option } : { ...known, ways: 2 }
}

/** The options on the shortest way to a place. */
function pathTo(end: number, reached: ReadonlyMap<number, Reached>): readonly string[] {
  const options: string[] = []
  for (let step = reached.get(end); step !== undefined; step = reached.get(step.from))
    options.push(step.option)
  return options.reverse()
}

function firstRepeated(options: readonly string[]): string | null {
  return options.find((option, index) => options.indexOf(option) < index) ?? null
}

function firstPiece(text: string): string {
  const comma = text.indexOf(separator)
  const line = text.indexOf('\n')
  const ends = [comma, line].filter((at) => at >= 0)
  return ends.length === 0 ? text : text.slice(0, Math.min(...ends))
}
