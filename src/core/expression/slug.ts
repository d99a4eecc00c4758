/** Letters that have no base letter in Unicode, as people write them in ASCII. */
const spelled: ReadonlyMap<string, string> = new Map([
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
  ['đ', 'd'],
  ['ł', 'l'],
  ['þ', 'th'],
  ['ð', 'd'],
])

/**
 * A text as a name of lower-case letters a to z, digits and single hyphens, none at either end: accents go, everything else becomes a
 * hyphen. Empty where nothing is left. Two texts may give the same name.
 */
export function slug(text: string): string {
  const letters = [...text.toLowerCase()].map((letter) => spelled.get(letter) ?? letter).join('')
  const plain = letters.normalize('NFKD').replace(/\p{M}/gu, '')
  const words = plain.replace(/[^a-z0-9]+/g, '-')
  return words.slice(
    words.startsWith('-') ? 1 : 0,
    words.endsWith('-') ? Math.max(words.length - 1, 0) : undefined,
  )
}
