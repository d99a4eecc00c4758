import type { Json, JsonObject } from '../../model/json.js'
import type { PathStep } from '../../model/plan.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import type { NodePath } from './edit.js'
import { isList, isMap, ownValue } from './json-shapes.js'
import { tagOf } from './tagged.js'
import { taggedProblem } from './tagged-problem.js'

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
  /** A list on the way has no such item; an item is never made up. */
  | { readonly kind: 'no-item'; readonly step: PathStep }

/** Follows the steps of `at` from the root of a document. Every matcher must fit exactly one item. */
export function findPlace(root: Json, at: readonly PathStep[], file: string): Result<FoundPlace> {
  let value = root
  const path: (string | number)[] = []
  for (const [index, step] of at.entries()) {
    const tag = tagOf(value)
    if (tag !== null) return fail(taggedProblem(file, path, tag))
    const next = child(value, step, file)
    if (!next.ok) return next
    if (next.value === null) return absent(at.slice(index), path, value)
    path.push(next.value.step)
    value = next.value.value
  }
  return ok({ kind: 'found', path, value })
}

type Child = { readonly step: string | number; readonly value: Json } | null

function child(node: Json, step: PathStep, file: string): Result<Child> {
  if (typeof step === 'object')
    return isList(node) ? matched(node, step, file) : shapeProblem(node, step, file)
  if (isList(node)) {
    if (typeof step !== 'number') return shapeProblem(node, step, file)
    const value = node[step]
    return ok(value === undefined ? null : { step, value })
  }
  if (node === null && typeof step === 'string') return ok(null)
  if (!isMap(node)) return shapeProblem(node, step, file)
  const key = String(step)
  const value = ownValue(node, key)
  return ok(value === undefined ? null : { step: key, value })
}

function matched(
  items: readonly Json[],
  matcher: Readonly<Record<string, string | number | boolean>>,
  file: string,
): Result<Child> {
  const hits = [...items.entries()].filter(([, item]) => isMap(item) && fits(item, matcher))
  const [hit] = hits
  if (hit === undefined) return ok(null)
  if (hits.length === 1) return ok({ step: hit[0], value: hit[1] })
  return fail({
    code: 'change/item-ambiguous',
    file,
    what: `${hits.length} items of a list in ${file} have ${JSON.stringify(matcher)}.`,
    fix: 'Remove the duplicates from the file, or name more of the item in the request type.',
  })
}

function fits(item: JsonObject, matcher: Readonly<Record<string, string | number | boolean>>): boolean {
  return Object.entries(matcher).every(([key, expected]) => ownValue(item, key) === expected)
}

function absent(rest: readonly PathStep[], path: NodePath, value: Json): Result<FoundPlace> {
  const [first, ...more] = rest
  if (typeof first !== 'string') return ok({ kind: 'no-item', step: first ?? 0 })
  const names: string[] = []
  for (const step of more) {
    if (typeof step !== 'string') return ok({ kind: 'no-item', step })
    names.push(step)
  }
  return ok({ kind: 'missing', path, value, missing: [first, ...names] })
}

function shapeProblem(
  node: Json,
  step: PathStep,
  file: string,
): { readonly ok: false; readonly problems: readonly [Problem] } {
  const found = isList(node) ? 'a list' : isMap(node) ? 'a map' : 'a single value'
  const wanted = typeof step === 'string' ? 'a map' : 'a list'
  return {
    ok: false,
    problems: [
      {
        code: 'change/shape',
        file,
        what: `The step ${JSON.stringify(step)} needs ${wanted}, and ${file} has ${found} there.`,
        fix: 'Correct “at” in the request type, or the file.',
      },
    ],
  }
}
