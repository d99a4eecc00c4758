/** Whether a number can be a position in a list, counted from 0. */
export function isIndex(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
