import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..')

/** A fenced block of a page. */
export interface Block {
  /** What stands behind the opening fence, as in `sh`. */
  readonly language: string
  readonly text: string
  /** The line of the opening fence, from 1. */
  readonly line: number
  /** What the comment in the line above says, as in `ends with 1`; null without one. */
  readonly mark: string | null
}

/** Every page a reader can come to, by path from the root: the README and all other Markdown of the documentation, the actions and the root. */
export const pages: readonly string[] = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...['docs', 'actions'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
      .map((name) => `${folder}/${name}`),
  ),
].sort()

export function pageText(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

/** The fenced blocks of a page in their order; one in a list is read without its indentation. */
export function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = []
  const lines = text.split('\n')
  for (let index = 0; index < lines.length; index += 1) {
    const [, indentation = '', fence = '', language = ''] = /^( *)(`{3,})(\S*)/.exec(lines[index] ?? '') ?? []
    if (fence === '') continue
    const end = lines.indexOf(`${indentation}${fence}`, index + 1)
    if (end < 0) throw new Error(`line ${index + 1}: the block is not closed`)
    const inside = lines.slice(index + 1, end).map((line) => line.slice(indentation.length))
    const mark = /^ *<!-- (.*) -->$/.exec(lines[index - 1] ?? '')?.[1] ?? null
    blocks.push({ language, text: inside.map((line) => `${line}\n`).join(''), line: index + 1, mark })
    index = end
  }
  return blocks
}

/** A page without its fenced blocks, line by line; their lines are empty. */
export function proseOf(text: string): string {
  const lines = text.split('\n')
  for (const { line, text: inside } of blocksOf(text)) {
    const length = inside.split('\n').length + 1
    lines.fill('', line - 1, line - 1 + length)
  }
  return lines.join('\n')
}
