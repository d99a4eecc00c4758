/**
 * What a path is to a file system that ignores case and the ways a letter can be written: `straße.yml` and `STRASSE.yml`, `ﬁx.yml` and `fix.yml` are one.
 * Full case folding by way of the capitals, which spell out what has none. Source: the Unicode Standard, 3.13 “Default Case Algorithms”, and UAX #15 (NFKC).
 */
export function foldPath(path: string): string {
  return path.normalize('NFKC').toLowerCase().toUpperCase().normalize('NFKC').toLowerCase()
}
