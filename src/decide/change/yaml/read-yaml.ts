import {
  CORE_SCHEMA,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  loadAll,
  realMapTag,
  YAMLException,
} from 'js-yaml'
import type { Json } from '../../../model/json.js'
import { fail, ok, type Result } from '../../../model/problem.js'
import { mapOf } from '../json-shapes.js'

/** In maps, lists and single values, aliases counted as often as they are used: a bomb of aliases stops here. */
const nodesMax = 200_000
/** Aliases in one document; the work of reading grows with them. */
const aliasesMax = 1_000
/** In levels. js-yaml stops there with an error; deeper nesting would end the process inside `yaml`. */
const depthMax = 100

// Tags of other tools (`!vault`, `!Ref`) are kept as data, so that a change elsewhere proves them untouched. U+0000 cannot
// stand in YAML: nothing in a file is mistaken for these keys.
const tagKey = '\0tag'
const valueKey = '\0value'
const foreignTags = ['!', 'tag:'].flatMap((prefix) => [
  defineScalarTag(prefix, {
    matchByTagPrefix: true,
    resolve: (source, _explicit, tag) =>
      new Map([
        [tagKey, tag],
        [valueKey, source],
      ]),
    identify: () => false,
  }),
  defineSequenceTag(prefix, {
    matchByTagPrefix: true,
    create: (tag) => ({ tag, items: [] as unknown[] }),
    addItem: (carrier, item) => {
      carrier.items.push(item)
    },
    finalize: (carrier) =>
      new Map<string, unknown>([
        [tagKey, carrier.tag],
        [valueKey, carrier.items],
      ]),
    identify: () => false,
  }),
  defineMappingTag(prefix, {
    matchByTagPrefix: true,
    create: (tag) => ({ tag, entries: new Map<unknown, unknown>() }),
    addPair: (carrier, key, value) => {
      carrier.entries.set(key, value)
      return ''
    },
    has: (carrier, key) => carrier.entries.has(key),
    keys: () => [],
    get: () => undefined,
    finalize: (carrier) =>
      new Map<string, unknown>([
        [tagKey, carrier.tag],
        [valueKey, carrier.entries],
      ]),
    identify: () => false,
  }),
])
const schema = CORE_SCHEMA.withTags(realMapTag, foreignTags)

/**
 * The data of every document of a YAML text, by js-yaml: the reading that proves an edit is independent of the one that
 * locates it. `<<` is a key like any other. Must succeed before the text is given to `yaml`, which deep nesting can abort.
 */
export function readYaml(text: string, file: string): Result<readonly Json[]> {
  try {
    // Duplicate keys are refused where an edit meets them; elsewhere they are no concern of the request.
    const documents = loadAll(text, { schema, json: true, maxDepth: depthMax, maxAliases: aliasesMax })
    const seen = { nodes: 0 }
    return ok(documents.map((document) => toJson(document, seen)))
  } catch (error) {
    if (error instanceof YAMLException || error instanceof UnreadableData)
      return unreadable(text, file, error.message)
    throw error
  }
}

class UnreadableData extends Error {}

function toJson(value: unknown, seen: { nodes: number }): Json {
  seen.nodes += 1
  if (seen.nodes > nodesMax) throw new UnreadableData(`it has more than ${nodesMax} values`)
  if (Array.isArray(value)) return value.map((item) => toJson(item, seen))
  if (value instanceof Map)
    return mapOf([...value].map(([key, entry]) => [keyText(key), toJson(entry, seen)]))
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value
  throw new UnreadableData('it has a value that is no data')
}

function keyText(key: unknown): string {
  if (key !== null && typeof key === 'object') throw new UnreadableData('a map has a list or a map as a key')
  return String(key)
}

function unreadable(text: string, file: string, message: string) {
  if (text.includes('{{')) {
    return fail({
      code: 'change/template-file',
      file,
      what: `${file} is a template with {{ }} in it, not YAML.`,
      fix: 'Let the request change the values the template is filled with, not the template.',
    })
  }
  const [reason = message] = message.split('\n')
  return fail({
    code: 'change/yaml-unreadable',
    file,
    what: `${file} cannot be read as YAML: ${reason}.`,
    fix: 'Correct the file in the target repository.',
  })
}
