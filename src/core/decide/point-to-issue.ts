import type { CommentedPull } from '../../model/commented-pull.js'
import type { IssueNumber } from '../../model/ids.js'
import type { Role } from '../../model/request-type.js'
import { isAtLeast } from '../approval/principal.js'
import { readCommands, type SpokenCommand } from '../command/read-commands.js'
import { markdown, mention, reference } from '../text/markdown.js'

/** Marks the one answer on a pull request; only a comment the toolkit itself wrote is ever taken for it. */
const pointerMarker = '<!-- issueops:pointer -->'

/**
 * Who wrote commands on the toolkit's own pull request, where they do not count, in the order of writing; nobody once that was answered.
 * On a public repository the answer takes somebody with a role: whoever can comment there is anybody.
 */
export function misdirected({ own, comments }: CommentedPull): readonly SpokenCommand[] {
  const told = comments.some((comment) => comment.own && comment.body.startsWith(pointerMarker))
  return own && !told ? readCommands(comments) : []
}

/**
 * The one answer: where commands count; null where nobody is to be told.
 * @param roles by login, of those who were looked up.
 */
export function pointToIssue(
  pull: CommentedPull,
  issue: IssueNumber,
  roles: ReadonlyMap<string, Role>,
): string | null {
  const asked = misdirected(pull).find(
    ({ person }) => pull.private || isAtLeast(roles.get(person.login) ?? 'none', 'triage'),
  )
  if (asked === undefined) return null
  const there = reference(null, issue)
  const text = markdown`${mention(asked.person.login)} commands count on the issue only, so nothing was approved, stopped or carried out here. Write it in a new comment on ${there}.`
  return `${pointerMarker}\n${text.source}\n`
}
