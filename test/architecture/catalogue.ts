import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Code, ProblemCode } from '../../src/model/problem-codes.js'

/** The checkout. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '../..')

interface Entry {
  readonly page: string
  readonly code: Code
}

/** The catalogue of codes, as the script reads it that writes the types and the index. */
export const { codePages, readCatalogue, wellPage } = (await import(join(root, 'scripts/catalogue.mjs'))) as {
  readonly codePages: () => ReadonlyMap<string, string>
  readonly readCatalogue: (pages: ReadonlyMap<string, string>) => readonly Entry[]
  readonly wellPage: string
}

/** Every entry of the pages. */
export const entries = readCatalogue(codePages())

/** The codes of problems that have their entries on these pages. */
export function problemsOn(...pages: readonly string[]): readonly ProblemCode[] {
  return entries.flatMap(({ page, code }) => (pages.includes(page) ? [code as ProblemCode] : []))
}
