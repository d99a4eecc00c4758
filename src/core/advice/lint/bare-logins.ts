import type { Problem } from '../../../model/problem.js'
import type { Approver, NamedUser, RequestType } from '../../../model/request-type.js'
import type { LocatedRequestType } from '../../request-type/parse-request-type.js'
import { fileOf, peopleNodes } from '../../request-type/people-problems.js'
import { accountAdvice } from '../../request-type/read-principal.js'

/**
 * What is worth knowing of the people that types name by a login alone: whose account that is, and what they need to count. It is no mistake, and
 * fails nothing. Each login is told once per file.
 */
export function bareLogins(types: readonly LocatedRequestType[]): readonly Problem[] {
  const notes = types.flatMap((located) => [...approverNotes(located), ...requesterNotes(located)])
  return [...new Map(notes.map((note) => [`${note.file} ${note.what.toLowerCase()}`, note])).values()]
}

function approverNotes({ type, lines }: LocatedRequestType): readonly Problem[] {
  return peopleNodes(type).flatMap(({ node, at }) =>
    node.from.flatMap((each, index) =>
      isBare(each) ? [note(each, fileOf(type, at), lines.get(`${at}/from/${index}`), roleOf(each))] : [],
    ),
  )
}

function roleOf({ outside }: NamedUser): string {
  return outside === true
    ? 'it approves also without a role in the repository'
    : 'its approval counts only with a role in the repository, read at least'
}

/** Asking takes no role. */
function requesterNotes({ type, lines }: LocatedRequestType): readonly Problem[] {
  return (type.requesters ?? []).flatMap((each, index) =>
    isBare(each)
      ? [note(each, type.path, lines.get(`requesters/${index}`), 'it may file requests also without a role')]
      : [],
  )
}

function isBare(each: Approver): each is NamedUser {
  return each.kind === 'user' && each.id === undefined
}

function note(
  { login }: NamedUser,
  file: RequestType['path'],
  line: number | undefined,
  role: string,
): Problem {
  return {
    code: 'type/login-bare',
    file,
    line: line ?? 1,
    what: `“${login}” means the account that has this login when the toolkit first meets it; ${role}.`,
    fix: `Nothing has to be mended; to say which account is meant, whoever takes the login later, ${accountAdvice(login)}.`,
  }
}
