import type { Json } from '../../model/json.js'
import type { Problem } from '../../model/problem.js'
import type { Request } from '../../model/request.js'

/** The JSON contract of `validate` (`schemas/request.schema.json`): typed values by field id, or what has to be mended. */
export function requestJson({
  request,
  problems,
}: {
  readonly request: Request | null
  readonly problems: readonly Problem[]
}) {
  if (request === null || problems.length > 0) return { ok: false, problems }
  // Ids may be named like properties every object has.
  const values: Record<string, Json> = Object.create(null)
  for (const [id, value] of request.values) values[id] = value
  return { ok: true, type: request.type, values, requestDigest: request.digest }
}
