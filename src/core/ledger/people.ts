import type { KnownPerson } from '../../model/authority.js'
import { userId } from '../../model/ids.js'
import { wrong } from '../decode/decoding.js'
import { readJson } from '../decode/read-data.js'
import { mapOf, whole } from '../decode/shape.js'

/** Where the ledger keeps whose each login was when the toolkit first met it. */
export const peoplePath = 'people.json'

/** The text of that file: one line for each login, so that a person can read its diff. */
export function encodePeople(people: readonly KnownPerson[]): string {
  const sorted = people.toSorted((a, b) => (a.login < b.login ? -1 : 1))
  return `${JSON.stringify(Object.fromEntries(sorted.map(({ login, id }) => [login, id])), null, 2)}\n`
}

/** Reads the file back, or null if it is not to the last character what the toolkit writes. */
export function decodePeople(text: string): readonly KnownPerson[] | null {
  const read = readJson(mapOf(whole(1), ''), text)
  const people = [...(read === wrong ? [] : read)].flatMap(([login, id]) =>
    /^[a-z0-9][a-z0-9_-]*$/.test(login) ? [{ login, id: userId(id) }] : [],
  )
  return encodePeople(people) === text ? people : null
}

/** Whether everybody who was known is known as the same account: the file only ever grows. */
export function keepsPeople(before: readonly KnownPerson[], after: readonly KnownPerson[]): boolean {
  const now = new Map(after.map(({ login, id }) => [login, id]))
  return before.every(({ login, id }) => now.get(login) === id)
}
