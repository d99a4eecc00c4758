import type { Change } from '../../model/change.js'
import type { Json } from '../../model/json.js'
import { fail, ok, type Result } from '../../model/problem.js'
import { isMap, ownValue } from './json-shapes.js'

/** The position of the one document of a manifest that a change means. */
export function chooseDocument(
  documents: readonly Json[],
  change: Pick<Change, 'file' | 'document'>,
): Result<number> {
  const { document: choice } = change
  const hits = [...documents.keys()].filter((index) => {
    if (choice === null) return true
    if (choice.by === 'index') return index === choice.index
    const { kind, name } = resource(documents[index] ?? null)
    return (choice.kind === null || choice.kind === kind) && (choice.name === null || choice.name === name)
  })
  const [hit] = hits
  if (hit !== undefined && hits.length === 1) return ok(hit)
  if (documents.every((document) => document === null))
    return fail({
      code: 'change/document-choice',
      file: change.file,
      what: `${change.file} is empty, or has only comments, so the document that is to change is not in it.`,
      fix: 'Correct the request, or add the document to the file first.',
    })
  return fail({
    code: 'change/document-choice',
    file: change.file,
    what: `${hits.length} of the ${documents.length} documents in ${change.file} fit the change; it must be exactly one.`,
    fix: 'In the request type, choose one with document: its number from 0, or its kind and name.',
  })
}

function resource(document: Json): { readonly kind: Json | undefined; readonly name: Json | undefined } {
  if (!isMap(document)) return { kind: undefined, name: undefined }
  const metadata = ownValue(document, 'metadata')
  return { kind: ownValue(document, 'kind'), name: isMap(metadata) ? ownValue(metadata, 'name') : undefined }
}
