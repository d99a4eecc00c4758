import type { FieldValue, Submission } from '../../model/submission.js'

/**
 * The JSON contract of `parse` (`schemas/submission.schema.json`): values by field id, null where a field is empty; the fields in form
 * order with text and lines.
 */
export function submissionJson({ fields, bodySha256, warnings }: Submission) {
  // Ids may be named like properties every object has.
  const values: Record<string, FieldValue> = Object.create(null)
  for (const { id, value } of fields) values[id] = value
  return { ok: true as const, values, fields, bodySha256, warnings }
}
