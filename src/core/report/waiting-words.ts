import type { Digest } from '../../model/ids.js'
import { type Instant, secondsBetween } from '../../model/instant.js'
import type { Verdict } from '../../model/verdict.js'
import { code, type Markdown, markdown } from '../text/markdown.js'
import { momentWords } from './end-words.js'
import { type WaitingView, waitingFor } from './waiting-for.js'

/** Who is waited for to approve a request. */
export interface Waiting {
  readonly since: Instant
  readonly now: Instant
  /** When it is withdrawn unless somebody answers; null where it is not. */
  readonly withdrawn: Instant | null
  readonly verdict: Verdict
  readonly digest: Digest
  readonly place: Omit<WaitingView, 'naming'>
}

/** Since when who is waited for, where it is told once and somebody has asked: nobody is mentioned. */
export function waitingWords({ since, now, withdrawn, verdict, digest, place }: Waiting): Markdown {
  const until =
    withdrawn === null ? '' : ` Unless somebody answers before, it is withdrawn on ${momentWords(withdrawn)}.`
  return markdown`For ${waitedWords(since, now)}, since ${momentWords(since)}: ${waitingFor(verdict, digest, { ...place, naming: code })}.${until}`
}

/** For how long somebody has been waited for, in whole days or hours. */
export function waitedWords(since: Instant, now: Instant): string {
  const hours = Math.floor(secondsBetween(since, now) / 3600)
  if (hours < 1) return 'less than an hour'
  const [count, unit] = hours < 48 ? [hours, 'hour'] : [Math.floor(hours / 24), 'day']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
