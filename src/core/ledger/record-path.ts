/** Issues whose folders stand in one folder: git copies the whole list of a folder whenever something below it is written. */
const issuesPerFolder = 100

/** The folder of an issue's records in the ledger, as in `issues/00/42` and `issues/12/1234`. */
export function recordFolder(issue: number): string {
  const hundreds = String(Math.floor(issue / issuesPerFolder)).padStart(2, '0')
  return `issues/${hundreds}/${issue}`
}

/** Where a record stands in the ledger, as in `issues/00/42/0003.json`. */
export function recordPath(issue: number, sequence: number): string {
  return `${recordFolder(issue)}/${String(sequence).padStart(4, '0')}.json`
}
