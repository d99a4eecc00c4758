/** GitHub joins the chosen options of a dropdown with this, unescaped. */
const separator = ', '

/**
 * An option that makes a choice of several unreadable, because two different choices are written alike, as `a, b` and `c` beside
 * `a` and `b, c`; null where every choice can be told. Sardinas and Patterson's test for unique decodability (1953), with the parts
 * between separators as letters.
 */
export function ambiguousOption(options: readonly string[]): string | null {
  const open: { readonly rest: string; readonly option: string }[] = []
  for (const option of options) {
    for (const other of options) {
      const rest = restAfter(option, other)
      if (rest !== null) open.push({ rest, option })
    }
  }
  const seen = new Set<string>()
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next.rest)) continue
    seen.add(next.rest)
    if (options.includes(next.rest)) return next.option
    for (const option of options) {
      const rest = restAfter(option, next.rest) ?? restAfter(next.rest, option)
      if (rest !== null) open.push({ rest, option: next.option })
    }
  }
  return null
}

/** What is left of `text` after `beginning` and a separator, or null where it does not begin so. */
function restAfter(text: string, beginning: string): string | null {
  return text.startsWith(beginning + separator) ? text.slice(beginning.length + separator.length) : null
}
