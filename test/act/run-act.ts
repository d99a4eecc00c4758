import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { inject } from 'vitest'

/** A run takes two seconds; one that waits for the network would wait for minutes. */
const timeoutMs = 60_000

export interface ActRun {
  /** The checkout that workflows are read from. */
  readonly workspace: string
  /** As in `.github/workflows/issueops.yml`. */
  readonly workflow: string
  readonly eventName: string
  /** File with the payload. */
  readonly event: string
  readonly env: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, string>>
  readonly variables: Readonly<Record<string, string>>
  /** `owner/name@ref` → folder. */
  readonly repositories: ReadonlyMap<string, string>
  /** Home and caches of the run, so that nothing of the machine has a say. */
  readonly home: string
}

export interface ActResult {
  readonly result: 'success' | 'failure' | 'skipped'
  /** What steps printed, and what act said of errors. */
  readonly log: string
  /** Outputs that steps set, the last one of a name. */
  readonly outputs: ReadonlyMap<string, string>
  readonly summary: string
  /** Repositories that act took actions and workflows from. */
  readonly used: readonly string[]
}

/** Runs a workflow with nektos/act on this machine, without containers and without the network. */
export async function runAct(run: ActRun): Promise<ActResult> {
  const { code, output } = await start(run)
  const lines = output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line): Line => JSON.parse(line))
  const ran = lines.some((line) => line.stepResult !== undefined && line.step !== 'Set up job')
  return {
    result: code !== 0 ? 'failure' : ran ? 'success' : 'skipped',
    log: [
      ...lines.filter((line) => line.raw_output === true || line.level === 'error').map((line) => line.msg),
      ...output.split('\n').filter((line) => !line.startsWith('{')),
    ]
      .map((line) => line.trimEnd())
      .join('\n'),
    outputs: new Map(
      lines.filter((line) => line.command === 'set-output').map((line) => [line.name ?? '', line.arg ?? '']),
    ),
    summary: lines
      .filter((line) => line.command === 'summary')
      .map((line) => line.content)
      .join('\n'),
    used: [
      ...new Set(
        lines.flatMap(
          ({ msg }) =>
            /^LocalRepositoryCache (?:not )?matched (\S+) with [Rr]ef (\S+)/.exec(msg)?.slice(1).join('@') ??
            [],
        ),
      ),
    ],
  }
}

/** One line of act's log. */
interface Line {
  readonly level: string
  readonly msg: string
  readonly raw_output?: boolean
  readonly step?: string
  readonly stepResult?: string
  readonly command?: string
  readonly name?: string
  readonly arg?: string
  readonly content?: string
}

function start(run: ActRun): Promise<{ readonly code: number | null; readonly output: string }> {
  const { home } = run
  const child = spawn(inject('act'), argumentsOf(run), {
    cwd: run.workspace,
    // In host mode act runs the first node of the path, whatever version an action names.
    env: {
      PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}`,
      HOME: home,
      XDG_CONFIG_HOME: home,
      XDG_CACHE_HOME: home,
      // Nobody listens there: whatever is not published in these tests must not come from the real GitHub instead, and run here.
      HTTPS_PROXY: 'http://127.0.0.1:9',
      HTTP_PROXY: 'http://127.0.0.1:9',
      NO_PROXY: '127.0.0.1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
  })
  return new Promise((settle, reject) => {
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => settle({ code, output: Buffer.concat(chunks).toString('utf8') }))
  })
}

function argumentsOf(run: ActRun): readonly string[] {
  const pairs = (flag: string, values: Readonly<Record<string, string>>) =>
    Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`])
  return [
    run.eventName,
    '--json',
    '--workflows',
    run.workflow,
    '--eventpath',
    run.event,
    '--platform',
    'ubuntu-latest=-self-hosted',
    '--action-cache-path',
    join(run.home, 'act'),
    '--use-new-action-cache',
    '--no-cache-server',
    ...pairs('--env', run.env),
    ...pairs('--secret', run.secrets),
    ...pairs('--var', run.variables),
    ...[...run.repositories].flatMap(([name, folder]) => ['--local-repository', `${name}=${folder}`]),
  ]
}
