import { isList, type Json, type JsonObject } from '../../model/json.js'
import type { PathStep } from '../../model/plan.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import { at, named, quoted, type SearchedDocument } from './choose-document.js'
import type { NodePath } from './edit.js'
import { isMap, ownValue } from './json-shapes.js'
import { onLines } from './line-finder.js'
import { stepText } from './place-text.js'
import { taggedProblem, tagOf } from './tagged.js'

/** Where a place is, or how far the way to it goes. */
export type FoundPlace =
  | { readonly kind: 'found'; readonly path: NodePath; readonly value: Json }
  /** `path` leads to a map, or to an empty value, that has no entry `missing[0]`; the rest would be inside it. */
  | {
      readonly kind: 'missing'
      readonly path: NodePath
      readonly value: Json
      readonly missing: readonly [string, ...string[]]
    }
  /** The list that `path` leads to has no such item; an item is never made up. */
  | { readonly kind: 'no-item'; readonly path: NodePath; readonly step: PathStep }

/** Follows some steps from the root of a document. Every matcher must fit exactly one item. */
export function findPlace(document: SearchedDocument, steps: readonly PathStep[]): Result<FoundPlace> {
  let value = document.data
  const path: (string | number)[] = []
  for (const [index, step] of steps.entries()) {
    const before = steps.slice(0, index)
    const tag = tagOf(value)
    if (tag !== null) return fail({ ...taggedProblem(document.file, before, tag), ...at(document, path) })
    const next = child({ document, steps: before, path, value }, step)
    if (!next.ok) return next
    if (next.value === null) return absent(steps.slice(index), path, value)
    path.push(next.value.step)
    value = next.value.value
  }
  return ok({ kind: 'found', path, value })
}

type Child = { readonly step: string | number; readonly value: Json } | null

/** How far the way was followed: the steps as they were asked for, and the path they lead along. */
interface Reached {
  readonly document: SearchedDocument
  readonly steps: readonly PathStep[]
  readonly path: NodePath
  readonly value: Json
}

function child(reached: Reached, step: PathStep): Result<Child> {
  const { value: node } = reached
  if (typeof step === 'object')
    return isList(node) ? matched(reached, node, step) : shapeProblem(reached, step)
  if (isList(node)) {
    if (typeof step !== 'number') return shapeProblem(reached, step)
    const value = node[step]
    return ok(value === undefined ? null : { step, value })
  }
  if (node === null && typeof step === 'string') return ok(null)
  if (!isMap(node)) return shapeProblem(reached, step)
  const key = String(step)
  const value = ownValue(node, key)
  return ok(value === undefined ? null : { step: key, value })
}

function matched(
  { document, steps, path }: Reached,
  items: readonly Json[],
  matcher: Readonly<Record<string, string | number | boolean>>,
): Result<Child> {
  const hits = [...items.entries()].filter(([, item]) => isMap(item) && fits(item, matcher))
  const [hit] = hits
  if (hit === undefined) return ok(null)
  if (hits.length === 1) return ok({ step: hit[0], value: hit[1] })
  const paths = hits.map(([index]) => [...path, index])
  return fail({
    code: 'change/item-ambiguous',
    ...at(document, paths[0] ?? path),
    what: `${hits.length} items of ${named(steps)} in ${document.file} are “${stepText(matcher)}”${onLines(paths.map(document.lineOf))}.`,
    fix: 'Remove all but one of them from the file, or name more of the item in the request type.',
  })
}

function fits(item: JsonObject, matcher: Readonly<Record<string, string | number | boolean>>): boolean {
  return Object.entries(matcher).every(([key, expected]) => ownValue(item, key) === expected)
}

function absent(rest: readonly PathStep[], path: NodePath, value: Json): Result<FoundPlace> {
  const [first, ...more] = rest
  if (typeof first !== 'string') return ok({ kind: 'no-item', path, step: first ?? 0 })
  const names: string[] = []
  for (const step of more) {
    if (typeof step !== 'string') return ok({ kind: 'no-item', path, step })
    names.push(step)
  }
  return ok({ kind: 'missing', path, value, missing: [first, ...names] })
}

function shapeProblem(
  { document, steps, path, value: node }: Reached,
  step: PathStep,
): { readonly ok: false; readonly problems: readonly [Problem] } {
  const found = isList(node) ? 'a list' : isMap(node) ? 'a map' : `the single value ${quoted(node)}`
  const wanted = typeof step === 'string' ? 'a map' : 'a list'
  return {
    ok: false,
    problems: [
      {
        code: 'change/shape',
        ...at(document, path),
        what: `The step “${stepText(step)}” needs ${wanted}, and ${document.file} has ${found} at ${named(steps)}.`,
        fix: 'Correct “at” in the request type, or the file.',
      },
    ],
  }
}
