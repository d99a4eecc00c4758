import {
  CHOMPING_MODE,
  CORE_SCHEMA,
  constructFromEvents,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  EVENT_ID,
  type Event,
  NOT_RESOLVED,
  realMapTag,
  SCALAR_STYLE,
  Schema,
  YAMLException,
} from 'js-yaml'
import type { Json } from '../../../model/json.js'
import { fail, ok, type Result } from '../../../model/problem.js'
import { onLine } from '../choose-document.js'
import { mapOf } from '../json-shapes.js'
import { lineOf } from '../line-finder.js'
import { type Reading, spelling } from '../reading.js'
import { taggedKey, tagKey } from '../tagged.js'
import { goTemplateLine } from '../template-problem.js'
import { coreValue, isAmbiguous } from './ambiguous-scalar.js'
import { misplacedTab } from './misplaced-tab.js'
import { parseLenient } from './parse-lenient.js'

/** In maps, lists and single values, aliases counted as often as they are used: a bomb of aliases stops here. */
const nodesMax = 1_000_000
/** Aliases in one document; the work of reading grows with them. */
const aliasesMax = 1_000
/** In levels. js-yaml stops there with an error; deeper nesting would end the process inside `yaml`. */
const depthMax = 100

const mergeTag = 'tag:yaml.org,2002:merge'
// Tags of other tools (`!vault`, `!Ref`) are kept as data, so that a change elsewhere proves them untouched.
const foreignTags = ['!', 'tag:'].flatMap((prefix) => [
  defineScalarTag(prefix, {
    matchByTagPrefix: true,
    // As yq writes it, `!!merge <<` is the key `<<`.
    resolve: (source, _explicit, tag) =>
      tag === mergeTag
        ? source
        : new Map([
            [tagKey, tag],
            [taggedKey, source],
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
        [taggedKey, carrier.items],
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
        [taggedKey, carrier.entries],
      ]),
    identify: () => false,
  }),
])

/** A text without quotes that readers take for different things, and what YAML 1.2 takes it for. */
class Spelling {
  readonly source: string
  readonly value: unknown

  constructor(source: string) {
    this.source = source
    this.value = coreValue(source)
  }
}

const spellingTag = defineScalarTag('tag:issueops,spelling', {
  implicit: true,
  implicitFirstChars: [...'-+.0123456789yYnNoO=<'],
  resolve: (source) => (isAmbiguous(source) ? new Spelling(source) : NOT_RESOLVED),
  identify: () => false,
})
const schema = new Schema([spellingTag, ...CORE_SCHEMA.withTags(realMapTag, foreignTags).tags])

/**
 * The data of every document of a YAML text, by js-yaml: the reading that proves an edit is independent of the one that
 * locates it. `<<` is a key like any other. Must succeed before the text is given to `yaml`, which deep nesting can abort.
 */
export function readYaml(text: string, file: string): Result<readonly Json[]> {
  return read(text, file, ({ documents }) => {
    const seen: Seen = { nodes: 0, spelled: false }
    return documents.map((document) => toJson(document, seen))
  })
}

/** The same, and where readers of other families (libyaml, Go's yaml, which is Kubernetes') would read something else. */
export function readYamlExactly(text: string, file: string): Result<Reading> {
  return read(text, file, (parsed) => {
    const seen: Seen = { nodes: 0, spelled: false }
    const documents = parsed.documents.map((document) => toJson(document, seen))
    if (!seen.spelled && !parsed.endsInBlock) return { documents, spelled: documents }
    const last = parsed.documents.length - 1
    const spelled = parsed.documents.map((document, index) =>
      toSpelled(document, parsed.endsInBlock && index === last),
    )
    return { documents, spelled }
  })
}

interface Parsed {
  readonly documents: readonly unknown[]
  /** Whether the text ends inside a block scalar: its last line end, which is not there, is part of the text to some readers only. */
  readonly endsInBlock: boolean
}

