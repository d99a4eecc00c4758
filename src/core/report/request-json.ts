import type { End } from '../../model/end.js'
import type { Json } from '../../model/json.js'
import type { Plan } from '../../model/plan.js'
import type { Problem } from '../../model/problem.js'
import type { Request } from '../../model/request.js'
import type { FieldValue, Submission } from '../../model/submission.js'

/** The JSON contract of `validate` (`schemas/request.schema.json`): typed values by field id, or what has to be mended. */
export function requestJson({
  request,
  end,
  problems,
}: {
  readonly request: Request | null
  /** Null where it never ends. */
  readonly end: End | null
  readonly problems: readonly Problem[]
}) {
  if (request === null || problems.length > 0) return { ok: false, problems }
  // Ids may be named like properties every object has.
  const values: Record<string, Json> = Object.create(null)
  for (const [id, value] of request.values) values[id] = value
  return {
    ok: true,
    type: request.type,
    values,
    requestDigest: request.digest,
    ...(end === null ? {} : { end }),
  }
}

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

/**
 * The JSON contract of `propose` (`schemas/plan.schema.json`): the files of a plan by blob id. Their texts are in the pull request; outputs
 * of a job have room for 1 MB.
 */
export function planJson({ digest, requestDigest, files, end, stage }: Plan) {
  return {
    ok: true,
    planDigest: digest,
    requestDigest,
    files: files.map(({ path, change, mode, before, after }) => ({
      path,
      change,
      mode,
      beforeBlob: before?.oid ?? null,
      afterBlob: after?.oid ?? null,
    })),
    ...(end === undefined ? {} : { end }),
    ...(stage === undefined ? {} : { stage }),
  }
}
