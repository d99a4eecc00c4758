import { ok, type Result } from '../../../model/problem.js'
import type { SplicePlan } from '../splice.js'
import { type DocumentEdit, spliceInBatches } from '../splice-in-batches.js'
import { detectLayout, usualLayout } from './block-lines.js'
import { type EmptyDocument, fillDocument } from './empty-node.js'
import { inText, locatingText, parsed } from './locating-text.js'
import { maskedDocuments, maskedText } from './masked-text.js'
import { type EditedDocument, spliceEdit, unsupported } from './splice-edit.js'
import { majorityLineEnd } from './text-lines.js'

/**
 * The YAML text with all edits spliced in, in order. The data of the result is not proven yet.
 * @param text without a byte order mark; js-yaml has accepted it, which bounds its depth.
 */
export function spliceYaml(text: string, edits: readonly DocumentEdit[]): Result<string> {
  return spliceInBatches(text, edits, (current) => {
    const located = locatingText(current)
    const plan = planIn(located.source, editedDocuments(located.source, located.documents))
    return (edit) => {
      const planned = plan(edit)
      return planned.ok ? ok(inText(planned.value, located)) : planned
    }
  })
}

/** The same for large texts, of which only what the edits come near is parsed; null where all of it has to be. */
export function spliceLargeYaml(text: string, edits: readonly DocumentEdit[]): Result<string> | null {
  const documents = new Set(edits.map(({ document }) => document))
  const mask = (current: string): string | null =>
    maskedText(
      current,
      edits.map(({ edit }) => edit),
    ) ?? maskedDocuments(current, documents)
  if (mask(text) === null) return null
  return spliceInBatches(text, edits, (current) =>
    planIn(current, editedDocuments(current, parsed(mask(current) ?? current))),
  )
}

function planIn(
  text: string,
  documents: readonly EditedDocument[],
): (edit: DocumentEdit) => Result<SplicePlan> {
  return (asked) => {
    const { document, edit } = asked
    const edited = documents[document]
    const empty = emptyDocument(text, documents, document)
    if (empty !== null)
      return edit.kind === 'replace' && edit.path.length === 0
        ? ok(fillDocument(empty, edit.value))
        : unsupported()
    if (edited === undefined) throw new Error(`the text has no document ${document}`)
    return spliceEdit(edited, asked)
  }
}

/** Where content goes in a text without any, or in a document without any: what that has for a node is no part of the text. */
function emptyDocument(
  text: string,
  documents: readonly EditedDocument[],
  index: number,
): EmptyDocument | null {
  if (documents.length === 0)
    return { text, end: text.length, eol: majorityLineEnd(text), layout: usualLayout }
  const edited = documents[index]
  const content = edited?.document.contents ?? null
  if (edited === undefined || content === null || content.srcToken !== undefined) return null
  return { ...edited, end: content.range?.[2] ?? text.length }
}

function editedDocuments(
  text: string,
  documents: readonly EditedDocument['document'][],
): readonly EditedDocument[] {
  const eol = majorityLineEnd(text)
  return documents.map((document) => ({ document, text, eol, layout: detectLayout(document, text) }))
}
