import type { Fact, Outcome } from '../model/fact.js'

/** What one write did and made true. */
export interface Written {
  readonly did: Outcome['did']
  readonly fact: Fact
}
