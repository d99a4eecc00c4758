import type { Json } from '../../model/json.js'
import type { DriftFinding } from '../drift/finding.js'
import { ownersOf } from '../drift/owed.js'
import type { TargetDrift } from '../drift/told-drift.js'
import { placeText } from '../manifest/place-text.js'
import { visible } from '../text/markdown.js'

/** One finding, as programs are told it; fields are public API. */
export interface DriftEntry {
  /** Null is the repository of the ledger. */
  readonly repository: string | null
  readonly branch: string
  readonly path: string
  readonly kind: DriftFinding['kind']
  /** The requests that are owed it. */
  readonly issues: readonly number[]
  /** As in `spec › replicas`; empty for the whole file, null where several places are meant. */
  readonly place: string | null
  /** Left out where nothing was merged there, or nothing stands there, or that is not told. */
  readonly expected?: Json
  readonly found?: Json
  readonly commit: string | null
  readonly author: string | null
  readonly at: string | null
  readonly headline: string | null
}

/** What has drifted, by target, file and place. */
export function driftEntries(drifts: readonly TargetDrift[]): readonly DriftEntry[] {
  return drifts.flatMap(({ target: { repository, branch }, files }) =>
    files.flatMap(({ drifted, traced }) =>
      traced.map(({ finding, since }) => ({
        repository,
        branch,
        path: drifted.file.path,
        kind: finding.kind,
        issues: ownersOf({ ...drifted.file, places: finding.of }),
        ...(finding.kind === 'changed'
          ? {
              place: placeText(finding.at),
              ...(finding.expected === undefined ? {} : { expected: finding.expected }),
              ...(finding.found === undefined ? {} : { found: finding.found }),
            }
          : { place: null }),
        commit: since?.commit ?? null,
        author: since?.author ?? null,
        at: since?.at ?? null,
        headline: since?.headline ?? null,
      })),
    ),
  )
}

/** The same for a person to read: grouped by commit, then by file. */
export function driftLines(entries: readonly DriftEntry[]): readonly string[] {
  if (entries.length === 0) return ['Nothing has drifted.']
  const commits = new Map<string, DriftEntry[]>()
  for (const entry of entries) {
    const key = entry.commit ?? ''
    commits.set(key, [...(commits.get(key) ?? []), entry])
  }
  return [...commits.values()].flatMap((own, index) => [
    ...(index === 0 ? [] : ['']),
    headOf(own),
    ...rowsOf(own),
  ])
}

function headOf([first]: readonly DriftEntry[]): string {
  if (first === undefined || first.commit === null) return 'Since a commit that the history does not tell:'
  const { commit, author, at, headline } = first
  return `${commit.slice(0, 12)} by ${oneLine(author ?? '')}, ${at}: ${oneLine(headline ?? '')}`
}

function rowsOf(entries: readonly DriftEntry[]): readonly string[] {
  const rows = entries.map((entry) => [
    `${entry.repository === null ? '' : `${entry.repository}: `}${oneLine(entry.path)}`,
    entry.issues.map((issue) => `#${issue}`).join(', '),
    whatOf(entry),
  ])
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  )
}

function whatOf({ kind, place, expected, found }: DriftEntry): string {
  switch (kind) {
    case 'changed':
      return `${oneLine(place === '' || place === null ? 'the whole file' : place)}: ${side(expected)} → ${side(found)}`
    case 'displaced':
      return 'what was around it is another thing'
    case 'missing':
      return 'there is no file any more'
    case 'moved':
      return 'the file stands elsewhere'
    case 'back':
      return 'it was removed, and is there'
    case 'unrequested':
      return 'no request asked for it'
    case 'blocked':
      return 'something else than a file is in its place'
    case 'unreadable':
      return 'nobody can read it any more'
  }
}

/** Longest value shown, in characters. */
const valueShownMax = 60

function side(value: Json | undefined): string {
  if (value === undefined) return 'nothing'
  const characters = [...oneLine(JSON.stringify(value))]
  return characters.length > valueShownMax
    ? `${characters.slice(0, valueShownMax).join('')} …`
    : characters.join('')
}

/** What cannot be seen is shown, so that no name draws lines of its own. */
function oneLine(text: string): string {
  return visible(text).replaceAll(/\s/g, ' ')
}
