import { error } from '@actions/core'
import { harmless } from './log.js'

/** A message that GitHub shows beside the log and, with a place, on the file. */
export interface Annotation {
  readonly message: string
  readonly title?: string
  readonly file?: string
  /** Counted from 1. */
  readonly line?: number
}

/** Shows an error. `@actions/core` escapes what it writes for the runner; commands of somebody else's in it are broken up first. */
export function annotate({ message, title, file, line }: Annotation): void {
  error(harmless(message), {
    ...(title === undefined ? {} : { title: harmless(title) }),
    ...(file === undefined ? {} : { file: harmless(file) }),
    ...(line === undefined ? {} : { startLine: line }),
  })
}
