import type { Change } from '../../model/change.js'
import type { Json } from '../../model/json.js'
import type { PathStep, Place, Resource } from '../../model/plan.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import type { Edit, NodePath } from './edit.js'
import { isMap, ownValue } from './json-shapes.js'
import type { LineFinder } from './line-finder.js'
import { placeBefore, placeText } from './place-text.js'
import type { Sides } from './reading.js'

/** The position of the one document of a manifest that a change means. */
export function chooseDocument(
  documents: readonly Json[],
  change: Pick<Change, 'file' | 'document'>,
): Result<number> {
  const { document: choice } = change
  const hits = [...documents.keys()].filter((index) => {
    if (choice === null) return true
    if (choice.by === 'index') return index === choice.index
    const { kind, name } = claimOf(documents[index] ?? null)
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

function claimOf(document: Json): { readonly kind: Json | undefined; readonly name: Json | undefined } {
  if (!isMap(document)) return { kind: undefined, name: undefined }
  const metadata = ownValue(document, 'metadata')
  return { kind: ownValue(document, 'kind'), name: isMap(metadata) ? ownValue(metadata, 'name') : undefined }
}

/** The document of a file with several: where it stands, and what it says it is, where no other document of the file says the same. */
export function documentOf(documents: readonly Json[], index: number): Pick<Place, 'document' | 'resource'> {
  if (documents.length < 2) return {}
  const resource = resourceOf(documents, index)
  return resource === null ? { document: index } : { document: index, resource }
}

/** What a document says it is, where no other one says the same. */
export function resourceOf(documents: readonly Json[], index: number): Resource | null {
  const { kind, name } = claimOf(documents[index] ?? null)
  if (typeof kind !== 'string' || typeof name !== 'string') return null
  const resource = { kind, name }
  return positionOf(documents, resource) === index ? resource : null
}

/** Where the one document stands that says it is this; null where none or several do. */
export function positionOf(documents: readonly Json[], resource: Resource): number | null {
  const claims = documents.map(claimOf)
  const hits = [...claims.keys()].filter(
    (index) => claims[index]?.kind === resource.kind && claims[index].name === resource.name,
  )
  return hits.length === 1 ? (hits[0] ?? null) : null
}

/** Tells the line of the file, counted from 1, on which a place of a document begins; null where that cannot be told. */
export type LineOf = (path: NodePath) => number | null

/** A document in which places are looked for, and where they stand in its file. */
export interface SearchedDocument extends Sides {
  readonly file: string
  /** Of a place that a change before this one makes, the line of what it will be in. */
  readonly lineOf: LineOf
}

/** A document of which no lines are told. */
export function documentWithoutLines(file: string, sides: Sides): SearchedDocument {
  return { file, ...sides, lineOf: () => null }
}

/**
 * Where the places of a document stand in its file as that is, which is what a person opens, although some edits have been made of the
 * document: the lines are those of the text before them all.
 */
export function linesBefore(find: LineFinder, document: number, edits: readonly Edit[]): LineOf {
  return (path) => find(document, placeBefore(path, edits).path)
}

/** A place as a problem names it: `images › registry.example/shop`, or the document. */
export function named(steps: readonly PathStep[]): string {
  return steps.length === 0 ? 'the document' : `“${placeText(steps)}”`
}

/** Where a problem is: the file, and the line where it can be told. */
export function at({ file, lineOf }: SearchedDocument, path: NodePath): Pick<Problem, 'file' | 'line'> {
  return { file, ...onLine(lineOf(path)) }
}

/** The line of a problem, where it can be told. */
export function onLine(line: number | null | undefined): Pick<Problem, 'line'> {
  return line == null ? {} : { line }
}

/** In characters of a value that a problem quotes. */
const quoteLengthMax = 80

/** A value as a problem quotes it. */
export function quoted(value: Json): string {
  const text = JSON.stringify(value)
  return text.length > quoteLengthMax ? `${text.slice(0, quoteLengthMax)}…` : text
}
