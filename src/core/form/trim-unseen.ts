/** A selector that makes a picture of the sign before it belongs to that sign. */
const atEnd = /[ \t\p{Zs}\u2800\uFEFF]|[\uFE00-\uFE0F]/u

/**
 * A one-line answer without what nobody sees at its ends: blanks of any width, and selectors of variants that select nothing. What turns the direction
 * of writing, and characters without any width, are left to be refused. Linear.
 */
export function trimUnseen(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && atEnd.test(text.charAt(start))) start += 1
  while (end > start && atEnd.test(text.charAt(end - 1)) && !selects(text, end - 1)) end -= 1
  return text.slice(start, end)
}

function selects(text: string, at: number): boolean {
  if (!/[\uFE00-\uFE0F]/u.test(text.charAt(at))) return false
  return /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Script=Han}]$/u.test(
    text.slice(Math.max(0, at - 2), at),
  )
}
