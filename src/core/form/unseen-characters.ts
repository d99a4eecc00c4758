import type { Problem } from '../../model/problem.js'
import { type Section, sectionProblem } from './section.js'
import { bidiControl, isUnseen, namesOf, showText } from './show-text.js'

/** A joiner between two pictures makes one of them, as in the emoji of a family. Source: Unicode Technical Standard #51, “ZWJ sequences”. */
const emojiJoiner = /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}])\u200D(?=\p{Extended_Pictographic})/gu

/** A selector of the variant of the sign before it: a picture, a key, a letter that is written in several ways. */
const selector =
  /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Script=Han}\p{Sm}\p{So}])[\uFE00-\uFE0F]|(?<=[0-9#*])\uFE0F(?=\u20E3)/gu

function isSelector(character: string): boolean {
  return /[\uFE00-\uFE0F]/u.test(character)
}

/**
 * Characters that make a short text look other than it is: they turn the direction of writing, or cannot be seen. Both would let an approver
 * read one value and the machine another. Source: Unicode Technical Report #36.
 */
export function unseenCharacters(section: Section, row: number, text: string): readonly Problem[] {
  const shown = /[\u200D\uFE00-\uFE0F]/u.test(text)
    ? text.replace(selector, '').replace(emojiJoiner, '')
    : text
  const found = [...new Set(shown)].filter((character) => isUnseen(character) || isSelector(character))
  const turning = found.filter((character) => bidiControl.test(character))
  const unseen = found.filter((character) => !bidiControl.test(character))
  const problems: Problem[] = []
  if (turning.length > 0)
    problems.push(problem(section, row, text, turning, 'form/bidi', 'turns the direction of writing'))
  if (unseen.length > 0)
    problems.push(problem(section, row, text, unseen, 'form/invisible-character', 'cannot be seen'))
  return problems
}

function problem(
  section: Section,
  row: number,
  text: string,
  found: readonly string[],
  code: string,
  does: string,
): Problem {
  return sectionProblem(
    section,
    row,
    code,
    `“${section.field.label}” has a character in it that ${does} (${namesOf(found)}): “${showText(text)}”.`,
    'Edit the issue and type the text again instead of pasting it.',
  )
}
