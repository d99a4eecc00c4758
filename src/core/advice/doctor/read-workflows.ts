import { load } from 'js-yaml'
import type { PolicyFile } from '../../../model/policy.js'
import type { Observed } from '../../../model/settings.js'

/** A workflow that calls the toolkit. */
export interface Workflow {
  readonly path: string
  /** Event → the activity types it is limited to, or null for all; null where the file does not read as a workflow. */
  readonly events: ReadonlyMap<string, readonly string[] | null> | null
  /** Whether it names a GitHub App to act as. */
  readonly actsAsApp: boolean
  /** What it says is read of merge commits, as in `statuses`; null where it calls the action by itself, with a token of its own making. */
  readonly signals: readonly string[] | null
}

/** How the toolkit is called: its reusable workflow, or its action as a step. */
const reusable = '/.github/workflows/issueops.yml'
const entries = [reusable, '/actions/reconcile']
/** How an App is named: the input of the reusable workflow, or the action that makes an App's token. */
const appWords = ['app-client-id:', 'create-github-app-token@']

/** The workflows that call the toolkit. Where none does but a file could not be read, it is not known whether there is one. */
export function readWorkflows(files: readonly PolicyFile[]): Observed<readonly Workflow[]> {
  const found = files.flatMap(({ path, text }) => (text === null ? [] : callers(path, text)))
  const unread = files.find(({ text }) => text === null)
  if (found.length === 0 && unread !== undefined) {
    return { known: false, why: `GitHub did not give the whole text of ${unread.path}` }
  }
  return { known: true, value: found }
}

function callers(path: string, text: string): readonly Workflow[] {
  const lines = text.split('\n').map(withoutComment)
  if (!lines.some((line) => line.includes('uses:') && entries.some((entry) => line.includes(entry))))
    return []
  const actsAsApp = lines.some((line) => appWords.some((word) => line.includes(word)))
  return [{ path, events: eventsOf(text), actsAsApp, signals: signalsOf(text) }]
}

/** A comment begins at the start of a line or after a blank; a quoted blank and `#` before `uses:` does not occur. */
function withoutComment(line: string): string {
  const at = ` ${line}`.indexOf(' #')
  return at === -1 ? line : line.slice(0, at)
}

/** `on:` is a word, a list of words, or a map. Source: “Workflow syntax for GitHub Actions”, `on`. */
function eventsOf(text: string): Workflow['events'] {
  const on = new Map(Object.entries(Object(yaml(text)))).get('on')
  if (typeof on === 'string') return new Map([[on, null]])
  if (Array.isArray(on)) return new Map(on.map((name) => [String(name), null]))
  if (typeof on !== 'object' || on === null) return null
  return new Map(Object.entries(on).map(([name, filter]) => [name, typesOf(filter)]))
}

/** The input `signals` of the jobs that call the reusable workflow. */
function signalsOf(text: string): Workflow['signals'] {
  const jobs = new Map(Object.entries(Object(yaml(text)))).get('jobs')
  const calls = Object.values(Object(jobs)).flatMap((job) => {
    const { uses, with: inputs } = Object(job)
    return String(uses).includes(reusable) ? [String(Object(inputs).signals ?? '')] : []
  })
  return calls.length === 0 ? null : calls.flatMap((each) => each.split(/[\s,]+/))
}

function typesOf(filter: unknown): readonly string[] | null {
  const types = new Map(Object.entries(Object(filter))).get('types')
  if (typeof types === 'string') return [types]
  return Array.isArray(types) ? types.map(String) : null
}

function yaml(text: string): unknown {
  try {
    return load(text)
  } catch {
    return null
  }
}
