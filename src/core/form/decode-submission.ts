import type { Form } from '../../model/form.js'
import type { Result } from '../../model/problem.js'
import {
  type FieldValue,
  type Submission,
  type SubmissionOptions,
  usualReading,
} from '../../model/submission.js'
import { wrong } from '../decode/decoding.js'
import { openMap } from '../decode/keys.js'
import { has, readJson, some } from '../decode/read-data.js'
import { anyText, either, mapOf, orNull, yes } from '../decode/shape.js'
import { parseSubmission } from './parse-submission.js'
import { renderBody } from './render-body.js'

/**
 * Reads the JSON that `parse` writes. The values are written as GitHub would write them and read again by the one strict reader, so that a
 * document made by hand can hold nothing that a form could not have submitted; line numbers are those of that text. Null when it is
 * no such document.
 */
export function decodeSubmission(
  form: Form,
  json: string,
  reading: SubmissionOptions = usualReading,
): Result<Submission> | null {
  const document = readJson(parsed, json)
  if (document === wrong) return null
  const { values } = document
  const known = [...values.keys()].every((id) => form.fields.some((field) => field.id === id))
  return known ? parseSubmission(form, renderBody(form, values), reading) : null
}

const value = either<FieldValue>(
  { where: (tree) => tree.kind === 'list', is: some(anyText) },
  { where: () => true, is: orNull(anyText) },
)
const parsed = openMap({ ok: has(yes), values: has(mapOf(value, '')) })
