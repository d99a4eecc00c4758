import type { ChildProcessWithoutNullStreams } from 'node:child_process'

/** A git that stays and answers one question after the other: a process for each would cost more than its answer. */
export interface Session<Answer> {
  /** @throws if git ends over this question. */
  readonly ask: (question: string) => Promise<Answer>
  readonly close: () => void
}

/** The first whole answer of what git has printed so far, and how long it is; null when more has to come. */
export type TakeAnswer<Answer> = (
  printed: Buffer,
) => { readonly answer: Answer; readonly length: number } | null

interface Waiting<Answer> {
  readonly question: string
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: Error) => void
}

/** @param failed makes the error of a git that ended, from its status and what it said. */
export function openSession<Answer>(
  spawn: () => ChildProcessWithoutNullStreams,
  take: TakeAnswer<Answer>,
  failed: (status: number, stderr: string) => Error,
): Session<Answer> {
  let child: ChildProcessWithoutNullStreams | null = null
  let closed = false
  let waiting: Waiting<Answer>[] = []

  function start(): ChildProcessWithoutNullStreams {
    const started = spawn()
    let printed: Buffer = Buffer.alloc(0)
    let stderr = ''
    started.stdout.on('data', (chunk: Buffer) => {
      printed = printed.length === 0 ? chunk : Buffer.concat([printed, chunk])
      for (let one = take(printed); one !== null; one = take(printed)) {
        printed = printed.subarray(one.length)
        waiting.shift()?.resolve(one.answer)
      }
    })
    started.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString('utf8')
    })
    started.stdin.on('error', () => {})
    started.on('error', (error) => {
      for (const one of waiting.splice(0)) one.reject(error)
    })
    started.on('close', (code) => {
      child = null
      const [first, ...others] = waiting
      waiting = []
      first?.reject(failed(code ?? -1, stderr))
      // Git ends over one question; those behind it were not read yet.
      for (const one of others) send(one)
    })
    return started
  }

  function send(one: Waiting<Answer>): void {
    if (closed) {
      one.reject(new Error('the repository is closed'))
      return
    }
    child ??= start()
    waiting.push(one)
    child.stdin.write(one.question)
  }

  return {
    ask: (question) => new Promise((resolve, reject) => send({ question, resolve, reject })),
    close() {
      closed = true
      child?.stdin.end()
      child?.kill()
    },
  }
}
