import { setImmediate as turn } from 'node:timers/promises'

/** A way to make calls in rounds. */
export interface Rounds {
  /** Takes the place of `fetch` in a client of this process. */
  readonly fetch: typeof fetch
  /** How many rounds there were so far. */
  readonly count: () => number
}

/** Turns of the event loop without a new call after which none is to be expected before an answer comes: an answer that is there is read in fewer. */
const quietTurns = 25

interface Call {
  readonly make: () => Promise<Response>
  readonly settle: (answer: PromiseSettledResult<Response>) => void
}

/**
 * Makes calls in rounds: what a client asks for before it has an answer is one round, made in the order in which it was asked for, and answered
 * together. So the number of rounds is the length of the longest chain of calls in which each waits for one before it, whatever the machine has to do
 * beside: it is counted and not timed.
 */
export function createRounds(): Rounds {
  let waiting: Call[] = []
  let rounds = 0
  let running = false

  async function run(): Promise<void> {
    running = true
    while (waiting.length > 0) {
      await untilQuiet()
      const round = waiting
      waiting = []
      rounds += 1
      const settling: (() => void)[] = []
      for (const { make, settle } of round) {
        const [answer] = await Promise.allSettled([make()])
        settling.push(() => settle(answer))
      }
      for (const settle of settling) settle()
      await untilQuiet()
    }
    running = false
  }

  async function untilQuiet(): Promise<void> {
    for (let turns = 0, known = waiting.length; turns < quietTurns; turns += 1) {
      await turn()
      if (waiting.length !== known) [turns, known] = [0, waiting.length]
    }
  }

  return {
    fetch: (input, init) =>
      new Promise((resolve, reject) => {
        waiting.push({
          make: () => whole(fetch(input, init)),
          settle: (answer) => (answer.status === 'fulfilled' ? resolve(answer.value) : reject(answer.reason)),
        })
        if (!running) void run()
      }),
    count: () => rounds,
  }
}

/** An answer whose body has come as well, so that nothing of it is waited for later. */
async function whole(answer: Promise<Response>): Promise<Response> {
  const { status, statusText, headers, body } = await answer
  const bytes = body === null ? null : await new Response(body).arrayBuffer()
  return new Response(bytes, { status, statusText, headers })
}
