import type { FormField } from './form.js'
import type { Digest } from './ids.js'
import type { Problem, Result } from './problem.js'

/**
 * A field's value as submitted: text, option labels in form order (checkboxes and multiple dropdowns), addresses of uploaded files, or null when empty.
 */
export type FieldValue = string | readonly string[] | null

/** One section of the issue body, matched to its field. */
export interface SubmittedField {
  readonly id: string
  readonly label: string
  readonly type: FormField['type']
  readonly value: FieldValue
  /** The section's text as it stands in the body, line ends normalised to LF, blank lines at both ends dropped. */
  readonly raw: string
  /** First and last line of the section's text, counted from 1; both are the heading's line when it is empty. Null where the section is absent. */
  readonly lines: readonly [first: number, last: number] | null
}

/** How a body is read where its owner wants another rule than the usual one. */
export interface SubmissionOptions {
  /** Sections of fields that are not required may be absent; their value is null, and a warning names them. */
  readonly allowMissingOptional: boolean
  /** Characters that cannot be seen, or turn the direction of writing, are refused in long text too. */
  readonly refuseUnseenCharacters: boolean
}

/** The usual rules. */
export const usualReading: SubmissionOptions = { allowMissingOptional: false, refuseUnseenCharacters: false }

/** What an issue body says, parsed against its form. */
export interface Submission {
  /** In form order. */
  readonly fields: readonly SubmittedField[]
  /** SHA-256 of the body's UTF-8 bytes exactly as received. */
  readonly bodySha256: Digest
  /** What does not stop the request, but a requester or approver should know; codes as for problems. */
  readonly warnings: readonly Problem[]
}

/** What was read of a body. */
export type SubmissionResult = Result<Submission> & {
  /** Nothing of the form is in the body: there is no answer that could be corrected. */
  readonly otherText?: true
}
