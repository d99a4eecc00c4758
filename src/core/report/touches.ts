import { fullName, type RepositoryRef } from '../../model/ids.js'
import type { Json } from '../../model/json.js'
import type { RecordedPlace } from '../../model/record.js'
import type { DriftFinding } from '../drift/finding.js'
import type { Layer } from '../ledger/in-force.js'
import { placeText } from '../manifest/place-text.js'
import { findSecret } from '../request/find-secret.js'
import { blocks, code, joined, type Markdown, markdown, reference, table, visible } from '../text/markdown.js'
import { findingText, pathShownMax, placeOf, shortened, valueText } from './drift-issue.js'

/** What a proposed change does to something that requests in force are owed. */
export interface Touch {
  readonly path: string
  /** Where it stands in the proposed file, counted from 1; null where it stands nowhere, or the text does not tell. */
  readonly line: number | null
  readonly finding: DriftFinding
}

/** How the requests of a ledger are spoken of. */
export interface Telling {
  /** The repository of the ledger; null is the one of the change. */
  readonly ledger: RepositoryRef | null
  /** Whether everybody who can read the change can read the requests: else only their numbers are told. */
  readonly open: boolean
}

/** Touches that are listed one by one; all are counted. */
const listedMax = 100
/** Requests named at one place. */
const ownersShownMax = 5
/** In characters of a value that programs are told: all outputs of a step have room for 1 MB. */
const valueToldMax = 1000
/** In characters of a value or a path in one line of plain text. */
const plainShownMax = 80

/** One touch, as programs are told it; fields are public API. */
export interface TouchEntry {
  readonly path: string
  readonly line: number | null
  readonly kind: DriftFinding['kind']
  /** As in `spec › replicas`; empty for the whole file, null where several places are meant. */
  readonly place: string | null
  readonly document?: RecordedPlace['document']
  readonly requests: readonly TouchedRequest[]
  /** Left out where nothing was merged there, nothing would stand there, it is long or looks like a secret, or several places are meant. */
  readonly merged?: Json
  readonly proposed?: Json
}

export interface TouchedRequest {
  readonly issue: number
  readonly type?: string
  readonly title?: string
  readonly requester?: string
}

export function touchEntries(touches: readonly Touch[], telling: Telling): readonly TouchEntry[] {
  return touches.slice(0, listedMax).map(({ path, line, finding }) => {
    const requests = ownersOf(finding).map(({ issue, record: { predicate } }) => {
      const { type, title, requester } = predicate.request
      return telling.open ? { issue, type, title, requester: requester.login } : { issue }
    })
    const entry = { path, line, kind: finding.kind, requests }
    if (finding.kind !== 'changed') return { ...entry, place: null }
    const { at, document, expected, found } = finding
    return {
      ...entry,
      place: placeText(at),
      ...(document === undefined ? {} : { document }),
      ...(isTold(expected) ? { merged: expected } : {}),
      ...(isTold(found) ? { proposed: found } : {}),
    }
  })
}

function isTold(value: Json | undefined): value is Json {
  const text = value === undefined ? '' : JSON.stringify(value)
  return text !== '' && text.length <= valueToldMax && findSecret(text) === null
}

/** One layer of each request, or of each stage of it. */
function ownersOf({ of }: DriftFinding): readonly Layer[] {
  return [...new Map(of.map((layer) => [layer.issue, layer])).values()]
}

/** One touch in plain text, for whoever reads the changed file. */
export function touchText({ finding }: Touch, telling: Telling): string {
  const owners = ownersOf(finding)
  const named = owners.slice(0, ownersShownMax).map((layer) => plainOwner(layer, telling))
  const more = owners.length > ownersShownMax ? ` and ${owners.length - ownersShownMax} more` : ''
  const what = `This change touches what ${named.join(', ')}${more} ${owners.length === 1 ? 'owns' : 'own'}: ${plainFinding(finding)}.`
  return `${what} To change it on record, file a request; to let go of it after the merge, comment /accept there.`
}

function plainOwner({ issue, record }: Layer, { ledger, open }: Telling): string {
  const { title, requester } = record.predicate.request
  const number = `request ${ledger === null ? '' : fullName(ledger)}#${issue}`
  return open ? `${number} (${plain(title)}, asked for by ${plain(requester.login)})` : number
}

function plainFinding(finding: DriftFinding): string {
  switch (finding.kind) {
    case 'changed': {
      const { at, expected, found } = finding
      const place = at.length === 0 ? 'the whole' : plain(placeText(at))
      return `${place}, merged as ${plainValue(expected)}, would be ${plainValue(found)}`
    }
    case 'displaced':
      return 'what is around one of its places changes, so that the place is not there any more'
    case 'missing':
      return 'the file goes'
    case 'moved':
      return `the file moves to ${plain(finding.to)}, where no request knows it`
    case 'back':
      return 'it had removed the file, and the file comes back'
    case 'unrequested':
      return 'no request asked for the file'
    case 'blocked':
      return `a ${finding.by} takes the place of the file`
    case 'unreadable':
      return `nobody can read the file as what its name says (${plain(finding.why)})`
  }
}

function plainValue(value: Json | undefined): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  const secret = findSecret(text)
  return secret === null ? plain(text) : `(left out: it looks like ${secret})`
}

/** What cannot be seen is shown, and nothing draws a line of its own. */
function plain(text: string): string {
  return shortened(visible(text).replaceAll(/\s/g, ' '), plainShownMax)
}

/** What a change touches, for the summary of a job. */
export function touchesTable(touches: readonly Touch[], telling: Telling): Markdown {
  const listed = touches.slice(0, listedMax)
  const rows = listed.map(({ path, line, finding }) => [
    code(`${shortened(path, pathShownMax)}${line === null ? '' : `:${line}`}`),
    finding.kind === 'changed' ? placeOf(finding) : markdown`–`,
    ownersText(finding, telling),
    finding.kind === 'changed'
      ? markdown`${valueText(finding.expected)} → ${valueText(finding.found)}`
      : findingText(finding),
  ])
  const more = touches.length - listed.length
  return blocks(
    table(['File', 'Place', 'Owned by', 'Merged → proposed'], rows),
    more === 0 ? null : markdown`And ${more} more.`,
  )
}

function ownersText(finding: DriftFinding, { ledger, open }: Telling): Markdown {
  const owners = ownersOf(finding)
  const shown = owners.slice(0, ownersShownMax).map(({ issue, record }) => {
    const { title, requester } = record.predicate.request
    const number = reference(ledger, issue)
    // Whoever asked is named, and not called.
    return open ? markdown`${number} ${title}, asked for by ${code(requester.login)}` : number
  })
  const more = owners.length - shown.length
  const all = joined(shown, '; ')
  return more === 0 ? all : markdown`${all} and ${more} more`
}
