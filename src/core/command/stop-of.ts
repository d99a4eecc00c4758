import { isStopping, type StoppingCommand } from '../../model/command.js'
import type { CommandReading } from './command-reading.js'

/** A comment that means stop. */
export type Stop =
  /** It says which command it is, and can be carried out as written. */
  | { readonly kind: 'clear'; readonly command: StoppingCommand }
  /** It means stop, and cannot be carried out as written; with what is the matter. */
  | { readonly kind: 'unclear'; readonly what: string; readonly fix: string }

/** What a comment stops, or null where it stops nothing: the one place that says what a stop is, well written or not. */
export function stopOf(reading: CommandReading): Stop | null {
  switch (reading.kind) {
    case 'none':
      return null
    case 'refused':
      return reading.stops === true ? { kind: 'unclear', what: reading.what, fix: reading.fix } : null
    case 'command':
      return isStopping(reading.command) ? { kind: 'clear', command: reading.command } : null
  }
}
