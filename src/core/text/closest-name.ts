/** Longest name that is compared: a longer one is no typing error, and the comparison is quadratic. */
const nameLengthMax = 64

/** How many edits apart two names may be to be suggested for each other, per three characters. */
const charactersPerEdit = 3

/**
 * The known name a misspelt one most likely means (edits, where two neighbours that changed places are one; case ignored), or null when none is near.
 * @param editsMax how many edits apart they may be; left out, one for every three characters.
 */
export function closestName(
  name: string,
  known: readonly string[],
  editsMax = Math.floor(name.length / charactersPerEdit),
): string | null {
  if (name.length > nameLengthMax) return null
  let best: string | null = null
  let bestDistance = editsMax + 1
  for (const candidate of known) {
    if (candidate.length > nameLengthMax) continue
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** How many characters of a name have to be there for the rest of it to be guessed. */
const beginningMin = 3

/** The beginning of a cure for a name that is near one of those that are known, or begins one of them alone. @param as what stands before them where they are written. */
export function didYouMean(name: string, known: readonly string[], as = ''): string {
  const closest = closestName(name, known) ?? onlyBegunBy(name, known)
  return closest === null ? '' : `Did you mean ${as}${closest}? `
}

/** The one name that goes on where another stops, as `prod` does for `production`; null where there is none, or several. */
function onlyBegunBy(name: string, known: readonly string[]): string | null {
  if (name.length < beginningMin) return null
  const [first = null, ...others] = known.filter((each) => each.toLowerCase().startsWith(name.toLowerCase()))
  return others.length === 0 ? first : null
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  let beforeLast: readonly number[] = []
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitute = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swap = swapped ? (beforeLast[j - 2] ?? 0) + 1 : substitute
      current.push(Math.min(substitute, swap, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1))
    }
    beforeLast = previous
    previous = current
  }
  return previous[b.length] ?? 0
}
