import { type Event, parseEvents, YAMLException } from 'js-yaml'
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
}

/**
 * The events of a YAML text as js-yaml reads it, except that brackets and quotes may go on in lines that do not stand deeper than their key, as
 * libyaml, Go's yaml and so Kubernetes read them. There, space at the beginning of a line is no part of the data, so it is put before these lines.
 * @throws YAMLException where the text cannot be read.
 */
export function parseLenient(text: string, maxDepth: number): ParsedEvents {
  let source = text
  const attempts = Math.min(linesMax, Math.floor(rereadMax / Math.max(text.length, 1)))
  for (let attempt = 0; ; attempt++) {
    try {
      return { source, events: parseEvents(source, { maxDepth }) }
    } catch (error) {
      const at =
        error instanceof YAMLException && error.reason === deficient ? error.mark?.position : undefined
      if (at === undefined || attempt >= attempts) throw error
      const line = lineStart(source, at)
      source = `${source.slice(0, line)}${indentation}${source.slice(line)}`
    }
  }
}
