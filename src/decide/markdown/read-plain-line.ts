import { isBlankLine } from './is-blank-line.js'
import { closeLeaf, type Scan, show } from './page-scan.js'

/**
 * Reads a line outside all containers that cannot begin a block, which most lines are: an empty one, or a letter's where a paragraph is open or
 * nothing is. Only for speed; `readLine` comes to the same.
 */
export function readPlainLine(scan: Scan, line: string, index: number): boolean {
  const { leaf } = scan
  if (leaf.kind !== 'none' && leaf.kind !== 'paragraph') return false
  if (isBlankLine(line)) {
    if (leaf.kind === 'paragraph') closeLeaf(scan)
    show(scan, index)
    return true
  }
  const first = line.charCodeAt(0) | asciiLowerBit
  if (first < 0x61 || first > 0x7a || line.includes('\t')) return false
  if (leaf.kind === 'none') scan.leaf = { kind: 'paragraph', texts: [line], indexes: [index] }
  else {
    leaf.texts.push(line)
    leaf.indexes.push(index)
  }
  show(scan, index)
  return true
}

/** Makes a small ASCII letter of a capital. */
const asciiLowerBit = 0x20
