import { parseAllDocuments } from 'yaml'
import type { Result } from '../../../model/problem.js'
import { type DocumentEdit, spliceInBatches } from '../splice-in-batches.js'
import { detectLayout } from './detect-layout.js'
import { type EditedDocument, spliceEdit } from './splice-edit.js'
import { majorityLineEnd } from './text-lines.js'

/**
 * The YAML text with all edits spliced in, in order. The data of the result is not proven yet.
 * @param text without a byte order mark; js-yaml has accepted it, which bounds its depth.
 */
export function spliceYaml(text: string, edits: readonly DocumentEdit[]): Result<string> {
  return spliceInBatches(text, edits, (current) => {
    const documents = editedDocuments(current)
    return ({ document, edit }) => {
      const edited = documents[document]
      if (edited === undefined) throw new Error(`the text has no document ${document}`)
      return spliceEdit(edited, edit)
    }
  })
}

function editedDocuments(text: string): readonly EditedDocument[] {
  // Keys are compared where an edit meets them: `uniqueKeys` would make parsing quadratic.
  const parsed = parseAllDocuments(text, { keepSourceTokens: true, uniqueKeys: false, logLevel: 'silent' })
  if (!Array.isArray(parsed)) return []
  const eol = majorityLineEnd(text)
  return parsed.map((document) => ({ document, text, eol, layout: detectLayout(document, text) }))
}
