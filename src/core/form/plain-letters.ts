/**
 * Letters of other scripts, each as the Latin letter it looks like, capitals and small letters apart; and `m`, `w`, `1`, `I`, `|` and `0` as
 * the letters they are mistaken for in the fonts GitHub uses. Everything else stays. Expects compatibility forms to be taken apart already.
 *
 * Source: Unicode Technical Standard #39, `confusables.txt`, of which these are the letters that can be taken for a Latin one at reading size.
 * Own table because the whole has more than 6,000 rows, most of them for letters no label has, and no kept package carries it.
 */
export function plainLetters(text: string): string {
  let plain = ''
  let from = 0
  for (let at = 0; at < text.length; at += 1) {
    const letter = letters.get(text.charCodeAt(at))
    if (letter === undefined) continue
    plain += text.slice(from, at) + letter
    from = at + 1
  }
  return from === 0 ? text : plain + text.slice(from)
}

/** By Latin letter: Cyrillic, Greek, Armenian, Cherokee, Lisu and rare Latin letters. */
const lookalikes: Readonly<Record<string, string>> = {
  A: '\u0410\u0391\u13AA\uA4EE',
  B: '\u0412\u0392\u13F4\uA4D0',
  C: '\u0421\u13DF\uA4DA',
  D: '\u13A0\uA4D3',
  E: '\u0415\u0395\u13AC\uA4F0',
  F: '\u03DC\uA4DD',
  G: '\u050C\u13C0\uA4D6',
  H: '\u041D\u0397\u13BB\uA4E7',
  I: '\u0406\u0399\uA4F2',
  J: '\u0408\u13AB\uA4D9',
  K: '\u041A\u039A\u13E6\uA4D7',
  L: '\u13DE\uA4E1',
  M: '\u041C\u039C\u13B7\uA4DF',
  N: '\u039D\uA4E0',
  O: '\u041E\u039F\u0555\uA4F3',
  P: '\u0420\u03A1\u13E2\uA4D1',
  Q: '\u051A',
  R: '\u13A1\u13D2\uA4E3',
  S: '\u0405\u054F\u13DA\uA4E2',
  T: '\u0422\u03A4\u13A2\uA4D4',
  U: '\u054D\uA4F4',
  V: '\u0474\u13D9\uA4E6',
  W: '\u051C\u13B3\uA4EA',
  X: '\u0425\u03A7\uA4EB',
  Y: '\u0423\u04AE\u03A5\uA4EC',
  Z: '\u0396\u13C3\uA4DC',
  a: '\u0430\u03B1\u0251',
  c: '\u0441\u03C2',
  d: '\u0501',
  e: '\u0435\u04BD',
  g: '\u0581\u0261',
  h: '\u04BB\u0570',
  i: '\u0456\u03B9\u0131',
  j: '\u0458\u03F3',
  k: '\u043A\u03BA',
  l: '\u04C0\u04CF\u01C0',
  n: '\u0578',
  o: '\u043E\u03BF\u03C3\u0585',
  p: '\u0440\u03C1',
  q: '\u051B\u0566',
  s: '\u0455\uA731',
  u: '\u057D\u03C5',
  v: '\u0475\u03BD',
  w: '\u051D\u0561',
  x: '\u0445\u03C7',
  y: '\u0443\u04AF\u03B3',
}

/** By the code of a letter, each of which is one of two bytes. */
const letters: ReadonlyMap<number, string> = new Map([
  ...Object.entries(lookalikes).flatMap(([latin, others]) =>
    [...others].map((other) => [other.charCodeAt(0), alike(latin)] as const),
  ),
  ...['m', 'w', '1', 'I', '|', '0'].map((each) => [each.charCodeAt(0), alike(each)] as const),
])

/** What a Latin letter or digit is mistaken for. */
function alike(latin: string): string {
  switch (latin) {
    case 'm':
      return 'rn'
    case 'w':
      return 'vv'
    case '1':
    case 'I':
    case '|':
      return 'l'
    case '0':
      return 'o'
    default:
      return latin
  }
}

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
