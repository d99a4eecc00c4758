/**
 * What the lines of a plain text are made of, as far as its name tells: `keyed` formats give a key one value. `plain` is everything else, whose
 * separators nobody here knows.
 */
export type LineFormat = 'codeowners' | 'dotenv' | 'properties' | 'ini' | 'hosts' | 'markdown' | 'plain'

/** Whether a file that is written whole is read by people alone, so that its lines are the only parts it has. */
export function isPlainReading(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  return name.endsWith('.txt') && !/^(?:requirements|constraints|cmakelists|robots)/.test(name)
}

/** The format of a text's lines by the name of its file. */
export function lineFormat(path: string): LineFormat {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  if (name === 'codeowners' || name === 'hosts') return name
  if (/^\.env(?:\.|$)|\.env$/.test(name)) return 'dotenv'
  if (name.endsWith('.properties')) return 'properties'
  if (/\.(?:ini|cfg)$|^\.(?:editorconfig|npmrc)$/.test(name)) return 'ini'
  return /\.(?:md|markdown)$/.test(name) ? 'markdown' : 'plain'
}
