import type { FormField } from '../../model/form.js'
import { anyCharacter, bareText, foldLabel } from './plain-letters.js'
import { hasMarkup, renderedText } from './rendered-text.js'

/** Finds the field whose label a text would be taken for, or null. */
export type LabelMatcher = (text: string) => FormField | null

/** Most characters one named reference stands for, after compatibility forms are taken apart: `&ffilig;` makes three. */
const referenceLengthMax = 3

const repeatedReferences = new RegExp(`${anyCharacter}{2,}`, 'g')

/**
 * A matcher for the labels of a form. The text is what stands behind the marks of a heading; it is read as it is, without `#` at its end,
 * and as GitHub renders it. What is longer than any label could look is not normalized, so that the cost stays linear.
 */
export function labelMatcher(fields: readonly FormField[]): LabelMatcher {
  const labels = new Map<string, FormField>()
  for (const field of fields) {
    labels.set(foldLabel(renderedText(field.label)), field)
    labels.set(foldLabel(field.label), field)
  }
  labels.delete('')
  const couldBe = shapesOf([...labels.keys()])
  const longest = Math.max(0, ...[...labels.keys()].map((label) => label.length))
  const find = (text: string): FormField | null => {
    const all = bareText(text)
    const bare = all.replace(repeatedReferences, anyCharacter)
    // A character outside the basic plane, two units long, can look like one letter; a reference may stand between any two.
    if (bare === '' || bare.length > 3 * longest + 1) return null
    if (bare.includes(anyCharacter)) {
      return withReferences(
        foldLabel(bare),
        (all.split(anyCharacter).length - 1) * referenceLengthMax,
        labels,
      )
    }
    return couldBe(bare) ? (labels.get(foldLabel(bare)) ?? null) : null
  }
  return (text) => {
    if (text === '') return null
    for (const reading of readings(text)) {
      const field = find(reading)
      if (field !== null) return field
    }
    return null
  }
}

function readings(text: string): readonly string[] {
  const closed = withoutClosing(text)
  const plain = closed === text ? [text] : [text, closed]
  return hasMarkup(text) ? [...plain, ...plain.map(renderedText)] : plain
}

/** Without the `#` that close a heading. Source: CommonMark, “ATX headings”. */
function withoutClosing(text: string): string {
  const trimmed = text.trimEnd()
  let end = trimmed.length
  while (trimmed[end - 1] === '#') end -= 1
  return end < trimmed.length && (end === 0 || /\s/.test(trimmed[end - 1] ?? ''))
    ? trimmed.slice(0, end)
    : text
}

/**
 * Tells whether a text has as many letters as a label once it is folded: most headings end here, before the dear folding of the whole. Counted
 * letter by letter, because a single one can become 18; what each becomes is remembered. Blanks do not count: their number changes.
 */
function shapesOf(labels: readonly string[]): (bare: string) => boolean {
  const lengths = new Set(labels.map((label) => solidLength(label)))
  const longest = Math.max(0, ...lengths)
  const known = new Map<string, number>()
  return (bare) => {
    let sum = 0
    for (const character of bare) {
      const length = known.get(character) ?? solidLength(foldLabel(character))
      known.set(character, length)
      sum += length
      if (sum > longest) return false
    }
    return lengths.has(sum)
  }
}

function solidLength(folded: string): number {
  return folded.replaceAll(' ', '').length
}

/** The label that is left when each named reference stands for up to three characters. */
function withReferences(
  folded: string,
  hiddenMax: number,
  labels: ReadonlyMap<string, FormField>,
): FormField | null {
  const parts = folded.split(anyCharacter)
  const known = folded.length - (parts.length - 1)
  for (const [label, field] of labels) {
    const free = label.length - known
    if (free >= 0 && free <= hiddenMax && hasParts(label, parts)) return field
  }
  return null
}

function hasParts(label: string, parts: readonly string[]): boolean {
  const last = parts.at(-1) ?? ''
  let at = parts[0]?.length ?? 0
  if (!label.startsWith(parts[0] ?? '') || !label.endsWith(last)) return false
  for (const part of parts.slice(1, -1)) {
    const found = label.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= label.length - last.length
}
