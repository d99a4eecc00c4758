import { harmless } from './log.js'

/** A message that GitHub shows beside the log and, with a place, on the file. */
export interface Annotation {
  readonly message: string
  readonly title?: string
  readonly file?: string
  /** Counted from 1. */
  readonly line?: number
}

/** Shows an error. Source: “Workflow commands”, `::error`; the escapes are those of the runner's ActionCommand.cs. */
export function annotate({ message, title, file, line }: Annotation): void {
  const places = { title, file, line }
  const properties = Object.entries(places).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${escapeProperty(harmless(String(value)))}`],
  )
  const place = properties.length === 0 ? '' : ` ${properties.join(',')}`
  process.stdout.write(`::error${place}::${escapeData(harmless(message))}\n`)
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
