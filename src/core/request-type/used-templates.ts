import type { ChangeTemplate, RequestType } from '../../model/request-type.js'
import type { PolicyFile } from '../../model/snapshot.js'

/** The templates some changes name, each once; the key is left out where they name none. */
export function usedTemplates(
  changes: readonly ChangeTemplate[],
  templates: readonly PolicyFile[],
): Pick<RequestType, 'templates'> {
  const named = new Set(changes.flatMap((change) => (change.kind === 'file' ? [change.contentFrom] : [])))
  const used = templates.flatMap(({ path, blob, text }) =>
    named.has(path) && text !== null ? [{ path, blob, text }] : [],
  )
  return used.length === 0 ? {} : { templates: used }
}
