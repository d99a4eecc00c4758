import type { Problem } from '../../model/problem.js'
import type { Section } from './section.js'
import { unseenCharacters } from './unseen-characters.js'

/**
 * Warnings about characters in a long text that cannot be seen or turn the direction of writing: logs, names of people and pasted mail have
 * them honestly, and in short text they are refused. The first line with each kind is told. Linear.
 */
export function findUnseenInText(section: Section): readonly Problem[] {
  if (section.field.type !== 'textarea') return []
  const found = new Map<string, Problem>()
  for (const [row, text] of section.lines.entries()) {
    if (plain.test(text)) continue
    for (const problem of unseenCharacters(section, row, text)) {
      if (!found.has(problem.code)) found.set(problem.code, asWarning(problem))
    }
    if (found.size === 2) break
  }
  return [...found.values()]
}

/** Most lines; the check of every character costs much more. */
const plain = /^[\t -~]*$/

function asWarning(problem: Problem): Problem {
  return {
    ...problem,
    fix: 'Nothing needs to be done if the character belongs there; if not, edit the issue and type the text again instead of pasting it.',
  }
}
