import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parse } from 'yaml'
import type { Sandbox } from './create-sandbox.js'
import { type Annotation, readAnnotations, readFileCommands } from './runner-files.js'

export interface ActionRun {
  /** Folder with the action.yml. */
  readonly dir: string
  readonly inputs: Readonly<Record<string, string>>
  /** Payload of the event, as in `{ issue: { number: 1 } }`. */
  readonly event: unknown
  /** As in `issues` or `issue_comment`. */
  readonly eventName: string
  /** `owner/name` of the repository the workflow runs in. */
  readonly repository: string
  /** Login of whoever caused the event. */
  readonly actor?: string
  readonly env?: Readonly<Record<string, string>>
}

export interface ActionResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  readonly outputs: ReadonlyMap<string, string>
  readonly state: ReadonlyMap<string, string>
  /** Variables that the action sets for later steps. */
  readonly exported: ReadonlyMap<string, string>
  readonly summary: string
  readonly annotations: readonly Annotation[]
  /** Wall time of the process, in milliseconds. */
  readonly wallMs: number
}

/** Longest an action may run, in milliseconds. */
const actionTimeoutMs = 60_000

/**
 * Runs a JavaScript action against the sandbox as the runner does: inputs as variables, the event as a file, an environment of
 * its own. `ISSUEOPS_NODE` may name another node than the current one. Source: GitHub docs, "Metadata syntax" and "Workflow commands".
 * @param begin how its code is run; as a process of its own unless given.
 */
export async function runAction(
  sandbox: Sandbox,
  run: ActionRun,
  begin: BeginAction = runNode,
): Promise<ActionResult> {
  const action = await readAction(run.dir)
  const folder = await mkdtemp(join(tmpdir(), 'issueops-runner-'))
  try {
    const files = await runnerFiles(folder, run.event)
    const env = {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      ...sandboxVariables(sandbox, run, folder),
      ...files,
      ...inputVariables(action.inputs, run.inputs),
      ...run.env,
    }
    const started = performance.now()
    const ended = await begin(resolve(run.dir, action.main), env, join(folder, 'workspace'))
    const text = (path: string) => readFile(path, 'utf8')
    return {
      ...ended,
      wallMs: performance.now() - started,
      outputs: readFileCommands(await text(files.GITHUB_OUTPUT)),
      state: readFileCommands(await text(files.GITHUB_STATE)),
      exported: readFileCommands(await text(files.GITHUB_ENV)),
      summary: await text(files.GITHUB_STEP_SUMMARY),
      annotations: readAnnotations(ended.stdout),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface Action {
  readonly main: string
  /** Input → default, or null. */
  readonly inputs: ReadonlyMap<string, string | null>
}

async function readAction(dir: string): Promise<Action> {
  const file: unknown = parse(await readFile(join(dir, 'action.yml'), 'utf8'))
  const runs = field(file, 'runs')
  const main = field(runs, 'main')
  if (!String(field(runs, 'using')).startsWith('node') || typeof main !== 'string') {
    throw new Error(`${dir}/action.yml is not a JavaScript action`)
  }
  const inputs = new Map<string, string | null>()
  for (const [name, input] of Object.entries(field(file, 'inputs') ?? {})) {
    const value = field(input, 'default')
    inputs.set(name, value === undefined || value === null ? null : scalar(value))
  }
  return { main, inputs }
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value).find(([key]) => key === name)?.[1]
}

function scalar(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

async function runnerFiles(folder: string, event: unknown) {
  const files = {
    GITHUB_EVENT_PATH: join(folder, 'event.json'),
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_STATE: join(folder, 'state'),
    GITHUB_ENV: join(folder, 'env'),
    GITHUB_PATH: join(folder, 'path'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
  }
  for (const path of Object.values(files)) await writeFile(path, '')
  await writeFile(files.GITHUB_EVENT_PATH, JSON.stringify(event))
  await mkdir(join(folder, 'temp'))
  await mkdir(join(folder, 'workspace'))
  return files
}

function sandboxVariables(sandbox: Sandbox, run: ActionRun, folder: string): Record<string, string> {
  const [owner = ''] = run.repository.split('/')
  const actor = run.actor ?? owner
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: sandbox.url,
    GITHUB_GRAPHQL_URL: sandbox.graphqlUrl,
    GITHUB_SERVER_URL: sandbox.serverUrl,
    GITHUB_REPOSITORY: run.repository,
    GITHUB_REPOSITORY_OWNER: owner,
    GITHUB_ACTOR: actor,
    GITHUB_TRIGGERING_ACTOR: actor,
    GITHUB_EVENT_NAME: run.eventName,
    GITHUB_JOB: 'reconcile',
    GITHUB_RUN_ID: '1',
    GITHUB_RUN_NUMBER: '1',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_WORKFLOW: 'issueops',
    GITHUB_WORKSPACE: join(folder, 'workspace'),
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: 'X64',
    RUNNER_TEMP: join(folder, 'temp'),
  }
}

/** The runner writes spaces as underscores and keeps dashes. An input the action does not declare is passed all the same. */
function inputVariables(
  declared: ReadonlyMap<string, string | null>,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const variables: Record<string, string> = {}
  const set = (name: string, value: string) => {
    variables[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] = value
  }
  for (const [name, value] of declared) set(name, value ?? '')
  for (const [name, value] of Object.entries(given)) set(name, value)
  return variables
}

/** Runs the file that an action.yml names, in an environment that holds nothing of the machine's own. */
export type BeginAction = (
  main: string,
  env: Readonly<Record<string, string>>,
  cwd: string,
) => Promise<EndedAction>

export interface EndedAction {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

function runNode(main: string, env: Readonly<Record<string, string>>, cwd: string): Promise<EndedAction> {
  return new Promise((settle, reject) => {
    const node = process.env.ISSUEOPS_NODE ?? process.execPath
    const child = spawn(node, [main], {
      env,
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: actionTimeoutMs,
    })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    child.on('error', reject)
    child.on('close', (code) =>
      settle({
        // A killed process has no status of its own.
        exitCode: code ?? 137,
        stdout: Buffer.concat(out).toString('utf8'),
        stderr: Buffer.concat(err).toString('utf8'),
      }),
    )
  })
}
