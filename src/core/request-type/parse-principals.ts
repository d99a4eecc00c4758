import type { Principal } from '../../model/request-type.js'
import { readPrincipal } from './read-principal.js'

/**
 * Reads people as they are written in one line, as in `team:platform, role:maintain, octocat`: the words of a request type, separated by
 * commas. Null when one of them is none, or there is none at all.
 */
export function parsePrincipals(text: string): readonly Principal[] | null {
  const readings = text.split(',').map((word) => readPrincipal(word.trim()))
  const principals = readings.flatMap((reading) => (reading.ok ? [reading.principal] : []))
  return principals.length === readings.length ? principals : null
}
