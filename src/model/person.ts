import type { UserId } from './ids.js'

/** Somebody who acts on GitHub. The id is what counts; the login is how people read it, and it may be renamed. */
export interface Person {
  readonly id: UserId
  readonly login: string
  readonly kind: 'user' | 'bot'
}

/** Whether two people are the same, by id. */
export function samePerson(a: Person, b: Person): boolean {
  return a.id === b.id
}
