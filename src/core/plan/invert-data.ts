import { isList, type Json } from '../../model/json.js'
import type { Place } from '../../model/plan.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import { documentOf, linesBefore, onLine } from '../manifest/choose-document.js'
import type { Edit, NodePath } from '../manifest/edit.js'
import type { EditedManifest } from '../manifest/edit-manifest.js'
import { isMap, ownValue } from '../manifest/json-shapes.js'
import { type LineFinder, lineFinder } from '../manifest/line-finder.js'
import type { ManifestFormat } from '../manifest/manifest-format.js'
import { closedProblem } from '../manifest/obstacle-problem.js'
import { placeText, pointerText } from '../manifest/place-text.js'
import { editedReading, type Reading } from '../manifest/reading.js'
import { spliceAndProve } from '../manifest/splice-and-prove.js'
import { type Revert, revertData } from './revert-data.js'

/** A manifest before a plan, after it, and now that others have changed it. */
export interface ThreeTexts {
  readonly before: string
  readonly after: string
  readonly now: string
}

const byteOrderMark = '\ufeff'

/** The manifest of now without what the plan changed, every other line as it is. The proof is the same as for any other edit. */
export function invertData(file: string, texts: ThreeTexts, format: ManifestFormat): Result<EditedManifest> {
  const mark = texts.now.startsWith(byteOrderMark) ? byteOrderMark : ''
  const text = texts.now.slice(mark.length)
  const now = format.readExactly(text, file)
  if (!now.ok) return now
  const { documents } = now.value
  const closed = closedProblem(documents, text, file)
  if (closed !== null) return fail(closed)
  const find = lineFinder(text, file)
  const reverts = revertsOf(file, texts, now.value, { format, find })
  if (!reverts.ok) return reverts
  const edits = reverts.value.flatMap((revert, document) =>
    revert.edits.map((edit, index) => ({
      document,
      edit,
      lineOf: linesBefore(find, document, revert.edits.slice(0, index)),
    })),
  )
  const wanted = edits.reduce(
    (reading, { document, edit }) => editedReading(reading, document, edit),
    now.value,
  )
  const places = reverts.value.flatMap((revert, document) =>
    placesOf(revert.edits, documents[document] ?? null, wanted.documents[document] ?? null).map((place) => ({
      ...documentOf(documents, document),
      ...place,
    })),
  )
  const proven = spliceAndProve({ text, file, format, edits, before: now.value, wanted })
  return proven.ok ? ok({ text: `${mark}${proven.value}`, places }) : proven
}

/** One per document, in the values as they are spelled: `yes` goes back to `yes`. A problem for every place somebody changed, or for the file where documents came or went. */
function revertsOf(
  file: string,
  texts: ThreeTexts,
  now: Reading,
  { format, find }: { readonly format: ManifestFormat; readonly find: LineFinder },
): Result<readonly Revert[]> {
  const count = now.documents.length
  const before = format.readExactly(texts.before.replace(/^\ufeff/, ''), file)
  const after = format.readExactly(texts.after.replace(/^\ufeff/, ''), file)
  if (!before.ok || !after.ok) return fail(conflict(file, []))
  const [{ spelled: old }, { spelled: written, documents: expectedDocuments }] = [before.value, after.value]
  if (old.length !== count || written.length !== count) return fail(conflict(file, []))
  const reverts = now.spelled.map((data, index) =>
    revertData(old[index] ?? null, written[index] ?? null, data),
  )
  const problems: readonly Problem[] = reverts.flatMap((revert, index) =>
    revert.conflicts.map((path) => {
      const [expected, found] = [expectedDocuments[index], now.documents[index]].map((data) =>
        valueAt(data ?? null, path),
      )
      return conflict(file, path, { expected, found, line: find(index, path) })
    }),
  )
  const [first, ...more] = problems
  return first === undefined ? ok(reverts) : fail(first, ...more)
}

function placesOf(edits: readonly Edit[], now: Json, wanted: Json): readonly Place[] {
  const paths = new Map<string, NodePath>()
  for (const edit of edits) {
    const path = 'key' in edit ? [...edit.path, edit.key] : edit.path
    paths.set(pointerText(path), path)
  }
  return [...paths.values()].map((at) => {
    const [old, written] = [valueAt(now, at), valueAt(wanted, at)]
    return {
      at,
      ...(old === undefined ? {} : { old }),
      ...(written === undefined ? {} : { new: written }),
    }
  })
}

function valueAt(data: Json, at: NodePath): Json | undefined {
  let node: Json | undefined = data
  for (const step of at)
    node = isList(node) ? node[Number(step)] : isMap(node) ? ownValue(node, String(step)) : undefined
  return node
}

/** In characters of a value that a problem quotes. */
const quoteLengthMax = 80

/** What the plan had written at a place and what is there now; undefined where there is nothing. */
export interface Clash {
  readonly expected: Json | undefined
  readonly found: Json | undefined
  /** Where it stands now, as far as that can be told. */
  readonly line?: number | null
}

/** What is said where somebody changed a place after a plan had written it; the whole file without steps and without data. */
export function conflict(file: string, at: NodePath, clash?: Clash): Problem {
  const place = at.length === 0 ? file : `${placeText(at)} in ${file}`
  const sides =
    clash === undefined ? '' : `; expected is ${quoted(clash.expected)}, found is ${quoted(clash.found)}`
  return {
    code: 'change/conflict',
    file,
    ...onLine(clash?.line),
    what: `Somebody changed ${place} after the request had written it, so undoing the request would undo that too${sides}.`,
    fix: 'Decide by hand what the place should be, and change it in a pull request.',
  }
}

function quoted(side: Json | undefined): string {
  if (side === undefined) return 'nothing'
  const text = JSON.stringify(side)
  return text.length > quoteLengthMax ? `${text.slice(0, quoteLengthMax)}…` : text
}
