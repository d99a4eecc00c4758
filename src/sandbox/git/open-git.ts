import { spawn } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type GitObject, objectReader, takeObject } from './read-objects.js'
import { openSession, type TakeAnswer } from './session.js'

/** A bare git repository on disk, driven by the `git` binary. */
export interface Git {
  readonly dir: string
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<RunResult>
  /** As `run`, for what follows from objects alone: asked again about the same ids, the answer is the one that was given. */
  readonly derive: (args: readonly string[], options?: RunOptions) => Promise<RunResult>
  /** What a revision expression such as `main:folder/file` names, or null. */
  readonly read: (expression: string) => Promise<GitObject | null>
  /** What differs between two trees: `git diff-tree --raw -z`, a NUL, and the patch. */
  readonly compare: (before: string, after: string) => Promise<string>
  /** Moves refs by commands of `git update-ref --stdin`, all or none. @throws GitFailure when git refuses. */
  readonly moveRefs: (commands: readonly string[]) => Promise<void>
  readonly close: () => void
}

export interface RunOptions {
  readonly input?: string | Uint8Array
  /** Exit statuses that are answers rather than failures; only 0 unless given. */
  readonly answers?: readonly number[]
}

export interface RunResult {
  readonly code: number
  readonly stdout: Buffer
  readonly stderr: string
}

/** Creates an empty bare repository in `dir`. Needs git 2.38 or newer for `merge-tree --write-tree`. */
export async function openGit(dir: string, defaultBranch: string): Promise<Git> {
  const run = (args: readonly string[], options: RunOptions = {}) => runGit(dir, args, options)
  await layOut(dir, defaultBranch)
  const session = <Answer>(args: readonly string[], take: TakeAnswer<Answer>) =>
    openSession(
      () => spawn('git', args, { env: environment(dir) }),
      take,
      (status, stderr) => new GitFailure(args, status, stderr),
    )
  const catFile = session(['cat-file', '--batch'], takeObject)
  const updateRef = session(['update-ref', '--stdin'], takeMoved)
  const diffTree = session(
    ['diff-tree', '--stdin', '-r', '-M', '--raw', '-z', '--no-abbrev', '-p', '--no-color'],
    takeDifference,
  )
  return {
    dir,
    run,
    derive: remembering(run),
    read: objectReader(catFile),
    compare: (before, after) => diffTree.ask(`${before} ${after}\n${differenceEnd}`),
    moveRefs: (commands) => updateRef.ask(['start', ...commands, 'prepare', 'commit', ''].join('\n')),
    close() {
      catFile.close()
      updateRef.close()
      diffTree.close()
    },
  }
}

/** What `git init --bare` makes, but for its samples. Source: git's documentation, “gitrepository-layout”. */
async function layOut(dir: string, defaultBranch: string): Promise<void> {
  for (const folder of ['objects', 'refs']) await mkdir(join(dir, folder), { recursive: true })
  await writeFile(join(dir, 'HEAD'), `ref: refs/heads/${defaultBranch}\n`)
  await writeFile(join(dir, 'config'), '[core]\n\trepositoryformatversion = 0\n\tbare = true\n')
}

/** Git repeats a line that names no object; no line of a patch begins like it. */
const differenceEnd = '@@end\n'

/** The two trees on a line of their own, and what differs. */
const takeDifference: TakeAnswer<string> = (printed) => {
  const [from, end] = [printed.indexOf('\n') + 1, printed.indexOf(`\n${differenceEnd}`) + 1]
  if (end === 0) return null
  return { answer: printed.toString('utf8', from, end), length: end + differenceEnd.length }
}

/** What `git update-ref --stdin` says of a transaction that it made. */
const moved = 'start: ok\nprepare: ok\ncommit: ok\n'

const takeMoved: TakeAnswer<undefined> = (printed) =>
  printed.length < moved.length ? null : { answer: undefined, length: moved.length }

/** Failures are not kept: an object that git does not know today may be there tomorrow. */
function remembering(run: Git['run']): Git['derive'] {
  const kept = new Map<string, Promise<RunResult>>()
  return (args, options) => {
    if (!namesIdsAlone(args)) return run(args, options)
    const key = args.join('\0')
    const known = kept.get(key)
    if (known !== undefined) return known
    const asked = run(args, options)
    kept.set(key, asked)
    const forget = () => kept.delete(key)
    asked.then(({ code }) => code > 1 && forget(), forget)
    return asked
  }
}

/** What stands between the command's name and `--`, and is no option, is a revision. */
function namesIdsAlone(args: readonly string[]): boolean {
  const end = args.indexOf('--')
  const revisions = args.slice(1, end < 0 ? args.length : end).filter((arg) => !arg.startsWith('-'))
  return revisions.every((revision) => /^\^?[0-9a-f]{40}$/.test(revision))
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
    // An id names one object for good, as on GitHub.
    GIT_NO_REPLACE_OBJECTS: '1',
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
    const child = spawn('git', args, { env: environment(dir) })
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
