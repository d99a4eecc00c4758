/** Most lines told of one list. */
const linesMax = 10

/** The lines of some places, as in `, on lines 4 and 9`; nothing where they cannot be told. */
export function onLines(numbers: readonly (number | null)[]): string {
  const lines = numbers.slice(0, linesMax)
  if (lines.length === 0 || lines.includes(null)) return ''
  const more = numbers.length - lines.length
  const [last, ...others] = lines.toReversed()
  const listed = others.length === 0 ? `${last}` : `${others.toReversed().join(', ')} and ${last}`
  return `, on ${numbers.length === 1 ? 'line' : 'lines'} ${more > 0 ? `${lines.join(', ')} and ${more} more` : listed}`
}
