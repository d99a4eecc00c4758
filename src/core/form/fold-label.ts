import { plainLetters } from './plain-letters.js'

/** Stands in folded text for a character reference of which only the name is known. */
export const anyCharacter = '\uFFFC'

/** Characters a reader cannot see. Source: Unicode, `Default_Ignorable_Code_Point` and the general categories Cc and Cf. */
const unseen = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/**
 * What a label looks like, for telling lookalikes apart from it: compatibility forms, case, invisible characters, emphasis marks, the width
 * of white space and letters of other scripts do not count. Source: Unicode Standard Annex #15 (NFKD) and Unicode Technical Standard #39.
 * Quadratic in the number of combining marks on one letter, which is how normalizing works: bound the length first, by `bareText`.
 */
export function foldLabel(label: string): string {
  const seen = bareText(bareText(label).normalize('NFKD'))
  // Once before case is folded, for capitals that look Latin, and once after it, because case makes new lookalikes: I, i; M, m.
  const folded = plainLetters(plainLetters(seen).toUpperCase().toLowerCase())
  return folded.replaceAll('i', 'l')
}

/** The text without what a reader does not see: invisible characters, marks of emphasis, code and mathematics, all but one blank. Linear. */
export function bareText(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(unseen, '')
    .replace(/[*_~`\\$]/g, '')
    .replace(/ {2,}/g, ' ')
    .trim()
}
