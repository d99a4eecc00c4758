import type { Problem } from '../../../model/problem.js'
import type { Words } from '../../decode/decoding.js'
import type { LocatedRequestType } from '../../request-type/parse-request-type.js'
import { fileOf } from '../../request-type/people-problems.js'

/** A problem of a request type, or of the rules it uses, on the line of a place as in `approval/0`; without one where the file does not have the place. */
export function problemAt(
  { type, lines }: LocatedRequestType,
  at: string,
  { code, what, fix }: Words,
): Problem {
  const line = lines.get(at)
  return { code, file: fileOf(type, at), ...(line === undefined ? {} : { line }), what, fix }
}
