import type { PathStepTemplate, Template } from '../../model/request-type.js'
import {
  type Decoding,
  describe,
  entriesByKey,
  itemsOf,
  jsonOf,
  type Piece,
  pieceOf,
  report,
  textOf,
  wrongKind,
} from '../decode/decoding.js'

/** The way to a place; an empty way is the file itself, which may be a list. */
export function decodePlace(decoding: Decoding, piece: Piece): readonly PathStepTemplate[] {
  if (piece.tree.kind !== 'list') {
    wrongKind(decoding, piece, 'the way as a list, as in', '[spec, containers, { name: app }, image]')
    return []
  }
  const steps = piece.tree.items.map((tree, index) =>
    decodeStep(decoding, { tree, place: `${piece.place}/${index}` }),
  )
  return steps.filter((step) => step !== null)
}

function decodeStep(decoding: Decoding, piece: Piece): PathStepTemplate | null {
  const { tree } = piece
  if (tree.kind === 'scalar' && typeof tree.value === 'string' && tree.value !== '') return tree.value
  if (tree.kind === 'scalar' && typeof tree.value === 'number' && isIndex(tree.value)) return tree.value
  if (tree.kind !== 'map' || tree.entries.length === 0) return stepProblem(decoding, piece)
  const matcher: Record<string, string | number | boolean> = Object.create(null)
  for (const { key, value } of tree.entries) {
    const json = jsonOf(decoding, value)
    if (json === null || typeof json === 'object') return stepProblem(decoding, piece)
    matcher[key] = json
  }
  return matcher
}

function stepProblem(decoding: Decoding, piece: Piece): null {
  return wrongKind(decoding, piece, 'a key, an index from 0 or a matcher, as in', '{ name: app }')
}

/** Which document of a file with several: an index from 0, or `kind` and `name` of a Kubernetes resource. */
export function decodeDocument(decoding: Decoding, piece: Piece): Template {
  const { tree } = piece
  if (tree.kind === 'scalar' && typeof tree.value === 'number' && isIndex(tree.value)) return tree.value
  if (tree.kind !== 'map' || tree.entries.length === 0) {
    return report(decoding, tree.line, {
      code: 'type/value',
      what: `“${piece.place}” is ${describe(tree)}.`,
      fix: 'Write the number of the document from 0, or its kind and name, as in { kind: Deployment, name: web }.',
    })
  }
  entriesByKey(decoding, piece, ['kind', 'name'])
  for (const entry of tree.entries) textOf(decoding, pieceOf(decoding, entry, piece.place), 'Deployment')
  return jsonOf(decoding, tree)
}

/** Whether a number can be a position in a list, counted from 0. */
export function isIndex(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

/** The globs of the paths a request may touch. */
export function decodePaths(decoding: Decoding, piece: Piece): readonly string[] {
  const items = itemsOf(decoding, piece, '[apps/*/values.yaml, clusters/**]') ?? []
  return items.flatMap((item) => {
    const glob = textOf(decoding, item, 'apps/*/values.yaml')
    if (glob === null) return []
    const fault = globFault(glob)
    if (fault === null) return [glob]
    report(decoding, item.tree.line, {
      code: 'type/value',
      what: `“${item.place}” is “${glob}”, which ${fault}.`,
      fix: 'Write a path from the root of the repository, in which * stands for a part of one name and ** for whole folders, as in apps/*/values.yaml.',
    })
    return []
  })
}

/** Other tools give more characters a meaning; here a glob that has one would silently mean something else. */
function globFault(glob: string): string | null {
  if (glob.includes('${{')) return 'has an expression in it'
  if (/[?[\]{}!\\]/.test(glob)) return 'has a character that is no part of a pattern here'
  const parts = glob.split('/')
  if (parts.some((part) => part === '' || part === '.' || part === '..'))
    return 'begins or ends with a slash, or has an empty part or one of dots'
  return parts.some((part) => part !== '**' && part.includes('**')) ? 'has ** beside other characters' : null
}
