// Writes the JSON Schemas of request types and of notify.yml from their grammars, and docs/request-types.md and docs/notify-file.md from the schemas. `--check` only compares the page: a
// test holds the schema together with the grammar.
import { load } from 'js-yaml'
import { checks, escaped, keepPages, notice, read } from './generated-pages.mjs'

const schemaPath = 'schemas/request-type.schema.json'
const notifyPath = 'schemas/notify.schema.json'
const schemaText = checks ? read(schemaPath) : asText((await grammars()).requestTypeSchema())
const notifyText = checks ? read(notifyPath) : asText((await grammars()).notifySchema())
const schema = JSON.parse(schemaText)

/** What a place of the schema is called where its name says more than its JSON type. */
const typeNames = new Map([
  ['expression', 'expression'],
  ['way', 'list of steps'],
  ['wayOrFile', 'list of steps'],
  ['principals', 'list of people'],
  ['approvers', 'list of people'],
  ['validity', 'text, as in `72 hours`'],
  ['duration', 'text, as in `30 days`'],
  ['document', 'whole number, or map with `kind` and `name`'],
  ['ensure', '`present`, `absent` or expression'],
  ['fieldSchema', '[demands](#fields)'],
  ['approvalNode', 'rules without `when`'],
  ['test', '[tests](#tests)'],
  ['target', '[map](#target)'],
  ['signal', '[signals](#reachedby)'],
  ['approvalRule', '[rules](#approval)'],
  ['change', '[changes](#changes)'],
  ['plannedPlace', '[places](#testsexpectplan)'],
])
const jsonTypes = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: '`true` or `false`',
  array: 'list',
  object: 'map',
  null: 'nothing',
}

/** The sections in the order a request type is written; `of` is the place in the schema whose keys are told. */
const { approvalRule, change, fieldSchema, test, plannedPlace, target, signal } = schema.$defs
const top = schema.properties
const [approvalUse] = top.approval.anyOf
const [expires] = top.expires.anyOf
const sections = [
  { title: '`target`', of: target },
  {
    title: '`fields`',
    intro:
      'A map from the `id` of a form field to what is demanded of it, on top of what the form says. The keys are a part of JSON Schema 2020-12. [forms.md](forms.md) tells how answers are read.',
    of: fieldSchema,
  },
  { title: '`rules`', of: top.rules.items },
  {
    title: '`approval`',
    intro:
      'A list of rules. Every rule whose `when` holds has to be satisfied, and without a rule that applies nothing is approved. A rule has `from`, or `all`, or `any`, or `automatic`. [approvals.md](approvals.md) tells what counts.',
    of: { properties: approvalRule.properties },
  },
  {
    title: '`approval.use`',
    intro: 'Instead of the list, one key that names the file it stands in.',
    of: approvalUse,
  },
  {
    title: '`expires`',
    intro:
      'The long form of `expires`. [approvals.md](approvals.md#requests-that-end) tells what an end means to those who approve it.',
    of: expires,
  },
  { title: '`extend`', of: top.extend },
  {
    title: '`stages`',
    intro:
      'A list of stages, each carried out once for every request. [stages.md](stages.md) tells how a request goes on, and how one stage is taken back.',
    of: top.stages.items,
  },
  { title: '`reached`', of: top.reached },
  {
    title: '`reached.by`',
    intro:
      'Each entry says exactly one of `status`, `check` and `deployment`. [stages.md](stages.md#what-says-that-it-works) has the setup of the usual tools.',
    of: signal,
  },
  { title: '`rollback`', of: top.rollback },
  {
    title: '`changes`',
    intro:
      'A list of states. Beside `file`, a change says exactly one thing: `content`, `content-from`, `copy`, `at` with `value`, `at` with `item`, `at` with `copy`, `line`, `image` or `resource`. [manifests.md](manifests.md) tells what each does to a file.',
    of: change,
  },
  { title: '`changes.copy`', intro: 'The long form of `copy`.', of: change.properties.copy.anyOf[0] },
  { title: '`changes.image`', of: change.properties.image },
  {
    title: '`tests`',
    intro: 'What `issueops test` runs. [request-tests.md](request-tests.md) tells how.',
    of: test,
  },
  { title: '`tests.expect`', of: test.properties.expect },
  { title: '`tests.expect.plan`', intro: 'Each entry of a list of changed places.', of: plannedPlace },
]

const calendarPath = 'schemas/calendar.schema.json'

keepPages([
  [schemaPath, schemaText],
  ...(checks ? [] : [[calendarPath, `${JSON.stringify(await calendar(), null, 2)}\n`]]),
  ['docs/request-types.md', requestTypes()],
  [notifyPath, notifyText],
  ['docs/notify-file.md', notifyFile()],
])

/** From the build, because the grammar is TypeScript. */
async function grammars() {
  return {
    ...(await import('../build/core/request-type/grammar.js')),
    ...(await import('../build/core/request-type/notify-grammar.js')),
  }
}

function asText(schema) {
  return `${JSON.stringify(schema, null, 2)}\n`
}

function notifyFile() {
  const { properties } = JSON.parse(notifyText)
  const route = properties.routes.items
  return `# notify.yml: every key

<!-- ${notice(notifyPath)} -->

\`.github/issueops/notify.yml\` on the default branch says who is told of what. Unknown keys are errors. The keys in **bold** have to be there. [chat.md](chat.md) has the setup of the
usual receivers, and \`issueops lint\` checks the file.

## The file

${table(JSON.parse(notifyText))}
## A receiver

The key of the map is its name.

${table(properties.receivers.additionalProperties)}
## A route

${table(route)}
## What can be told

${route.properties.on.items.enum.map(code).join(', ')}.
`
}

