import type { Oid, RepositoryRef } from '../../model/ids.js'
import type { Instant } from '../../model/instant.js'
import type { Judgement, Unclear } from '../../model/judgement.js'
import type { Person } from '../../model/person.js'
import type { ExpectedSignal, Signal, SignalKind } from '../../model/signal.js'
import { unreachable } from '../../model/unreachable.js'
import {
  blocks,
  bullets,
  code,
  commitReference,
  joined,
  link,
  type Markdown,
  markdown,
  mention,
} from '../text/markdown.js'
import { momentWords } from './end-words.js'

/** Of which merge is spoken, and to whom. */
export interface OutcomePlace {
  readonly merge: Oid
  /** Until when it is waited for. */
  readonly until: Instant
  /** Where it was merged; null for the repository of the issue. */
  readonly repository: RepositoryRef | null
  /** More people can read the issue than where it was merged: what was said there is told by number alone. */
  readonly withheld: boolean
}

/**
 * What was said of a merge, for the status comment. It says the same until something else is said: no time that passes stands in it, and of what is
 * said of many commits, the first.
 */
export function outcomeText(view: Judgement, place: OutcomePlace): Markdown {
  switch (view.kind) {
    case 'reached':
      return listed(markdown`**Arrived**, as was said by`, signalLines(view.signals, place))
    case 'waiting':
      return blocks(
        listed(
          markdown`**Waiting for word that it has arrived**, until ${momentWords(place.until)}`,
          expectedLines(view.missing),
        ),
        view.failing.length === 0
          ? null
          : listed(
              markdown`**Fails at present**, which counts if it lasts until then`,
              signalLines(view.failing, place),
            ),
      )
    case 'failed':
      return blocks(
        listed(markdown`**It does not work**, as was said by`, signalLines(view.signals, place)),
        markdown`It worked with the commit before this merge. Nothing is taken back by itself.`,
      )
    case 'one-of':
    case 'silent':
      return unclear(view, place)
    default:
      return unreachable(view)
  }
}

/** Marks the one comment that asks about a merge; only a comment the toolkit itself wrote is ever taken for it. */
export function outcomeMarker(chapter: number, kind: Unclear['kind']): string {
  return `<!-- issueops:outcome:${chapter}:${kind} -->`
}

/** Whom to ask about which merge, and what can be done. */
export interface OutcomeAsk extends OutcomePlace {
  readonly chapter: number
  readonly requester: Person
  /** The command that takes it back, as in `/rollback staging`. */
  readonly back: string
  /** The stage that does not begin before it has arrived; null where none waits. */
  readonly next: string | null
}

/** Asks once for somebody to look: a status comment that is edited calls nobody. */
export function outcomeNotice(view: Unclear, ask: OutcomeAsk): string {
  const { requester, back, next, chapter } = ask
  const who = requester.kind === 'user' ? mention(requester.login) : code(requester.login)
  const said =
    next === null
      ? 'close this issue, or see to it that it is said: a word that comes later counts, on the merge commit or on one that contains it.'
      : `see to it that it is said: a word that comes later counts, on the merge commit or on one that contains it. Until then it does not go on to ${next}.`
  const text = blocks(
    markdown`${who} and whoever maintains this repository: it is not known whether what was merged for this request works.`,
    unclear(view, ask),
    markdown`Please look at the system itself. If what was merged is the reason that something does not work, comment ${code(back)} with the reason. If all is well, ${said}`,
  )
  return `${outcomeMarker(chapter, view.kind)}\n${text.source}\n`
}

function unclear(view: Unclear, place: OutcomePlace): Markdown {
  switch (view.kind) {
    case 'one-of':
      return blocks(
        listed(
          markdown`**Something does not work, and it cannot be told whether this merge is the reason**, as was said by`,
          signalLines(view.signals, place),
        ),
        suspects(view, place),
      )
    case 'silent':
      return blocks(
        listed(
          markdown`**Nobody has said whether it has arrived**, though it was waited for until ${momentWords(place.until)}`,
          expectedLines(view.missing),
        ),
        view.pending.length === 0
          ? null
          : listed(markdown`Still under way`, signalLines(view.pending, place)),
      )
    default:
      return unreachable(view)
  }
}

/** With which commits a failure may have begun. */
function suspects({ commits, since }: Extract<Unclear, { kind: 'one-of' }>, place: OutcomePlace): Markdown {
  const before = !commits.includes(place.merge)
  const which = before
    ? markdown`It had begun before this was merged, with`
    : commits.length === 1
      ? markdown`It may have begun with`
      : markdown`It began with one of`
  const worked = place.withheld || since === null ? null : commitReference(place.repository, since)
  const end =
    since === null
      ? markdown`, or earlier: no commit before is known with which it worked`
      : worked === null
        ? markdown``
        : markdown`; it worked with ${worked}`
  const isOwn = commits.length === 1 && commits[0] === place.merge
  const named = place.withheld
    ? isOwn
      ? markdown`this merge`
      : markdown`${commits.length} ${commits.length === 1 ? 'commit' : 'commits'}`
    : atMost(
        commits.map((commit) =>
          commit === place.merge
            ? markdown`${commitReference(place.repository, commit)} (this merge)`
            : commitReference(place.repository, commit),
        ),
        ', ',
      )
  return markdown`${which} ${named}${end}.`
}

/** Lines shown of one list; the ledger has all that decided. */
const shownMax = 10

function listed(head: Markdown, lines: readonly Markdown[]): Markdown {
  const more = lines.length - shownMax
  const shown = more > 0 ? [...lines.slice(0, shownMax), markdown`and ${more} more`] : lines
  return markdown`${head}:\n\n${bullets(shown)}`
}

function atMost(items: readonly Markdown[], separator: string): Markdown {
  const more = items.length - shownMax
  return joined(more > 0 ? [...items.slice(0, shownMax), markdown`and ${more} more`] : items, separator)
}

const kindWords: Readonly<Record<SignalKind, string>> = {
  status: 'the status',
  check: 'the check',
  deployment: 'the deployment to',
}

function expectedLines(expected: readonly ExpectedSignal[]): readonly Markdown[] {
  return expected.map(({ kind, name, app }) => markdown`${kindWords[kind]} ${code(name)} of ${code(app)}`)
}

function signalLines(
  signals: readonly Signal[],
  { merge, repository, withheld }: OutcomePlace,
): readonly Markdown[] {
  if (withheld) return [markdown`${signals.length} ${signals.length === 1 ? 'signal' : 'signals'}`]
  return signals.map(({ kind, name, app, commit, url }) => {
    const told = url === null ? code(name) : link(code(name), url)
    const where = commit === merge ? markdown`` : markdown`, on ${commitReference(repository, commit)}`
    return markdown`${kindWords[kind]} ${told} of ${code(app)}${where}`
  })
}
