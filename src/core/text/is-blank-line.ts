/** Whether a line holds nothing but ASCII spaces and tabs. Source: CommonMark, “Blank lines”. */
export function isBlankLine(line: string): boolean {
  let at = 0
  while (line[at] === ' ' || line[at] === '\t') at += 1
  return at === line.length
}
