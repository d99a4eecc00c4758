import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js'
import type { Change } from '../../model/change.js'
import type { Json } from '../../model/json.js'
import type { Manifests, ObservedFile } from '../../model/manifest.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import { chooseDocument } from '../manifest/choose-document.js'
import type { NodePath } from '../manifest/edit.js'
import type { LineFinder } from '../manifest/line-finder.js'
import { manifestFormat } from '../manifest/manifest-format.js'
import { placeText } from '../manifest/place-text.js'
import { newValidator } from '../request/field-validator.js'

/** A person mends a few mistakes at a time, and one wrong branch of a schema gives many. */
const violationsMax = 5
/** In characters of a value that a problem quotes. */
const quoteLengthMax = 80

/**
 * What is wrong with a file's new text by the schemas its changes name; nothing where none does. Only the document a change is about is
 * looked at, and the schema is the one at the same commit.
 * @param lineBefore where a place of the new text stands in the file as it is, which is what a person opens.
 * @throws if a schema was not observed: whoever observes asks `changePaths`.
 */
export function validateResult(
  text: string,
  changes: readonly Change[],
  manifests: Manifests,
  lineBefore: LineFinder,
): readonly Problem[] {
  const problems: Problem[] = []
  const seen = new Set<string>()
  for (const change of changes) {
    if (change.validate === null || (change.ensure === 'absent' && change.kind === 'file')) continue
    const key = JSON.stringify([change.validate, change.document])
    if (seen.has(key)) continue
    seen.add(key)
    const validate = compiled(change.validate, manifests)
    problems.push(...(validate.ok ? violations(text, change, validate.value, lineBefore) : validate.problems))
  }
  return problems
}

function violations(
  text: string,
  change: Change,
  validate: ValidateFunction,
  lineBefore: LineFinder,
): readonly Problem[] {
  const { file } = change
  const documents = readDocuments(text, file)
  if (!documents.ok) return documents.problems
  const index = chooseDocument(documents.value, change)
  if (!index.ok) return index.problems
  // The library compares maps by their prototypes, which ours do not have.
  const plain: unknown = JSON.parse(JSON.stringify(documents.value[index.value] ?? null))
  if (validate(plain) === true) return []
  const errors = validate.errors ?? []
  return errors
    .slice(0, violationsMax)
    .map((error) =>
      violation(error, plain, change, lineBefore(index.value, pathIn(plain, error.instancePath))),
    )
}

function readDocuments(text: string, file: string): Result<readonly Json[]> {
  const format = manifestFormat(file)
  if (format !== null) return format.read(text.replace(/^\ufeff/, ''), file)
  return fail({
    code: 'change/no-format',
    file,
    what: `${file} is neither YAML nor JSON by its extension, so no schema can be applied to it.`,
    fix: 'Remove validate: from the change in the request type.',
  })
}

function violation(error: ErrorObject, data: unknown, change: Change, line: number | null): Problem {
  const found = JSON.stringify(valueAt(data, error.instancePath)) ?? 'nothing'
  const quoted = found.length > quoteLengthMax ? `${found.slice(0, quoteLengthMax)}…` : found
  const steps = stepsOf(error.instancePath)
  const at = steps.length === 0 ? 'the whole document' : `“${placeText(steps)}”`
  return {
    code: 'change/invalid-result',
    file: change.file,
    ...(line === null ? {} : { line }),
    what: `${change.file} would not follow ${change.validate}: ${at} is ${quoted}, and it ${demandOf(error)}.`,
    fix: 'Correct the value in the request; if the request is right, the request type or the schema has to be corrected.',
  }
}

/** The library's sentence with the values it leaves out. */
function demandOf(error: ErrorObject): string {
  const message = error.message ?? `breaks “${error.keyword}”`
  if (error.keyword === 'additionalProperties')
    return `${message}, as “${String(error.params.additionalProperty)}” is`
  if (error.keyword === 'enum') return `${message}: ${JSON.stringify(error.params.allowedValues)}`
  return error.keyword === 'const' ? `${message} ${JSON.stringify(error.params.allowedValue)}` : message
}

/** Source of the escapes: RFC 6901, JSON Pointer. */
function stepsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** Positions in lists as numbers, as edits have them. */
function pathIn(data: unknown, pointer: string): NodePath {
  let node = data
  return stepsOf(pointer).map((key) => {
    const step = Array.isArray(node) ? Number(key) : key
    node = entryOf(node, key)
    return step
  })
}

function valueAt(data: unknown, pointer: string): unknown {
  let node = data
  for (const key of stepsOf(pointer)) node = entryOf(node, key)
  return node
}

function entryOf(node: unknown, key: string): unknown {
  return node !== null && typeof node === 'object'
    ? Object.entries(node).find(([name]) => name === key)?.[1]
    : undefined
}

function compiled(path: string, manifests: Manifests): Result<ValidateFunction> {
  const observed = manifests.files.find((file) => file.path === path)
  if (observed === undefined) throw new Error(`the schema ${path} was not observed`)
  const format = manifestFormat(path)
  if (observed.kind !== 'text' || format === null) return unusable(path, absence(observed))
  const documents = format.read(observed.text.replace(/^\ufeff/, ''), path)
  if (!documents.ok) return documents
  try {
    const schema: boolean | object = JSON.parse(JSON.stringify(documents.value[0] ?? null))
    // A new one each time: schemas with one `$id` at two commits must not meet.
    return ok(newValidator().compile(schema))
  } catch (error) {
    // The library throws plain errors for schemas it cannot use, patterns that are not linear included.
    return unusable(
      path,
      `it is no JSON Schema (2020-12): ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

function absence(observed: ObservedFile): string {
  if (observed.kind === 'absent') return 'it is not there'
  return observed.kind === 'text' ? 'it is neither YAML nor JSON by its extension' : 'it is no text file'
}

function unusable(path: string, why: string) {
  return fail({
    code: 'change/schema-unusable',
    file: path,
    what: `The schema ${path} cannot be used: ${why}.`,
    fix: 'Correct the schema in the target repository, or validate: in the request type.',
  })
}
