import type { Form } from '../../model/form.js'
import type { Policy } from '../../model/policy.js'
import type { Problems } from '../../model/problem.js'
import type { Submission } from '../../model/submission.js'
import { parseForm } from '../form/parse-form.js'
import { parseSubmission } from '../form/parse-submission.js'
import { readPolicy } from '../request-type/read-policy.js'
import { selectType } from '../request-type/select-type.js'
import { type UnreadText, unreadText } from './read-request.js'

/** What a text says as the submission of a form; nothing is validated against a request type yet. */
export type ReadSubmission =
  | { readonly kind: 'parsed'; readonly form: Form; readonly submission: Submission }
  /** The requester has to mend the text. */
  | ({ readonly kind: 'invalid'; readonly form: Form } & UnreadText)
  /** A maintainer has to mend the form, or tell two forms apart. */
  | { readonly kind: 'held'; readonly problems: Problems }
  /** The text fits the form of no request type. */
  | { readonly kind: 'ignored' }
  /** The form that was named is not there; these are. */
  | { readonly kind: 'no-form'; readonly forms: readonly string[] }

/** A text and the form to read it against; without a form, the request types are searched for one that fits. */
export interface SubmissionSource {
  readonly body: string
  readonly labels: readonly string[]
  /** File name below `.github/ISSUE_TEMPLATE/`, or null. */
  readonly form: string | null
}

/** Reads a text as a submission. */
export function readSubmission(policy: Policy, { body, labels, form }: SubmissionSource): ReadSubmission {
  if (form !== null) return readAgainst(policy, form, body)
  const { candidates, others } = readPolicy(policy)
  const selection = selectType(candidates, { body, labels }, others)
  switch (selection.kind) {
    case 'one':
      return conclude(selection.form, selection.submission, body)
    case 'none':
      return { kind: 'ignored' }
    case 'ambiguous':
      return {
        kind: 'held',
        problems: [
          {
            code: 'state/ambiguous-type',
            what: `The text fits the forms of several request types: ${selection.types.map(({ path }) => path).join(', ')}.`,
            fix: 'A maintainer has to name the form that is meant in the workflow, or to give the forms different labels or headings.',
          },
        ],
      }
  }
}

function readAgainst(policy: Policy, name: string, body: string): ReadSubmission {
  const forms = policy.forms.map(({ path }) => path.slice(path.lastIndexOf('/') + 1))
  const file = policy.forms[forms.indexOf(name)]
  if (file === undefined || file.text === null) return { kind: 'no-form', forms }
  const form = parseForm({ file: name, blob: file.blob, text: file.text })
  if (!form.ok) return { kind: 'held', problems: form.problems }
  // A form that a request type uses is read as that type says.
  const reading = readPolicy(policy).candidates.find(({ type }) => type.form === name)?.type.reading
  return conclude(form.value, parseSubmission(form.value, body, reading), body)
}

function conclude(form: Form, result: ReturnType<typeof parseSubmission>, body: string): ReadSubmission {
  if (result.ok) return { kind: 'parsed', form, submission: result.value }
  return { kind: 'invalid', form, ...unreadText(result, body) }
}
