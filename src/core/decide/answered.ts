import { isBefore } from '../../model/instant.js'
import type { Person } from '../../model/person.js'
import type { FirstLook } from '../../model/snapshot.js'
import type { SpokenCommand } from '../command/read-commands.js'
import { replyMarker } from '../report/reply.js'

/** Most answers one person gets in one chapter: a flood of commands must cost a bounded number of calls, and a long life has many chapters. */
const answersPerPersonMax = 5
/** Most answers written at the same time; GitHub slows down whoever writes too much at once. */
export const answersAtOnceMax = 20

/** What the toolkit has answered on an issue. */
interface Answered {
  /** The markers of its answers. */
  readonly markers: ReadonlySet<string>
  /** How often it has answered whom in the chapter at hand. */
  readonly times: ReadonlyMap<Person['id'], number>
}

/** Looked through once: whoever may comment can write many commands. */
export function answeredOn({ issue: { comments }, ledger }: FirstLook): Answered {
  const [first] = ledger.records
  const begun = first?.predicate.decision === 'begun' ? first.predicate.observedAt : null
  const own = comments.filter((each) => each.own)
  const markers = new Set(own.map(({ body }) => body.slice(0, body.indexOf(markerEnd) + markerEnd.length)))
  const times = new Map<Person['id'], number>()
  for (const { id, author, createdAt } of comments) {
    // What was answered in the chapters before was answered to what was asked then.
    if (begun !== null && isBefore(createdAt, begun)) continue
    if (author !== null && markers.has(replyMarker(id))) times.set(author.id, (times.get(author.id) ?? 0) + 1)
  }
  return { markers, times }
}

const markerEnd = '-->'

/** Whether a comment was not answered yet, however often its author was. */
export function isUnanswered({ comment }: Pick<SpokenCommand, 'comment'>, { markers }: Answered): boolean {
  return !markers.has(replyMarker(comment.id))
}

/** Whether a comment waits for its answer, and its author has not had all of theirs yet. */
export function awaitsAnswer({ person, comment }: SpokenCommand, answered: Answered): boolean {
  const { times } = answered
  return isUnanswered({ comment }, answered) && (times.get(person.id) ?? 0) < answersPerPersonMax
}
