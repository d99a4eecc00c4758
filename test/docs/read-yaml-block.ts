import { load } from 'js-yaml'
import { parseForm } from '../../src/core/form/parse-form.js'
import { checkRequestType } from '../../src/core/request-type/check-request-type.js'
import { noticesOf } from '../../src/core/request-type/notify-grammar.js'
import { locateRequestType } from '../../src/core/request-type/parse-request-type.js'
import { readCalendar } from '../../src/core/request-type/read-calendar.js'
import { gitBlobOid } from '../../src/core/text/git-oid.js'
import type { Form } from '../../src/model/form.js'
import { calendarPath, notifyPath, type PolicyFile } from '../../src/model/policy.js'
import type { Problem } from '../../src/model/problem.js'
import type { Block } from './pages.js'

/** What a block of YAML in the documentation is, and what is wrong with it in the eyes of the toolkit. */
export interface ReadBlock {
  readonly kind: 'workflow' | 'form' | 'request-type' | 'notices' | 'calendar' | 'manifest'
  readonly wrong: readonly string[]
}

/** A request type as short as one can be; a block that shows some keys of one is read with the others from here. */
const base: ReadonlyMap<string, string> = new Map([
  ['name', 'name: example'],
  ['title', 'title: Example'],
  ['form', 'form: example.yml'],
  ['approval', 'approval: [{ from: [role:maintain] }]'],
])

const optional = ['changes', 'requesters', 'target', 'fields', 'rules', 'merge', 'ensure', 'tests', 'paths']
const later = ['expires', 'warn', 'extend', 'stages', 'reached', 'remind', 'lifetime', 'rollback']
const merging = ['windows', 'limits', 'watch', 'emergency']
const switches = ['allow-missing-optional', 'refuse-unseen-characters']
const typeKeys: readonly string[] = [...base.keys(), ...optional, ...later, ...merging, ...switches]

/**
 * Reads a block of YAML as what it shows: a workflow, a form, a request type or some keys of one, notifications, a calendar, or a file that a page says to write.
 * @throws when it is none of these.
 */
export function readYamlBlock({ text, mark }: Block): ReadBlock {
  const value = load(text)
  const keys = Object.keys(Object(value))
  if (keys.includes('jobs')) return { kind: 'workflow', wrong: workflowFaults(Object(value)) }
  // What wakes a workflow, without the rest of it.
  if (keys.join() === 'on') return { kind: 'workflow', wrong: [] }
  if (keys.includes('body')) {
    const form = parseForm({ file: 'example.yml', blob: null, text })
    return { kind: 'form', wrong: form.ok ? [] : form.problems.map(said) }
  }
  if (keys.length > 0 && keys.every((key) => typeKeys.includes(key)))
    return { kind: 'request-type', wrong: typeFaults(text, keys) }
  if (keys.includes('receivers')) {
    const { problems } = noticesOf({ path: notifyPath, blob: gitBlobOid(text), text })
    return { kind: 'notices', wrong: problems.map(said) }
  }
  if (keys.includes('zone')) {
    const calendar = readCalendar({ types: [{ path: calendarPath, blob: gitBlobOid(text), text }] })
    return { kind: 'calendar', wrong: calendar.kind === 'broken' ? calendar.problems.map(said) : [] }
  }
  if (mark?.startsWith('file: ') === true) return { kind: 'manifest', wrong: [] }
  throw new Error('neither a workflow, a form, a request type nor a file to write')
}

/** actionlint and zizmor judge the rest: `npm run lint:workflows`. */
function workflowFaults(workflow: Readonly<Record<string, unknown>>): readonly string[] {
  if (workflow.on === undefined) return []
  return JSON.stringify(workflow.permissions) === '{}'
    ? []
    : ['the workflow does not begin without permissions']
}

function typeFaults(text: string, keys: readonly string[]): readonly string[] {
  const others = [...base].filter(([key]) => !keys.includes(key)).map(([, line]) => line)
  const whole = [text.trimEnd(), ...others, ...(keys.includes('changes') ? [] : [changeFor(text)]), ''].join(
    '\n',
  )
  const name = /^name: (.+)$/m.exec(whole)?.[1] ?? ''
  const policies = named(whole, /\buse: (\S+\.ya?ml)/g).map((path) =>
    policyFile(path, '- from: [role:maintain]\n'),
  )
  const templates = named(whole, /content-from: (\S+)/g).map((path) => policyFile(path, 'kind: Example\n'))
  const source = { path: `.github/issueops/${name}.yml`, blob: null, text: whole }
  const type = locateRequestType(source, policies, templates)
  if (!type.ok) return type.problems.map(said)
  return checkRequestType(type.value, formFor(whole)).map(said)
}

/** A file that the text names and the page does not show. */
function policyFile(path: string, text: string): PolicyFile {
  return { path: `.github/issueops/${path}`, blob: gitBlobOid(text), text }
}

/** A change of a file that the text allows to change. */
function changeFor(text: string): string {
  const { paths, stages } = Object(load(text))
  // Stages would all change the same.
  const [path = stages === undefined ? 'example.txt' : '${{ stage.name }}/example.txt'] = paths ?? []
  return `changes: [{ file: ${String(path).replaceAll(/\*+/g, 'example')}, line: example }]`
}

/** A form with every field that the text speaks of: text, or several choices where the text goes through them one by one. */
function formFor(text: string): Form {
  const lists = new Set(named(text, /for-each: \$\{\{ request\.([\w-]+)/g))
  const fields = Object(load(text)).fields ?? {}
  const ids = new Set([...named(text, /request\.([\w-]+)/g), ...Object.keys(fields), 'example'])
  const body = [...ids].map((id) =>
    lists.has(id)
      ? { type: 'dropdown', id, attributes: { label: id, multiple: true, options: ['a', 'b'] } }
      : { type: 'input', id, attributes: { label: id } },
  )
  const form = parseForm({
    file: 'example.yml',
    blob: null,
    text: JSON.stringify({ name: 'Example', description: 'Example', body }),
  })
  if (!form.ok) throw new Error(form.problems.map(said).join('\n'))
  return form.value
}

function named(text: string, pattern: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))]
}

function said({ code, line, what }: Problem): string {
  return `${line === undefined ? '' : `line ${line}: `}${what} [${code}]`
}
