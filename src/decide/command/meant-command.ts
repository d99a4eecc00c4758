import type { CommandName } from '../../model/command.js'
import { type CommandEntry, commandTable } from './command-table.js'
import { type SlashWord, skeletonOf } from './slash-word.js'

/** What a word behind a slash means. */
export interface Meant {
  readonly entry: CommandEntry
  /** `exact`: the command itself. `near`: misspelt, in lookalike letters, or what others call it. `far`: perhaps; asked about, and nothing else. */
  readonly how: 'exact' | 'near' | 'far'
}

/** What people call a command elsewhere. A word that is not here and not near a command is somebody's text. */
const otherWords: Readonly<Record<CommandName, readonly string[]>> = {
  approve: ['lgtm', 'accept', 'accepted', 'merge', 'ship', 'shipit'],
  unapprove: [
    ...['revoke', 'retract', 'disapprove', 'disapproved', 'notapprove', 'dontapprove', 'donotapprove'],
    ...['removeapprove', 'removeapproval', 'cancelapprove', 'cancelapproval', 'removelgtm', 'notlgtm'],
  ],
  reject: [
    ...['deny', 'denied', 'decline', 'declined', 'refuse', 'refused', 'veto', 'nack', 'nak'],
    ...['no', 'nope', 'nogo', 'notapproved', 'dismiss', 'discard'],
  ],
  withdraw: ['cancel', 'cancelled', 'canceled', 'abort', 'abandon', 'close', 'closed', 'drop', 'nevermind'],
  hold: [
    ...[
      'stop',
      'stopp',
      'wait',
      'pause',
      'paused',
      'block',
      'blocked',
      'freeze',
      'halt',
      'onhold',
      'putonhold',
    ],
    ...['donotmerge', 'dontmerge', 'dnm', 'pleasehold', 'pleasewait', 'pleasestop', 'notyet'],
  ],
  unhold: ['removehold', 'cancelhold', 'release', 'resume', 'continue', 'unblock', 'unpause'],
  retry: ['retest', 'rerun', 'recheck', 'refresh', 'reset', 'restart'],
  explain: ['why', 'status'],
  help: ['commands', 'usage'],
}

interface Known {
  readonly entry: CommandEntry
  readonly skeleton: string
  readonly other: boolean
}

/** Where two fit alike, the one that stands first in the table is meant; what begins like `/approve` fits nothing that stops. */
const known: readonly Known[] = commandTable.flatMap((entry) => [
  { entry, skeleton: skeletonOf(entry.name), other: false },
  ...otherWords[entry.name].map((word) => ({ entry, skeleton: skeletonOf(word), other: true })),
])

/** Fewest letters of a name with which two slips are still a slip; of a shorter one a path or another word is as near. */
const longName = 6
/** Most slips, each an insertion, deletion, replacement or exchange of neighbours. */
const slipsMax = 2

/** What a word means as a command, or null where it is somebody's text. */
export function meantCommand(word: SlashWord): Meant | null {
  const exact = commandTable.find(({ name }) => name === word.exact)
  if (exact !== undefined && word.behind !== 'slash') return { entry: exact, how: 'exact' }
  const same = known.find(({ skeleton }) => skeleton === word.skeleton)
  if (same !== undefined) return { entry: same.entry, how: 'near' }
  let best: (Meant & { readonly slips: number }) | null = null
  for (const each of known) {
    const found = nearness(word, each)
    if (found !== null && (best === null || found.slips < best.slips)) best = { ...found, entry: each.entry }
  }
  if (best === null) return meantTogether(word)
  return { entry: best.entry, how: best.how }
}

/** Most words of which a name is put together, as in `/do not merge`. */
const wordsMax = 3

/** What a name means that is written in several words. */
function meantTogether({ skeleton, rest, behind }: SlashWord): Meant | null {
  if (behind === 'slash' || skeleton.length > longName) return null
  let together = skeleton
  for (const part of rest.split(/[\s'’]+/, wordsMax)) {
    together += skeletonOf(part).replaceAll(/[^a-z]/g, '')
    const found = known.find((each) => each.skeleton === together)
    if (found?.entry.does === 'stops') return { entry: found.entry, how: 'near' }
  }
  return null
}

function nearness(
  { skeleton: word, behind }: SlashWord,
  { skeleton: name, other }: Known,
): { readonly slips: number; readonly how: 'near' | 'far' } | null {
  // What goes on behind another slash is a path, and one that only looks like a command is somebody's.
  if (behind === 'slash') return null
  if (!other && word.startsWith(name)) return { slips: 1, how: 'near' }
  if (!beginsAlike(word, name)) return null
  const slips = slipsBetween(word, name)
  if (slips > (other ? 1 : slipsMax) || (other && name.length < longName)) return null
  return { slips, how: name.length < longName && slips > 1 ? 'far' : 'near' }
}

/** A word that only rhymes with a command is somebody's text. */
function beginsAlike(word: string, name: string): boolean {
  return word[0] === name[0] || (word[0] === name[1] && word[1] === name[0])
}

/** How many slips lead from one word to the other; more than {@link slipsMax} are not counted further. */
function slipsBetween(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > slipsMax) return slipsMax + 1
  let before: readonly number[] = []
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let index = 0; index < a.length; index += 1) {
    const next = [index + 1]
    for (let column = 0; column < b.length; column += 1) {
      const exchanged = index > 0 && column > 0 && a[index] === b[column - 1] && a[index - 1] === b[column]
      next.push(
        Math.min(
          (row[column] ?? 0) + (a[index] === b[column] ? 0 : 1),
          (row[column + 1] ?? 0) + 1,
          (next[column] ?? 0) + 1,
          exchanged ? (before[column - 1] ?? 0) + 1 : slipsMax + 1,
        ),
      )
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}
