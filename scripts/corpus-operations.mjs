// What changes do to real manifests: each operation at many places of one file, and the bytes that changed outside the place.
import { isDeepStrictEqual } from 'node:util'
import { findNodeAtLocation, parseTree } from 'jsonc-parser'
import { parseAllDocuments } from 'yaml'

/** Places per operation and file; files are up to thousands of lines long. */
const placesMax = 25
/** What the last entry of a collection leaves behind, with the space before it. */
const brackets = [' {}', ' []', '{}', '[]']
/** Of ` {}` or ` []`. */
const emptyLength = 3

export const operations = ['no-op', 'set', 'add', 'append', 'upsert', 'remove']
/** With the kinds of data that are written in ways of their own. */
export const judgedOperations = [
  'no-op',
  'set',
  'set word',
  'set lines',
  'set number',
  'set map',
  'add',
  'add lines',
  'append',
  'upsert',
  'remove',
]
const lines = 'one\ntwo: 2\n'

/**
 * How often each operation was done, refused and wrong in a manifest, and the bytes it changed outside its place.
 * @param edit `(text, change) => { text } | { code }`
 * @param read `(text) => data of every document, or null`
 */
export function measure(text, file, edit, read) {
  const documents = read(text) ?? []
  const places = documents.flatMap((data, document) => placesOf(data, [], document))
  return new Map(
    operations.map((operation) => [operation, count(operation, { text, file, edit, read, places })]),
  )
}

export function placesOf(data, at, document) {
  const here = [{ at, data, document }]
  if (Array.isArray(data))
    return [...here, ...data.flatMap((item, index) => placesOf(item, [...at, index], document))]
  if (data === null || typeof data !== 'object') return here
  return [...here, ...Object.entries(data).flatMap(([key, value]) => placesOf(value, [...at, key], document))]
}

function count(operation, context) {
  const changes = context.places.flatMap((place) => changesOf(operation, place, context.file))
  const step = Math.max(1, Math.floor(changes.length / placesMax))
  const chosen = changes.filter((_, index) => index % step === 0).slice(0, placesMax)
  const total = { done: 0, refused: 0, wrong: 0, collateral: 0, codes: new Set() }
  for (const change of chosen) {
    const result = context.edit(context.text, change)
    if (result.code !== undefined) {
      total.refused += 1
      total.codes.add(result.code)
      continue
    }
    total.done += 1
    total.collateral += collateral(operation, change, context, result.text)
    const again = context.edit(result.text, change)
    if (again.text !== result.text || !isRight(operation, change, context.read(result.text))) total.wrong += 1
  }
  return total
}

export function changesOf(operation, { at, data, document }, file) {
  const base = { file, ensure: 'present', document: { by: 'index', index: document }, validate: null, at }
  const value = { ...base, kind: 'value' }
  const isScalar = data === null || typeof data !== 'object'
  const isFilled = Array.isArray(data) && data.length > 0
  switch (operation) {
    case 'no-op':
      return isScalar && at.length > 0 ? [{ ...value, value: data }] : []
    case 'set':
      return isScalar && at.length > 0 && typeof data === 'string'
        ? [{ ...value, value: 'changed-value' }]
        : []
    case 'set word':
      return isScalar && at.length > 0 ? [{ ...value, value: 'yes' }] : []
    case 'set lines':
      return isScalar && at.length > 0 ? [{ ...value, value: lines }] : []
    case 'set number':
      return isScalar && at.length > 0 ? [{ ...value, value: 8080 }] : []
    case 'set map':
      return isScalar && at.length > 0 ? [{ ...value, value: { name: 'x', args: ['a: b', lines] } }] : []
    case 'add lines':
      return !isScalar && !Array.isArray(data)
        ? [{ ...value, at: [...at, 'zz-added'], value: { text: lines, more: [] } }]
        : []
    case 'add':
      return !isScalar && !Array.isArray(data)
        ? [
            {
              ...value,
              at: [...at, 'added-key'],
              value: 'added: value',
              emptied: Object.keys(data).length === 0,
            },
          ]
        : []
    case 'append':
      return isFilled && typeof data[0] === 'string'
        ? [{ ...base, kind: 'item', item: 'zz-added', key: null }]
        : []
    case 'upsert':
      return isFilled && typeof data[0]?.name === 'string'
        ? [{ ...base, kind: 'item', item: { name: 'zz-added', value: 'x' }, key: 'name' }]
        : []
    case 'remove':
      return at.length > 0 && typeof at.at(-1) === 'string'
        ? [{ ...value, ensure: 'absent', value: null, old: data }]
        : []
  }
}

/** Bytes of the old text that are gone although they are not the place, or bytes that came although nothing was to come. */
function collateral(operation, change, { text, file, edit }, after) {
  const { removed, inserted } = difference(text, after)
  switch (operation) {
    case 'no-op':
      return removed + inserted
    case 'set':
      return Math.max(0, removed - writtenLength(text, file, change))
    case 'remove':
      return inserted <= emptyLength || isRest(text, after) ? 0 : inserted
    default: {
      // A comma may come before a comment and the entry behind it: then taking the entry away has to give the old bytes back.
      if (removed > 0 && edit(after, { ...change, ensure: 'absent' }).text === text) return 0
      // An empty map gives up its brackets, which are the place.
      return Math.max(0, removed - (change.emptied ? emptyLength : 0))
    }
  }
}

/** Whether `after` is `before` with characters taken out, but for the brackets of one collection that is empty now. */
function isRest(before, after) {
  if (isSubsequence(after, before)) return true
  return brackets.some((bracket) => {
    for (let at = after.indexOf(bracket); at >= 0; at = after.indexOf(bracket, at + 1))
      if (isSubsequence(after.slice(0, at) + after.slice(at + bracket.length), before)) return true
    return false
  })
}

function isSubsequence(short, long) {
  let matched = 0
  for (let at = 0; at < long.length && matched < short.length; at++)
    if (long[at] === short[matched]) matched += 1
  return matched === short.length
}

function difference(a, b) {
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1
  let end = 0
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end])
    end += 1
  return { removed: a.length - start - end, inserted: b.length - start - end }
}

function writtenLength(text, file, { at, document }) {
  if (/\.jsonc?$/.test(file))
    return findNodeAtLocation(parseTree(text, [], { allowTrailingComma: true }), at)?.length ?? 0
  const node = parseAllDocuments(text, { uniqueKeys: false })[document.index]?.getIn(at, true)
  return node?.range ? node.range[2] - node.range[0] : 0
}

function isRight(operation, change, documents) {
  if (documents === null) return false
  let node = documents[change.document.index]
  for (const step of change.at)
    node = node === null || node === undefined ? undefined : Reflect.get(Object(node), step)
  if (change.kind === 'item')
    return node.some((item) => isDeepStrictEqual({ x: plain(item) }, { x: plain(change.item) }))
  return operation === 'remove' ? node === undefined : isDeepStrictEqual(plain(node), plain(change.value))
}

function plain(data) {
  return JSON.parse(JSON.stringify(data ?? null))
}
