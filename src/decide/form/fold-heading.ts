/**
 * What a label looks like, for telling lookalikes apart from it: compatibility forms, case, invisible characters, emphasis marks and the
 * width of white space do not count. Source: Unicode Standard Annex #15 (NFKC) and `Default_Ignorable_Code_Point`.
 */
export function foldLabel(label: string): string {
  const seen = label
    .normalize('NFKC')
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
  return seen
    .replace(/[*_~`\\]/g, '')
    .trim()
    .toUpperCase()
    .toLowerCase()
}

/**
 * The folded labels a line could be taken for a heading of; none for a line that no reader takes for a third-level heading. Four columns of
 * indentation make a line code, and another number of `#` another heading. Linear in the length of the line.
 */
export function foldHeading(line: string): readonly string[] {
  // Most lines begin with a letter; the search below costs much more.
  if (/^[A-Za-z0-9]?$/.test(line.charAt(0))) return []
  const start = line.search(/[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u)
  if (start < 0 || !hashes.has(line[start] ?? '')) return []
  if (/^(?: {4}| {0,3}\t)/.test(line.slice(0, 4))) return []
  const folded = foldLabel(line)
  if (!folded.startsWith('###') || folded.startsWith('####')) return []
  const text = folded.slice(3).trimStart()
  let end = text.length
  while (text[end - 1] === '#') end -= 1
  const closed =
    end < text.length && (end === 0 || text[end - 1] === ' ') ? text.slice(0, end).trimEnd() : text
  return closed === text ? [text] : [text, closed]
}

/** Everything NFKC turns into `#`: NUMBER SIGN, SMALL NUMBER SIGN, FULLWIDTH NUMBER SIGN. */
const hashes: ReadonlySet<string> = new Set(['#', '\uFE5F', '\uFF03'])
