/**
 * Writes one line to the job's log. The runner takes commands from it, `::name::` at the beginning of a line and, in the older form,
 * `##[name]` anywhere, so both are broken up: a value somebody typed into a form must not set an output or hide the log.
 * Source: the runner's ActionCommand.cs.
 */
export function log(line: string): void {
  process.stdout.write(`${harmless(line)}\n`)
}

/** A line in which the runner finds no command. */
export function harmless(line: string): string {
  return line
    .replaceAll(/[\r\n\u2028\u2029]+/g, ' ')
    .replaceAll('::', ': :')
    .replaceAll('##[', '## [')
}
