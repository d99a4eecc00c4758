/** A problem that the runner shows beside the log. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice' | 'debug'
  readonly message: string
  /** As in `title`, `file` and `line`. */
  readonly properties: ReadonlyMap<string, string>
}

/**
 * Reads what an action wrote to `GITHUB_OUTPUT` and its like: `name=value`, or `name<<DELIMITER` up to a line that is the delimiter.
 * @throws when a heredoc does not end, as the runner does. Source: GitHub docs, "Workflow commands", multiline strings.
 */
export function readFileCommands(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  const lines = text.split(/\r?\n/)
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (line === '') continue
    const heredoc = line.indexOf('<<')
    const equals = line.indexOf('=')
    if (heredoc >= 0 && (equals < 0 || heredoc < equals)) {
      const delimiter = line.slice(heredoc + 2)
      const end = lines.indexOf(delimiter, at + 1)
      if (end < 0) throw new Error(`the delimiter ${JSON.stringify(delimiter)} never comes`)
      values.set(line.slice(0, heredoc), lines.slice(at + 1, end).join('\n'))
      at = end
    } else if (equals > 0) values.set(line.slice(0, equals), line.slice(equals + 1))
    else throw new Error(`neither a value nor a heredoc: ${JSON.stringify(line)}`)
  }
  return values
}

/** The `::error …::message` lines of a log, decoded. Source: GitHub docs, "Workflow commands". */
export function readAnnotations(log: string): readonly Annotation[] {
  const found: Annotation[] = []
  for (const line of log.split(/\r?\n/)) {
    const match = /^::(error|warning|notice|debug)(?: ([^\n]*?))?::(.*)$/.exec(line)
    if (match === null) continue
    const [, level = '', properties = '', message = ''] = match
    found.push({
      level: level as Annotation['level'],
      message: decode(message),
      properties: new Map(
        properties
          .split(',')
          .filter((pair) => pair.includes('='))
          .map((pair) => {
            const equals = pair.indexOf('=')
            return [pair.slice(0, equals).trim(), decode(pair.slice(equals + 1))] as const
          }),
      ),
    })
  }
  return found
}

function decode(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%')
}
