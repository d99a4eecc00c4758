import type { Instant } from '../../model/instant.js'
import type { Person } from '../../model/person.js'
import { code, markdown, mention } from '../text/markdown.js'
import { durationWords, momentWords } from './end-words.js'

/** Marks the one comment that says that an end is near; only a comment the toolkit itself wrote is ever taken for it. */
export function warningMarker(until: Instant): string {
  return `<!-- issueops:ends:${until} -->`
}

/**
 * Says that what was merged is taken back soon, and what can be done about it.
 * @param later how many seconds later its end can be asked for at most; null where it cannot be later.
 */
export function endWarning({
  until,
  requester,
  later,
}: {
  readonly until: Instant
  readonly requester: Person
  readonly later: number | null
}): string {
  const who = requester.kind === 'user' ? mention(requester.login) : code(requester.login)
  const next =
    later === null
      ? markdown`To have it longer, file a new request.`
      : markdown`To ask for a later end, comment ${code('/extend')} with a day or a time, as in ${code(`/extend ${durationWords(later)}`)}, which is the most that can be asked for at once.`
  return `${warningMarker(until)}\n${markdown`${who} what was merged for this request ends on ${momentWords(until)}, and is taken back then. ${next}`.source}\n`
}
