/**
 * What is wrong with the nodes a judge reads after a change, or null: at the place the wanted data has to stand, and everything else has to
 * be the node it was, with its tag and anchor.
 * @param change of the core's model, with a way of keys and positions.
 */
export function faultOf(before, after, change) {
  if (after.length !== Math.max(before.length, 1)) return 'another number of documents'
  const index = change.document?.index ?? 0
  const [old, fresh] = [before[index] ?? { tag: '!!null', value: '' }, after[index]]
  if (fresh === undefined) return 'no such document'
  const expected = wantedRoot(old, fresh, change)
  if (typeof expected === 'string') return expected
  const documents = before.length === 0 ? [expected] : before.with(index, expected)
  return text(documents) === text(after) ? null : 'another place is other data'
}

/** The old nodes with the new one at the place, or what is wrong with it. */
function wantedRoot(old, fresh, change) {
  if (change.kind === 'item') return withItem(old, fresh, change)
  if (change.ensure === 'absent')
    return replaced(old, change.at.slice(0, -1), (map) => without(map, change.at.at(-1)))
  const there = change.at.reduce(child, fresh)
  if (there === undefined || !means(there, change.value)) return 'the place is not what was asked for'
  return withNode(old, fresh, change.at, there)
}

function withItem(old, fresh, { at, item }) {
  const [list, now] = [at.reduce(child, old), at.reduce(child, fresh)]
  const index = now?.items?.findLastIndex((node) => means(node, item)) ?? -1
  if (index < 0) return 'the item is not there'
  return replaced(old, at, () => ({
    ...list,
    items: (list?.items ?? []).toSpliced(index, 0, now.items[index]),
  }))
}

function withNode(old, fresh, at, there) {
  const [step, ...rest] = at
  if (step === undefined) return there
  if (child(old, step) !== undefined)
    return replaced(old, [step], (next) => withNode(next, child(fresh, step), rest, there))
  const entry = fresh.entries?.findLast(([key]) => key.value === step)
  if (entry === undefined || entry[0].tag !== '!!str') return 'the new key is no text'
  const { anchor } = old
  return {
    ...(anchor === undefined ? {} : { anchor }),
    ...tagOf(old),
    entries: [...(old.entries ?? []), entry],
  }
}

/** Of a map; what was nothing had no tag of its own. */
function tagOf(node) {
  return node.entries === undefined || node.tag === undefined ? {} : { tag: node.tag }
}

function without(map, key) {
  const index = map.entries?.findLastIndex(([name]) => name.value === key) ?? -1
  return { ...map, entries: (map.entries ?? []).toSpliced(index, index < 0 ? 0 : 1) }
}

function replaced(node, at, change) {
  const [step, ...rest] = at
  if (step === undefined) return change(node)
  const next = child(node, step)
  if (next === undefined) return 'the place was not there'
  const inner = replaced(next, rest, change)
  if (typeof inner === 'string') return inner
  if (node.items !== undefined) return { ...node, items: node.items.with(step, inner) }
  const index = node.entries.findLastIndex(([name]) => name.value === String(step))
  return { ...node, entries: node.entries.with(index, [node.entries[index][0], inner]) }
}

function child(node, step) {
  if (node?.items !== undefined) return node.items[step]
  return node?.entries?.findLast(([name]) => name.value === String(step))?.[1]
}

/** Whether a judge takes a node for some data. */
function means(node, data) {
  if (Array.isArray(data))
    return node.items?.length === data.length && data.every((item, index) => means(node.items[index], item))
  if (data !== null && typeof data === 'object') {
    const keys = Object.keys(data)
    const isEntry = (key) => node.entries.some(([name, value]) => means(name, key) && means(value, data[key]))
    return node.entries?.length === keys.length && keys.every(isEntry)
  }
  if (data === null) return node.tag === '!!null'
  if (typeof data === 'string') return node.tag === '!!str' && node.value === data
  if (typeof data === 'boolean') return node.tag === '!!bool' && node.value.toLowerCase() === String(data)
  return ['!!int', '!!float'].includes(node.tag) && numberOf(node.value) === data
}

function numberOf(source) {
  if (/^0[0-7]+$/.test(source)) return Number.parseInt(source, 8)
  return Number(source.replace(/^\+/, ''))
}

/** Nodes as one text, with the entries of maps in one order. */
function text(nodes) {
  return `[${nodes.map(nodeText).join()}]`
}

function nodeText({ anchor, tag, value, alias, items, entries }) {
  const own = JSON.stringify([anchor, tag, value, alias])
  if (items !== undefined) return own + text(items)
  if (entries === undefined) return own
  const pairs = entries.map(([key, entry]) => `${nodeText(key)}:${nodeText(entry)}`)
  return `${own}{${pairs.sort().join()}}`
}
