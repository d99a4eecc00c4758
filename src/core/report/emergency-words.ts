import type { Plan } from '../../model/plan.js'
import { code, type Markdown, markdown, oneOfThem } from '../text/markdown.js'
import { durationWords } from './end-words.js'

type MaybeUrgent = Pick<Plan, 'emergency'>

/** What stands behind the name of a request in a heading: nothing where it is no emergency. */
export function emergencyMark({ emergency }: MaybeUrgent): string {
  return emergency === undefined ? '' : ' – EMERGENCY'
}

/** That fewer people approve than usual, and what they promise for it; null where the usual people do. */
export function emergencySentence({ emergency }: MaybeUrgent): Markdown | null {
  if (emergency === undefined) return null
  const { within, count, from } = emergency.review
  const people = count === 1 ? markdown`one person has` : markdown`${count} people have`
  return markdown`**🚨 Emergency:** fewer people approve it than usual. Once it is merged, ${people} to review it within ${durationWords(within)}, of ${oneOfThem(from.map(code))}; without that, taking it back is proposed.`
}

/** The same where a program shows one line. */
export function emergencyText({ review: { within, count, from } }: NonNullable<Plan['emergency']>): string {
  return `reviewed within ${durationWords(within)} by ${count} of ${from.join(', ')}`
}
