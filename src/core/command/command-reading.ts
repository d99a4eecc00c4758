import type { Command } from '../../model/command.js'
import type { Meant } from './meant-command.js'
import type { SlashWord } from './slash-word.js'

/** What a comment asks for. */
export type CommandReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'command'; readonly command: Command }
  /** Meant as a command, but it cannot be carried out as written. */
  | {
      readonly kind: 'refused'
      readonly code:
        | 'command/bad-argument'
        | 'command/contradictory'
        | 'command/misplaced'
        | 'command/unknown'
      readonly what: string
      readonly fix: string
      /** That it means stop, however badly it is written; left out where it does not. */
      readonly stops?: true
    }

/** A word that means a command, as the text that begins with it tells it. */
export interface Said extends SlashWord, Meant {
  readonly effect: Effect
}

/** A word that means a command, where it stands. */
export interface CommandWord {
  readonly said: Said
  readonly index: number
  /** Whether it stands on the first line that is not blank. */
  readonly first: boolean
  /** Whether it stands behind other words of its line. */
  readonly inside: boolean
}

/** What a word does to a request, also badly written. */
export type Effect = 'stops' | 'goes-ahead' | 'none'
