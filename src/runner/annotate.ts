import { error, warning } from '@actions/core'
import { harmless } from './log.js'

/** A message that GitHub shows beside the log and, with a place, on the file. */
export interface Annotation {
  readonly message: string
  /** An error unless it says so. */
  readonly level?: 'warning'
  readonly title?: string
  readonly file?: string
  /** Counted from 1. */
  readonly line?: number
}

/** Shows an error or a warning. `@actions/core` escapes what it writes for the runner; commands of somebody else's in it are broken up first. */
export function annotate({ message, level, title, file, line }: Annotation): void {
  const show = level === 'warning' ? warning : error
  show(harmless(message), {
    ...(title === undefined ? {} : { title: harmless(title) }),
    ...(file === undefined ? {} : { file: harmless(file) }),
    ...(line === undefined ? {} : { startLine: line }),
  })
}
