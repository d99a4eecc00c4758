import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { data, Evaluator, Lexer, Parser } from '@actions/expressions'
import { load } from 'js-yaml'
import type { Sandbox } from '../../src/sandbox/create-sandbox.js'
import { readFileCommands } from '../../src/sandbox/runner-files.js'

/** What the steps of a composite action did, as far as its shape lets them. */
export interface CompositeResult {
  readonly exitCode: number
  readonly log: string
  /** The steps that ran, by id. */
  readonly ran: readonly string[]
  readonly outputs: Readonly<Record<string, string>>
}

/**
 * Runs the steps of a composite action in order, as the runner does: `if`, `env` and outputs are evaluated by GitHub's own expression engine, each
 * script runs in a bash of its own with an environment of its own, and the first step that fails stops the others.
 */
export async function runComposite(
  sandbox: Sandbox,
  dir: string,
  given: {
    readonly inputs: Readonly<Record<string, string>>
    readonly event: unknown
    readonly repository: string
  },
): Promise<CompositeResult> {
  const action = Object(load(readFileSync(join(dir, 'action.yml'), 'utf8')))
  const folder = mkdtempSync(join(tmpdir(), 'issueops-composite-'))
  const steps: Record<string, { readonly outputs: Readonly<Record<string, string>> }> = {}
  const ran: string[] = []
  const defaults = Object.entries(action.inputs).map(([name, each]) => [name, Object(each).default ?? ''])
  const context = { inputs: { ...Object.fromEntries(defaults), ...given.inputs }, steps }
  let log = ''
  let exitCode = 0
  try {
    writeFileSync(join(folder, 'event.json'), JSON.stringify(given.event))
    for (const step of action.runs.steps) {
      steps[step.id] = { outputs: {} }
      if (exitCode !== 0 || (step.if !== undefined && !isTrue(evaluate(step.if, context)))) continue
      ran.push(step.id)
      const output = join(folder, `${step.id}.output`)
      writeFileSync(output, '')
      const own = Object.entries(step.env).map(([name, value]) => [name, evaluate(String(value), context)])
      const env = {
        PATH: process.env.PATH ?? '',
        GITHUB_ACTION_PATH: dir,
        GITHUB_API_URL: sandbox.url,
        GITHUB_GRAPHQL_URL: sandbox.graphqlUrl,
        GITHUB_REPOSITORY: given.repository,
        GITHUB_EVENT_PATH: join(folder, 'event.json'),
        GITHUB_OUTPUT: output,
        ...Object.fromEntries(own),
      }
      const ended = await runScript(step.run, env, folder)
      log += ended.log
      exitCode = ended.exitCode
      steps[step.id] = { outputs: Object.fromEntries(readFileCommands(readFileSync(output, 'utf8'))) }
    }
    const outputs = Object.entries(action.outputs).map(([name, each]) => [
      name,
      evaluate(Object(each).value, context),
    ])
    return { exitCode, log, ran, outputs: Object.fromEntries(outputs) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A text with `${{ }}` in it, or one expression. */
function evaluate(text: string, context: object): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression: string) => {
    const { tokens } = new Lexer(expression.trim()).lex()
    const tree = new Parser(tokens, Object.keys(context), []).parse()
    return new Evaluator(tree, dictionary(context)).evaluate().coerceString()
  })
}

function dictionary(values: object): data.Dictionary {
  const pairs = Object.entries(values).map(([key, value]) => ({
    key,
    value:
      typeof value === 'object' && value !== null ? dictionary(value) : new data.StringData(String(value)),
  }))
  return new data.Dictionary(...pairs)
}

function isTrue(text: string): boolean {
  return text !== '' && text !== 'false' && text !== '0'
}

/** As `shell: bash` says. Source: “Workflow syntax”, `jobs.<job_id>.steps[*].shell`. */
function runScript(script: string, env: Readonly<Record<string, string>>, folder: string) {
  const file = join(folder, 'script.sh')
  writeFileSync(file, script)
  const args = ['--noprofile', '--norc', '-e', '-o', 'pipefail', file]
  return new Promise<{ readonly exitCode: number; readonly log: string }>((settle, reject) => {
    const child = spawn('bash', args, { env, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    let log = ''
    child.stdout.on('data', (chunk) => (log += String(chunk)))
    child.stderr.on('data', (chunk) => (log += String(chunk)))
    child.on('error', reject)
    child.on('close', (code) => settle({ exitCode: code ?? 137, log }))
  })
}
