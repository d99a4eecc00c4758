import type { Plan } from '../../model/plan.js'

/**
 * The JSON contract of `propose` (`schemas/plan.schema.json`): the files of a plan by blob id. Their texts are in the pull request; outputs
 * of a job have room for 1 MB.
 */
export function planJson({ digest, requestDigest, files }: Plan) {
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
  }
}
