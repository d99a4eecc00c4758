import { type CommandEntry, commandTable } from './command-table.js'
import { behindWord, type MetCharacters, restOf, type SlashWord, skeletonOf } from './slash-word.js'

/** What a word behind a slash means. */
export interface Meant {
  readonly entry: CommandEntry
  /** `exact`: the command itself. `near`: misspelt, in lookalike letters, or what others call it. `far`: perhaps; asked about, and nothing else. */
  readonly how: 'exact' | 'near' | 'far'
}

interface Known {
  readonly skeleton: string
  readonly other: boolean
  readonly near: Meant
  readonly far: Meant
}

/** Where two fit alike, the one that stands first in the table is meant; what begins like `/approve` fits nothing that stops. */
const known: readonly Known[] = commandTable.flatMap((entry) =>
  [entry.name, ...entry.alsoCalled].map((word, at): Known => {
    const near: Meant = { entry, how: 'near' }
    return { skeleton: skeletonOf(word, new Map()), other: at > 0, near, far: { entry, how: 'far' } }
  }),
)

const exactNames: ReadonlyMap<string, Meant> = new Map(
  commandTable.map((entry) => [entry.name, { entry, how: 'exact' }]),
)

/** By skeleton; of two alike the first. */
const knownBySkeleton: ReadonlyMap<string, Known> = new Map(
  known.toReversed().map((each) => [each.skeleton, each]),
)

/** Fewest letters of a name with which two slips are still a slip; of a shorter one a path or another word is as near. */
const longName = 6
/** Most slips, each an insertion, deletion, replacement or exchange of neighbours. */
const slipsMax = 2

const longest = Math.max(...known.map(({ skeleton }) => skeleton.length))

/** By the length of a word, at most one more than any can be that is a slip away, and its first letter, those it can be near to. */
const knownNearby: readonly ReadonlyMap<string, readonly Known[]>[] = Array.from(
  { length: longest + slipsMax + 2 },
  (_, length) => byFirstLetters(known.filter((each) => fitsLength(each, length))),
)

function fitsLength({ skeleton: { length: own }, other }: Known, length: number): boolean {
  if (other) return own >= longName && Math.abs(own - length) <= 1
  return length > own || own - length <= slipsMax
}

/** By each letter those whose first or second letter it is. */
function byFirstLetters(list: readonly Known[]): ReadonlyMap<string, readonly Known[]> {
  const letters = new Set(list.flatMap(({ skeleton }) => [...skeleton.slice(0, 2)]))
  return new Map(
    [...letters].map((letter) => [
      letter,
      list.filter(({ skeleton }) => skeleton[0] === letter || skeleton[1] === letter),
    ]),
  )
}

/** What a word means as a command, or null where it is somebody's text. */
export function meantCommand(word: SlashWord, met: MetCharacters): Meant | null {
  const behind = behindWord(word)
  const exact = word.exact === null ? undefined : exactNames.get(word.exact)
  if (exact !== undefined && behind !== 'slash') return exact
  const same = knownBySkeleton.get(word.skeleton)
  if (same !== undefined) return same.near
  // What goes on behind another slash is a path, and one that only looks like a command is somebody's.
  if (behind === 'slash') return null
  return nearest(word.skeleton) ?? meantTogether(word, met)
}

/** Most words of which a name is put together, as in `/do not merge`. */
const wordsMax = 3

/** With what the names begin that stop, and what they are. */
const beginsStop: ReadonlySet<string> = new Set(
  [...knownBySkeleton.values()].flatMap(({ skeleton, near }) =>
    near.entry.does === 'stops' ? Array.from(skeleton, (_, at) => skeleton.slice(0, at + 1)) : [],
  ),
)

/** What a name means that is written in several words. */
function meantTogether(word: SlashWord, met: MetCharacters): Meant | null {
  let together = word.skeleton
  if (together.length > longName || behindWord(word) === 'nothing') return null
  const rest = restOf(word)
  for (let count = 0, at = 0; count < wordsMax && at < rest.length; count += 1) {
    if (!beginsStop.has(together)) return null
    const end = behind(partOfName, rest, at)
    together += skeletonOf(rest.slice(at, end), met).replaceAll(/[^a-z]/g, '')
    const found = knownBySkeleton.get(together)
    if (found?.near.entry.does === 'stops') return found.near
    at = behind(betweenParts, rest, end)
  }
  return null
}

const partOfName = /[^\s'’]*/y
const betweenParts = /[\s'’]*/y

/** Where what fits a sticky pattern from `at` on ends. */
function behind(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  pattern.test(text)
  return pattern.lastIndex
}

function nearest(word: string): Meant | null {
  let best: Known | null = null
  let least = slipsMax + 1
  const ofLength = knownNearby[Math.min(word.length, knownNearby.length - 1)]
  for (const each of ofLength?.get(word.charAt(0)) ?? []) {
    const slips = slipsTo(word, each, least - 1)
    if (slips >= least) continue
    best = each
    least = slips
    if (least === 1) break
  }
  if (best === null) return null
  return best.skeleton.length < longName && least > 1 ? best.far : best.near
}

/** How many slips lead from a word to a name that is another; of more than `most` or than the name allows, some number above it. */
function slipsTo(word: string, { skeleton: name, other }: Known, most: number): number {
  if (!other && word.length > name.length && word.startsWith(name)) return 1
  if (other && name.length < longName) return slipsMax + 1
  const allowed = other ? 1 : most
  if (Math.abs(word.length - name.length) > allowed) return slipsMax + 1
  if (!beginsAlike(word, name)) return slipsMax + 1
  const slips = slipsBetween(word, 0, name, 0, allowed)
  return slips > allowed ? slipsMax + 1 : slips
}

/** A word that only rhymes with a command is somebody's text. */
function beginsAlike(word: string, name: string): boolean {
  const first = word.charCodeAt(0)
  if (first === name.charCodeAt(0)) return true
  return first === name.charCodeAt(1) && word.charCodeAt(1) === name.charCodeAt(0)
}

/** How many slips lead from the rest of one word to the rest of the other; of more than `most`, some number above it. */
function slipsBetween(a: string, fromA: number, b: string, fromB: number, most: number): number {
  if (Math.abs(a.length - fromA - (b.length - fromB)) > most) return most + 1
  let i = fromA
  let j = fromB
  while (i < a.length && j < b.length && a.charCodeAt(i) === b.charCodeAt(j)) {
    i += 1
    j += 1
  }
  if (i === a.length) return b.length - j
  if (j === b.length) return a.length - i
  if (most === 0) return 1
  const exchanged = a.charCodeAt(i) === b.charCodeAt(j + 1) && a.charCodeAt(i + 1) === b.charCodeAt(j)
  return (
    1 +
    Math.min(
      slipsBetween(a, i + 1, b, j + 1, most - 1),
      slipsBetween(a, i + 1, b, j, most - 1),
      slipsBetween(a, i, b, j + 1, most - 1),
      exchanged ? slipsBetween(a, i + 2, b, j + 2, most - 1) : most,
    )
  )
}
