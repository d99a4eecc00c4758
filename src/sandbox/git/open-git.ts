import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'

/** A bare git repository on disk, driven by the `git` binary. */
export interface Git {
  readonly dir: string
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<RunResult>
  /** What a revision expression such as `main:folder/file` names, or null. */
  readonly read: (expression: string) => Promise<GitObject | null>
  readonly close: () => void
}

export interface RunOptions {
  readonly input?: string | Uint8Array
  readonly env?: Readonly<Record<string, string>>
  /** Exit statuses that are answers rather than failures; only 0 unless given. */
  readonly answers?: readonly number[]
}

export interface RunResult {
  readonly code: number
  readonly stdout: Buffer
  readonly stderr: string
}

export interface GitObject {
  readonly oid: string
  readonly type: 'blob' | 'tree' | 'commit' | 'tag'
  readonly content: Buffer
}

/** Creates an empty bare repository in `dir`. Needs git 2.38 or newer for `merge-tree --write-tree`. */
export async function openGit(dir: string, defaultBranch: string): Promise<Git> {
  const run = (args: readonly string[], options: RunOptions = {}) => runGit(dir, args, options)
  await run(['init', '--quiet', '--bare', '--template=', `--initial-branch=${defaultBranch}`, dir])
  const reader = openReader(dir)
  return { dir, run, read: reader.read, close: reader.close }
}

/** Nothing of the machine may shine through: no user or system configuration, no locale, no prompt. */
function environment(dir: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: dir,
    GIT_DIR: dir,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    // Nothing is collected: a test may look at objects that no ref reaches any more.
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'gc.auto',
    GIT_CONFIG_VALUE_0: '0',
    LC_ALL: 'C',
    TZ: 'UTC',
  }
}

function runGit(dir: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, { env: { ...environment(dir), ...options.env } })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    child.on('error', reject)
    // A git that refuses early closes its input; its exit status tells the story.
    child.stdin.on('error', () => {})
    child.on('close', (code) => {
      const status = code ?? -1
      const stderr = Buffer.concat(err).toString('utf8')
      if ((options.answers ?? [0]).includes(status)) {
        resolve({ code: status, stdout: Buffer.concat(out), stderr })
      } else reject(new GitFailure(args, status, stderr))
    })
    child.stdin.end(options.input ?? '')
  })
}

/** The git binary ended with a status nobody expected. */
export class GitFailure extends Error {
  readonly stderr: string

  constructor(args: readonly string[], status: number, stderr: string) {
    super(`git ${args.join(' ')} ended with ${status}: ${stderr.trim()}`)
    this.name = 'GitFailure'
    this.stderr = stderr
  }
}

interface Reader {
  readonly read: (expression: string) => Promise<GitObject | null>
  readonly close: () => void
}

interface Waiting {
  readonly resolve: (object: GitObject | null) => void
  readonly reject: (error: Error) => void
}

/** One `git cat-file --batch` for all reads: a process per read would cost more than the read. */
function openReader(dir: string): Reader {
  let child: ChildProcessWithoutNullStreams | null = null
  let buffered: Buffer = Buffer.alloc(0)
  const waiting: Waiting[] = []

  function start(): ChildProcessWithoutNullStreams {
    const started = spawn('git', ['cat-file', '--batch'], { env: environment(dir) })
    started.stdout.on('data', (chunk: Buffer) => {
      buffered = buffered.length === 0 ? chunk : Buffer.concat([buffered, chunk])
      drain()
    })
    started.stderr.resume()
    started.stdin.on('error', () => {})
    started.on('close', () => {
      for (const one of waiting.splice(0)) one.reject(new Error('the git reader ended'))
    })
    return started
  }

  function drain(): void {
    for (;;) {
      const answer = takeAnswer(buffered)
      if (answer === null) return
      buffered = buffered.subarray(answer.length)
      waiting.shift()?.resolve(answer.object)
    }
  }

  return {
    read(expression) {
      if (expression === '' || /[\n\0]/.test(expression)) return Promise.resolve(null)
      child ??= start()
      const reader = child
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject })
        reader.stdin.write(`${expression}\n`)
      })
    },
    close() {
      child?.stdin.end()
      child?.kill()
      child = null
    },
  }
}

/** One whole answer at the start of `buffer`, or null when more has to come. Source: git-cat-file, BATCH OUTPUT. */
function takeAnswer(buffer: Buffer): { readonly object: GitObject | null; readonly length: number } | null {
  const end = buffer.indexOf(0x0a)
  if (end < 0) return null
  const header = buffer.toString('utf8', 0, end)
  const match = /^([0-9a-f]{40}) (blob|tree|commit|tag) (\d+)$/.exec(header)
  if (match === null) return { object: null, length: end + 1 }
  const [, oid = '', type = '', size = '0'] = match
  const bytes = Number(size)
  if (buffer.length < end + 1 + bytes + 1) return null
  const content = Buffer.from(buffer.subarray(end + 1, end + 1 + bytes))
  return { object: { oid, type: type as GitObject['type'], content }, length: end + 1 + bytes + 1 }
}
