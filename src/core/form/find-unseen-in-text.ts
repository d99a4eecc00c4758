import type { CodesOf, Problem } from '../../model/problem.js'
import { type Section, sectionProblem } from './section.js'
import { bidiControl, isOddBlank, namesOf, showText } from './show-text.js'
import { trimUnseen, unseenCharacters } from './unseen-characters.js'

/**
 * Characters in a long text that cannot be seen or turn the direction of writing, and blanks of another width in a short one. Logs, names and pasted mail have them honestly, so
 * that they are a warning there unless the request type refuses them. Of each kind the first line is told. Linear.
 */
export function findUnseenInText(section: Section): readonly Problem[] {
  if (section.field.type === 'input') return oddBlanks(section)
  if (section.field.type !== 'textarea') return []
  // One look at the whole text is enough for nearly all of them.
  const text = section.lines.join('\n')
  return [
    ...(bidiControl.test(text) ? firstOf(section, 'form/bidi', bidiControl) : []),
    ...(unseenBesidesBidi.test(text) ? firstOf(section, 'form/invisible-character', unseenBesidesBidi) : []),
  ]
}

/** What `isUnseen` knows, without the controls of direction and the line feeds between lines. */
const unseenBesidesBidi =
  /(?![\t\n]|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]|[\uFE00-\uFE0F])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u

/** Blanks of another width inside a short answer: a name with one of them is another name, and looks the same. */
function oddBlanks(section: Section): readonly Problem[] {
  const value = trimUnseen(section.lines[0] ?? '')
  const odd = [...new Set(value)].filter(isOddBlank)
  if (odd.length === 0) return []
  return [
    sectionProblem(
      section,
      0,
      'form/invisible-character',
      `“${section.field.label}” has a character in it that looks like a blank and is another (${namesOf(odd)}): “${showText(value)}”.`,
      'Edit the issue and type the text again instead of pasting it.',
    ),
  ]
}

function firstOf(section: Section, code: CodesOf<'form'>, pattern: RegExp): readonly Problem[] {
  for (const [row, text] of section.lines.entries()) {
    if (!pattern.test(text)) continue
    const problem = unseenCharacters(section, row, text).find((each) => each.code === code)
    if (problem !== undefined) return [problem]
  }
  return []
}
