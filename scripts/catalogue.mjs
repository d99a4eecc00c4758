// Reads the catalogue of codes: the pages of docs/problems, one for each stage, each entry a heading with the code and what a person has to know.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The page of the codes that ask nobody for anything; its entries have a meaning, and neither cause nor cure. */
export const wellPage = 'nothing-to-mend.md'
/** The index repeats the entries; it has none of its own. */
export const indexPage = 'README.md'

/** The text of each page by its name, the codes that ask nobody for anything last. */
export function codePages() {
  const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs/problems')
  const names = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== indexPage)
  const order = names.sort((a, b) => Number(a === wellPage) - Number(b === wellPage) || (a < b ? -1 : 1))
  return new Map(order.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

/**
 * The entries of all pages, in their order. What is incomplete, or has its code twice, is refused.
 */
export function readCatalogue(pages) {
  const entries = [...pages].flatMap(([page, text]) => readPage(page, text))
  const twice = entries.find(({ code }, index) => entries.findIndex((each) => each.code === code) < index)
  if (twice !== undefined) throw new Error(`${twice.page}: ${twice.code} has two entries`)
  return entries
}

/** The title of a page. */
export function titleOf(text) {
  return /^# (.*)$/m.exec(text)?.[1]
}

function readPage(page, text) {
  // A heading above entries, as of the notes of the ledger, ends the entry before it.
  const sections = text.split(/^(?=#{1,2} )/m).filter((section) => section.startsWith('## '))
  return sections.map((section) => ({ page, ...readEntry(page, section) }))
}

function readEntry(page, section) {
  const [, code, body] = /^## `([a-z]+\/[a-z]+(?:-[a-z]+)*)`\n\n(\S[\s\S]*)$/.exec(section) ?? []
  if (code === undefined) throw new Error(`${page}: this is no entry of a code:\n${section}`)
  if (page === wellPage) return { code, meaning: oneLine(body) }
  const parts =
    /^\*\*Cause\.\*\* (\S[\s\S]*)\n\*\*Examples?\.\*\* (\S[\s\S]*)\n\*\*Cure\.\*\* (\S[\s\S]*)$/.exec(body)
  if (parts === null)
    throw new Error(`${page}: the entry of ${code} has not one cause, example and cure each`)
  const [cause, example, cure] = parts.slice(1).map(oneLine)
  return { code, cause, example, cure }
}

function oneLine(text) {
  return text.trim().replaceAll(/\s+/g, ' ')
}

/** The union types of the codes, for src/model/problem-codes.ts. */
export function codesModule(entries, written) {
  const union = (wanted) =>
    entries
      .filter(wanted)
      .map(({ code }) => `\n  | '${code}'`)
      .sort()
      .join('')
  return `// ${written}

/** What stops something, or has to be looked at; its entry tells cause, example and cure. */
export type ProblemCode =${union(({ page }) => page !== wellPage)}

/** Where something is, without anybody having to act. */
export type WellCode =${union(({ page }) => page === wellPage)}

/** Every code there is. Codes are public API: workflows and people search for them. */
export type Code = ProblemCode | WellCode
`
}