async function calendar() {
  const { calendarSchema } = await import('../build/core/request-type/calendar-grammar.js')
  return calendarSchema()
}

function requestTypes() {
  return `# Request types: every key

<!-- ${notice(schemaPath)} -->

A request type is one file, \`.github/issueops/<name>.yml\`, on the default branch. It adds to an issue form what the form cannot say. Unknown keys are errors. The keys
in **bold** have to be there. The [tutorial](tutorial.md) writes a request type from nothing, and \`issueops lint\` checks one. For completion in an editor that
knows the YAML language server, \`issueops init\` and \`issueops new\` begin the file with the first line below, and write the schema it names: a copy, which
needs no network, no account and no server's name. \`issueops new\` says when that copy is of another release.

\`\`\`yaml
# yaml-language-server: $schema=schemas/request-type.schema.json
name: namespace
\`\`\`

An **expression** is one of GitHub's own, in \`\${{ }}\`. It knows \`request.<field id>\` and \`requester.login\`, where there are stages \`stage.name\` and \`stage.previous\`, and the functions in
[manifests.md](manifests.md#expressions). A **step** of a way to a place is a key, a position from 0, or what one item of a list has, as in \`{ name: web }\`. **People** are
\`team:<slug>\`, \`role:<role>\` (that role or a stronger one) or a login, best with the id of its account, as in \`octocat#583231\`.

## The file

${table(schema)}
${sections.map(section).join('\n')}`
}

function section({ title, intro, of }) {
  return `## ${title}\n${intro === undefined ? '' : `\n${intro}\n`}\n${table(of)}`
}

function table(place) {
  const rows = Object.entries(place.properties).map(([key, node]) =>
    row(key, resolved(node), typeOf(node), place.required ?? []),
  )
  return `| key | type | default | says | example |\n|---|---|---|---|---|\n${rows.join('\n')}\n`
}

function row(key, node, type, required) {
  const { description, examples } = node
  if (description === undefined || (examples === undefined && !isChoice(node)))
    throw new Error(`${key} has no description or no example in the schema`)
  const name = required.includes(key) ? `**\`${key}\`**` : `\`${key}\``
  const [example] = examples ?? []
  const says = escaped(description).replaceAll('<', '&lt;')
  return `| ${[name, type, shown(node.default), says, shown(example)].join(' | ')} |`
}

/** A value behind its key, or a dash where there is none. */
function shown(value) {
  if (value === undefined) return '–'
  return code(typeof value === 'string' && readsBack(value, (text) => `- ${text}`) ? value : flow(value))
}

/** A place with what it refers to; what stands beside the reference goes first. */
function resolved(node) {
  const name = nameOf(node)
  return name === null ? node : { ...resolved(schema.$defs[name]), ...node }
}

function nameOf({ $ref }) {
  return $ref === undefined ? null : $ref.replace('#/$defs/', '')
}

/** Whether every value that may be written is told by the type already. */
function isChoice(node) {
  return node.enum !== undefined || node.const !== undefined || node.type === 'boolean'
}

function typeOf(node) {
  const name = nameOf(node)
  if (name !== null && typeNames.has(name)) return typeNames.get(name)
  const { type, enum: choices, const: only, anyOf, items } = name === null ? node : resolved(node)
  // Approval rules stand in several places, written out in each.
  const same = (of, other) => of === other || JSON.stringify(of) === JSON.stringify(other)
  const own = sections.find(({ of }) => same(of, node) || (items !== undefined && same(of, items)))
  if (own !== undefined)
    return `[${items === undefined ? 'map' : 'list of maps'}](#${own.title.replaceAll(/[`.]/g, '')})`
  if (only !== undefined) return code(flow(only))
  if (choices !== undefined) return choices.map((each) => code(flow(each))).join(', ')
  if (anyOf !== undefined && type === undefined)
    return [
      ...new Set(anyOf.filter((each) => each.type !== undefined || each.$ref !== undefined).map(typeOf)),
    ].join(' or ')
  if (type === 'array' && items !== undefined) {
    const entries = nameOf(items) === 'way' ? 'lists of steps' : typeOf(items)
    if (entries === 'text') return 'list of texts'
    return items.$ref === undefined ? 'list' : `list of ${entries}`
  }
  if (node.additionalProperties?.$ref !== undefined) return `map of ${typeOf(node.additionalProperties)}`
  if (type === undefined) return 'anything'
  return [type]
    .flat()
    .map((each) => jsonTypes[each])
    .join(', ')
}

/** A value as YAML on one line. */
function flow(value) {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([key, each]) => `${key}: ${flow(each)}`)
      .join(', ')} }`
  if (typeof value !== 'string') return JSON.stringify(value)
  return readsBack(value) ? value : JSON.stringify(value)
}

/** Whether a text means itself as a plain scalar; inside brackets it may hold less. */
function readsBack(text, inside = (each) => `[${each}]`) {
  try {
    const read = load(inside(text))
    return read.length === 1 && read[0] === text
  } catch {
    return false
  }
}

function code(text) {
  return `\`${escaped(text)}\``
}
