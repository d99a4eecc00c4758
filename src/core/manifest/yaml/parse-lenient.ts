import { EVENT_ID, type Event, parseEvents, SCALAR_STYLE, YAMLException } from 'js-yaml'
import { lineStart } from './text-lines.js'

/** What js-yaml says where a line inside brackets or quotes does not stand deeper than what holds it. */
const deficient = 'deficient indentation'
/** Deeper than any line has to be: levels are bounded. */
const indentation = ' '.repeat(256)
/** Such lines in one text, and characters read again because of them, so that the work stays bounded. */
const linesMax = 200
const rereadMax = 16_777_216

/** The events of a text, and the text their offsets count in. */
export interface ParsedEvents {
  readonly source: string
  readonly events: Event[]
  /** The offsets, in the text itself, of the lines that had to be indented; ascending. */
  readonly indented: readonly number[]
}

/**
 * The events of a YAML text as js-yaml reads it, except that brackets and quotes may go on in lines that do not stand deeper than their key, as
 * libyaml, Go's yaml and so Kubernetes read them. There, space at the beginning of a line is no part of the data, so it is put before these lines.
 * A marker of a document stays one at the beginning of a line: there, these readers see the end of what is open.
 * @throws YAMLException where the text cannot be read.
 */
export function parseLenient(text: string, maxDepth: number): ParsedEvents {
  const indented: number[] = []
  let directive: { readonly at: number; readonly error: unknown } | null = null
  let source = text
  const attempts = Math.min(linesMax, Math.floor(rereadMax / Math.max(text.length, 1)))
  for (;;) {
    try {
      const events = parseEvents(source, { maxDepth })
      if (directive !== null && !isQuoted(events, directive.at)) throw directive.error
      return { source, events, indented }
    } catch (error) {
      const at =
        error instanceof YAMLException && error.reason === deficient ? error.mark?.position : undefined
      if (at === undefined || indented.length >= attempts) throw error
      const line = lineStart(source, at)
      if (/^(?:---|\.\.\.)(?:\s|$)/.test(source.slice(line, line + 4))) throw error
      if (source[line] === '%') directive ??= { at: line + indentation.length, error }
      indented.push(line - indented.length * indentation.length)
      source = `${source.slice(0, line)}${indentation}${source.slice(line)}`
    }
  }
}

/** Outside quotes, a percent sign at the beginning of a line begins a directive to these readers. */
function isQuoted(events: readonly Event[], at: number): boolean {
  return events.some(
    (event) =>
      event.type === EVENT_ID.SCALAR &&
      (event.style === SCALAR_STYLE.DOUBLE_QUOTED || event.style === SCALAR_STYLE.SINGLE_QUOTED) &&
      event.valueStart <= at &&
      at < event.valueEnd,
  )
}

/** The offset in the text itself that an offset in the indented text stands for. */
export function unindented(offset: number, indented: readonly number[]): number {
  let result = offset
  for (const [index, line] of indented.entries()) {
    const begins = line + index * indentation.length
    if (offset <= begins) break
    result -= Math.min(indentation.length, offset - begins)
  }
  return result
}

/** The offset in the indented text of an offset in the text itself. */
export function indentedOffset(offset: number, indented: readonly number[]): number {
  return offset + indentation.length * indented.filter((line) => line <= offset).length
}

/** New lines of the indented text as they are to stand in the text itself: beside lines that are not deeper, neither are they. */
export function withoutIndentation(text: string): string {
  return text.replaceAll(`\n${indentation}`, '\n')
}
