import type { Observed } from '../../../model/settings.js'

/** Whether something holds of any part; one unseen part leaves a “no” open. */
export type Answer =
  | { readonly is: 'yes' }
  | { readonly is: 'no' }
  | { readonly is: 'unknown'; readonly why: string }

/** Whether anything that was seen fits; where nothing does, what was not seen might. `null` of a part is not seen either. */
export function someKnown<T>(parts: readonly Observed<T>[], fits: (part: T) => boolean | null): Answer {
  const answers = parts.map((part) => (part.known ? fits(part.value) : null))
  if (answers.includes(true)) return { is: 'yes' }
  const open = answers.indexOf(null)
  if (open === -1) return { is: 'no' }
  const part = parts[open]
  return {
    is: 'unknown',
    why: part === undefined || part.known ? 'GitHub does not tell it of classic branch protection' : part.why,
  }
}
