import type { Oid } from '../../model/ids.js'
import type { Json } from '../../model/json.js'
import type { Acceptance, AcceptedRecord } from '../../model/record.js'
import { placeText } from '../manifest/place-text.js'
import { findSecret } from '../request/find-secret.js'
import { blocks, code, joined, type Markdown, markdown, mention, table } from '../text/markdown.js'
import { shorten } from './request-view.js'

/** What is told of places that somebody let go of. */
export interface AcceptedView {
  readonly record: AcceptedRecord
  /** Whether anything of what was merged is still in force. */
  readonly isLeft: boolean
  /** The places with what was merged there and what stands there; null where that cannot be told, or more people can read the issue than the file. */
  readonly places: readonly AcceptedPlace[] | null
}

export interface AcceptedPlace {
  readonly path: string
  readonly place: string
  /** Left out where nothing was merged there, or nothing stands there. */
  readonly merged?: Json
  readonly found?: Json
}

/** Places listed; the ledger has them all. */
const placesShownMax = 20
/** Longest value shown, in characters. */
const valueShownMax = 80

/** Answers whoever has accepted, with what they have: the ledger keeps which places, and here stands what they say. */
export function acceptedWords(login: string, { record, isLeft, places }: AcceptedView): Markdown {
  const { accepted } = record.predicate
  const commit = code((accepted?.commit ?? '').slice(0, 12))
  const left = isLeft
    ? markdown`The rest of what was merged is in force as before.`
    : markdown`Nothing of what was merged is in force any more.`
  return blocks(
    markdown`${mention(login)} what stood at these places in ${commit} stays as it is. This request has let go of them: nothing is put back there, or taken back. ${left}`,
    places === null ? namesOf(record) : valuesOf(places),
    (places?.length ?? 0) > placesShownMax ? markdown`The ledger names them all.` : null,
  )
}

function valuesOf(places: readonly AcceptedPlace[]): Markdown {
  const rows = places
    .slice(0, placesShownMax)
    .map(({ path, place, merged, found }) => [code(path), named(place), side(merged), side(found)])
  return table(['File', 'Place', 'Merged', 'Stays'], rows)
}

function namesOf({ predicate: { accepted } }: AcceptedRecord): Markdown | null {
  if (accepted?.withheld === true) return null
  const rows = (accepted?.files ?? []).slice(0, placesShownMax).map(({ path, places }) => [
    code(path),
    joined(
      places.slice(0, placesShownMax).map(({ at }) => named(placeText(at))),
      ', ',
    ),
  ])
  return table(['File', 'Places'], rows)
}

function named(place: string): Markdown {
  return place === '' ? markdown`the whole file` : code(shorten(place, valueShownMax))
}

/** A value as it can be shown: what looks like a secret is no more copied here than into the drift issue. */
function side(value: Json | undefined): Markdown {
  if (value === undefined) return markdown`–`
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const secret = findSecret(text)
  return secret === null ? code(shorten(text, valueShownMax)) : markdown`(left out: it looks like ${secret})`
}

/** What somebody has let go of, oldest first, and whether anything of the request is in force still. */
export interface AcceptedSince {
  readonly records: readonly AcceptedRecord[]
  readonly isLeft: boolean
}

/** What the status comment says of the places that were let go of. */
export function acceptedLines({ records, isLeft }: AcceptedSince): Markdown {
  return blocks(
    ...records.slice(-linesShownMax).map(acceptedLine),
    isLeft
      ? null
      : markdown`Nothing of what was merged is in force any more, so nothing of it ends or can be taken back.`,
  )
}

/** Acceptances told, the latest. */
const linesShownMax = 5

function acceptedLine({ predicate: { evidence, accepted, observedAt, reason } }: AcceptedRecord): Markdown {
  const who = joined(
    evidence.map(({ person }) => code(person.login)),
    ', ',
  )
  const why = reason === null ? markdown`` : markdown` **Reason:** ${reason}`
  return markdown`**Accepted:** ${who} accepted on ${observedAt.slice(0, 10)} what somebody had changed in ${filesOf(accepted)}; it stays as it is, and this request has let go of it.${why}`
}

/** The files with what was let go of; how many, where more people are told than can read them. */
function filesOf(accepted: Acceptance | undefined): Markdown {
  const { files = [], withheld } = accepted ?? {}
  if (withheld === true) return markdown`${files.length === 1 ? 'one file' : `${files.length} files`}`
  const named = joined(
    files.slice(0, filesShownMax).map(({ path }) => code(path)),
    ', ',
  )
  return files.length > filesShownMax ? markdown`${named} and ${files.length - filesShownMax} more` : named
}

/** Files named in one line. */
const filesShownMax = 5

/** Says that there was nothing to accept. */
export function nothingToAccept(login: string, commit: Oid): Markdown {
  return markdown`${mention(login)} nothing has changed: in ${code(commit.slice(0, 12))} every place of this request says what was merged, so there is nothing to accept, and nothing was recorded.`
}
