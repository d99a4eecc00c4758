/** What a value did not turn out to be. */
export const wrong = Symbol('wrong')

/**
 * The form of a value: answers the value with its fields in the order of the form, or {@link wrong}. One list says what is read and in
 * which order it is written, so that what was written in another order is found.
 */
export type Form = (value: unknown) => unknown

/** A field that may be left out. */
export interface Optional {
  readonly optional: Form
}

/** An object with exactly these fields. */
export function shape(fields: Readonly<Record<string, Form | Optional>>): Form {
  return (value) => {
    const found = fieldsOf(value)
    if (found === null) return wrong
    const ordered: Record<string, unknown> = {}
    for (const [name, field] of Object.entries(fields)) {
      const there = Object.hasOwn(found, name)
      if (!there && typeof field !== 'function') continue
      const read = there ? (typeof field === 'function' ? field : field.optional)(found[name]) : wrong
      if (read === wrong) return wrong
      ordered[name] = read
    }
    return Object.keys(ordered).length === Object.keys(found).length ? ordered : wrong
  }
}

export function optional(form: Form): Optional {
  return { optional: form }
}

export function listOf(form: Form): Form {
  return fromList(() => form)
}

/** A list of a form that is only known later: of the one it is part of. */
export function fromList(form: () => Form): Form {
  return (value) => {
    if (!Array.isArray(value)) return wrong
    const read = value.map((each: unknown) => form()(each))
    return read.includes(wrong) ? wrong : read
  }
}

export function orNull(form: Form): Form {
  return (value) => (value === null ? null : form(value))
}

export function oneOf(...words: readonly string[]): Form {
  return that((value) => typeof value === 'string' && words.includes(value))
}

/** A value for which a condition holds. */
export function that(holds: (value: unknown) => boolean): Form {
  return (value) => (holds(value) ? value : wrong)
}

export const text = that((value) => typeof value === 'string')
export const flag = that((value) => typeof value === 'boolean')
/** An object with any fields. */
export const map = that((value) => fieldsOf(value) !== null)

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
}
