import type { Form, FormField } from '../../model/form.js'
import type { Problem } from '../../model/problem.js'
import type { SubmissionOptions } from '../../model/submission.js'
import type { Heading } from './find-hidden-headings.js'

/** What a body lacks of its form. */
export interface AbsentSections {
  readonly problems: readonly Problem[]
  /** Fields whose section may be absent, and is; in form order. */
  readonly fields: readonly FormField[]
  /** Names them, so that nobody approves what pasted text could have put in their place. */
  readonly warnings: readonly Problem[]
}

/**
 * The form's sections that a body does not have. Every one is a problem, unless the request type allows those of fields that are not
 * required to be absent. Of equal labels all or none are absent: when some are there, nobody can say whose they are.
 * @param fields the fields by label.
 */
export function findAbsentSections(
  form: Form,
  fields: ReadonlyMap<string, readonly FormField[]>,
  headings: readonly Heading[],
  { allowMissingOptional }: SubmissionOptions,
): AbsentSections {
  const problems: Problem[] = []
  const absent = new Set<FormField>()
  for (const [label, same] of fields) {
    const found = headings.filter((heading) => heading.label === label).length
    if (found >= same.length) continue
    if (allowMissingOptional && found > 0) {
      problems.push(unclear(label, same.length, found))
      continue
    }
    for (const field of same.slice(found)) {
      if (allowMissingOptional && !field.required) absent.add(field)
      else problems.push(missing(label, field))
    }
  }
  const inOrder = form.fields.filter((field) => absent.has(field))
  return { problems, fields: inOrder, warnings: inOrder.length === 0 ? [] : [warning(inOrder)] }
}

function missing(label: string, field: FormField): Problem {
  return {
    code: 'form/missing-section',
    field: field.id,
    label: field.label,
    what: `The section “${label}” is missing.`,
    fix: `Edit the issue and put the line “### ${label}” back in its place, with the answer below it, or file the form again.`,
  }
}

function unclear(label: string, wanted: number, found: number): Problem {
  return {
    code: 'form/missing-section',
    label,
    what: `The form has the section “${label}” ${wanted} times and the issue ${found === 1 ? 'once' : `${found} times`}, so that nobody can say which one is missing.`,
    fix: `Edit the issue and put every line “### ${label}” back in its place, with “_No response_” below those that have no answer.`,
  }
}

/** All of them are named, however many: the list in a sentence is otherwise cut. */
function warning(fields: readonly FormField[]): Problem {
  const labels = fields.map(({ label }) => `“${label}”`).join(', ')
  return {
    code: 'form/section-absent',
    what:
      fields.length === 1
        ? `The section ${labels} of the form is not in the issue; it was read as empty.`
        : `The sections ${labels} of the form are not in the issue; they were read as empty.`,
    fix: 'Nothing needs to be done if no answer was meant; otherwise edit the issue and put the heading back in its place, with the answer below it.',
  }
}
