// What is common to the pages that “npm run docs” writes. `--check` only compares.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
export const checks = process.argv.includes('--check')
export const read = (path) => readFileSync(join(root, path), 'utf8')
export const notice = (source) => `Written by “npm run docs” from ${source}; edits here are lost.`

/** Writes the pages that are not as they should be, or names them. @param pages path and text of each. */
export function keepPages(pages) {
  const stale = pages.filter(([path, text]) => existing(path) !== text)
  if (!checks) for (const [path, text] of stale) writeFileSync(join(root, path), text)
  else if (stale.length > 0) {
    const names = stale.map(([path]) => path).join(', ')
    console.error(`Not as written by “npm run docs”: ${names}. Run it and commit the result.`)
    process.exitCode = 1
  }
}

function existing(path) {
  try {
    return read(path)
  } catch {
    return null
  }
}

/** Text in a cell of a table. */
export function escaped(text) {
  return text.replaceAll('|', '\\|')
}