function read<T>(text: string, file: string, use: (parsed: Parsed) => T): Result<T> {
  try {
    const separator = text.search(/[\u0085\u2028\u2029]/)
    if (separator >= 0)
      throw new UnreadableData(
        'it has a line separator (U+0085, U+2028 or U+2029), which ends a line to some readers only',
        lineOf(text, separator),
      )
    const parsed = parseLenient(text, depthMax)
    const { source, events } = parsed
    checkAnchors(source, events)
    const tab = misplacedTab(text, parsed)
    if (tab !== null)
      throw new UnreadableData('it has a tab where some readers expect indentation', lineOf(text, tab))
    // Duplicate keys are refused where an edit meets them; elsewhere they are no concern of the request.
    const documents = constructFromEvents(events, { source, schema, json: true, maxAliases: aliasesMax })
    return ok(use({ documents, endsInBlock: endsInBlock(source, events) }))
  } catch (error) {
    if (error instanceof YAMLException)
      return unreadable(text, file, error.reason, error.mark === undefined ? null : error.mark.line + 1)
    if (error instanceof UnreadableData) return unreadable(text, file, error.message, error.line)
    throw error
  }
}

/** To libyaml a name ends where these characters do, and what follows is content. */
function checkAnchors(text: string, events: readonly Event[]): void {
  for (const event of events) {
    if (!('anchorStart' in event) || event.anchorStart < 0) continue
    if (!/^[\w-]+$/.test(text.slice(event.anchorStart, event.anchorEnd)))
      throw new UnreadableData(
        'the name of an anchor has other characters than letters, digits, - and _',
        lineOf(text, event.anchorStart),
      )
  }
}

function endsInBlock(text: string, events: readonly Event[]): boolean {
  if (text === '' || /[\r\n]$/.test(text)) return false
  const last = events.findLast((event) => event.type !== EVENT_ID.POP)
  if (last?.type !== EVENT_ID.SCALAR || last.chomping === CHOMPING_MODE.STRIP) return false
  const isBlock = last.style === SCALAR_STYLE.LITERAL_BLOCK || last.style === SCALAR_STYLE.FOLDED_BLOCK
  return isBlock && text.slice(last.valueEnd).trim() === ''
}

class UnreadableData extends Error {
  readonly line: number | null

  constructor(message: string, line: number | null = null) {
    super(message)
    this.line = line
  }
}

interface Seen {
  nodes: number
  spelled: boolean
}

function toJson(value: unknown, seen: Seen): Json {
  seen.nodes += 1
  if (seen.nodes > nodesMax) throw new UnreadableData(`it has more than ${nodesMax} values`)
  if (Array.isArray(value)) return value.map((item) => toJson(item, seen))
  if (value instanceof Map)
    return mapOf([...value].map(([key, entry]) => [keyText(key), toJson(entry, seen)]))
  if (value instanceof Spelling) {
    seen.spelled = true
    return single(value.value)
  }
  return single(value)
}

function single(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value
  throw new UnreadableData('it has a value that is no data')
}

/** Keys stay what they are to YAML 1.2: they only lead to a place, and an edit leaves them as they are spelled. */
function toSpelled(value: unknown, isLast: boolean): Json {
  if (Array.isArray(value))
    return value.map((item, index) => toSpelled(item, isLast && index === value.length - 1))
  if (value instanceof Map) {
    const entries = [...value]
    return mapOf(
      entries.map(([key, entry], index) => [
        keyText(key),
        toSpelled(entry, isLast && index === entries.length - 1),
      ]),
    )
  }
  if (value instanceof Spelling) return spelling(value.source)
  return isLast && typeof value === 'string' ? spelling(value) : single(value)
}

function keyText(key: unknown): string {
  if (key instanceof Spelling) return String(key.value)
  if (key !== null && typeof key === 'object') throw new UnreadableData('a map has a list or a map as a key')
  return String(key)
}

function unreadable(text: string, file: string, reason: string, line: number | null) {
  const template = goTemplateLine(text)
  if (template !== null) {
    return fail({
      code: 'change/template-file',
      file,
      line: template,
      what: `${file} is a template with {{ }} in it, not YAML.`,
      fix: 'Let the request change the values the template is filled with, not the template.',
    })
  }
  return fail({
    code: 'change/yaml-unreadable',
    file,
    ...onLine(line),
    what: `${file} cannot be read as YAML: ${reason}.`,
    fix: 'Correct the file in the target repository.',
  })
}
