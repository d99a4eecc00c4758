import type { Digest } from '../../model/ids.js'
import { type Instant, secondsAfter } from '../../model/instant.js'
import type { Reminding, Told } from '../../model/request-type.js'
import type { Verdict } from '../../model/verdict.js'
import type { ReminderKind } from '../ledger/due-reminder.js'
import { blocks, code, joined, type Markdown, markdown, mention } from '../text/markdown.js'
import { momentWords } from './end-words.js'
import { type WaitingView, waitingFor } from './waiting-for.js'

/** Marks the one comment of its kind about one waiting; only a comment the toolkit itself wrote is ever taken for it. */
export function reminderMarker(chapter: number, kind: ReminderKind, since: Instant): string {
  return `<!-- issueops:${kind}:${chapter}:${since} -->`
}

/** Any of these markers, at the beginning of a comment. */
export const reminderMarkers = /^<!-- issueops:(?:reminder|escalation):[0-9]+:[0-9TZ:-]+ -->/

/** Most people and teams one comment mentions: the others are named beside them. */
const mentionedMax = 10

interface ReminderView {
  readonly marker: string
  readonly kind: ReminderKind
  readonly title: string
  readonly remind: Reminding
  readonly since: Instant
  /** When it is withdrawn unless somebody answers; null where it is not. */
  readonly withdrawn: Instant | null
  readonly verdict: Verdict
  readonly digest: Digest
  readonly place: Omit<WaitingView, 'naming'>
}

/** Says who is waited for, for what and since when, and what comes next where nobody answers. */
export function reminder(view: ReminderView): string {
  const text = blocks(view.kind === 'reminder' ? toThoseAsked(view) : toOthers(view), whatIsNext(view))
  return `${view.marker}\n${text.source}\n`
}

function toThoseAsked({ title, since, verdict, digest, place }: ReminderView): Markdown {
  const asked = waitingFor(verdict, digest, { ...place, naming: mentionedAtMost(mentionedMax) })
  return markdown`**${title}:** still waiting, since ${momentWords(since)}: ${asked}. What is asked for stands in the comment with the state of this request.`
}

function toOthers({ title, since, remind, verdict, digest, place }: ReminderView): Markdown {
  const told = names(remind.escalate?.to ?? [], place.organization, mention)
  const asked = waitingFor(verdict, digest, { ...place, naming: code })
  return markdown`${told} **${title}:** waited for since ${momentWords(since)}: ${asked}. You are told so that somebody sees to it; only those who are named here can approve. What is asked for stands in the comment with the state of this request.`
}

/** Moments that are known now; an answer moves them. */
function whatIsNext({ kind, since, remind, withdrawn, place }: ReminderView): Markdown | null {
  const { escalate } = remind
  const parts = [
    ...(kind === 'escalation' || escalate === null
      ? []
      : [
          markdown`on ${momentWords(secondsAfter(since, escalate.after))} this is told to ${names(escalate.to, place.organization, code)}`,
        ]),
    ...(withdrawn === null ? [] : [markdown`on ${momentWords(withdrawn)} the request is withdrawn`]),
  ]
  return parts.length === 0 ? null : markdown`Unless somebody answers before: ${joined(parts, ', and ')}.`
}

function names(told: readonly Told[], organization: string, naming: (name: string) => Markdown): Markdown {
  return joined(
    told.map((each) => naming(each.kind === 'team' ? `${organization}/${each.slug}` : each.login)),
    ', ',
  )
}

/** Mentions so many, whoever comes first, and names the others. */
function mentionedAtMost(most: number): (name: string) => Markdown {
  const mentioned = new Set<string>()
  return (name) => {
    if (mentioned.size < most) mentioned.add(name)
    return mentioned.has(name) ? mention(name) : code(name)
  }
}
