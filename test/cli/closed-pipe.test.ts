import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const command = join(import.meta.dirname, '../../bin/issueops.js')

/** How a command ends whose reader closes the pipe at once, and what it says on the other one. */
function cutOff(line: string) {
  const script = `(${line}; echo "ended with $?" >&2) | true`
  const { stderr } = spawnSync('bash', ['-c', script], {
    encoding: 'utf8',
    env: { ...process.env, DIR: mkdtempSync(join(tmpdir(), 'pipe-')), ISSUEOPS: command },
  })
  return stderr
}

test.each([
  ['init', 'sleep 0.2; node "$ISSUEOPS" init "$DIR"', 0],
  [
    'lint',
    'sleep 0.2; mkdir -p "$DIR/.github/issueops"; echo "name: x" > "$DIR/.github/issueops/x.yml"; node "$ISSUEOPS" lint "$DIR"',
    1,
  ],
  ['help', 'sleep 0.2; node "$ISSUEOPS" help', 0],
])('%s ends quietly and with its own code when its reader has seen enough', (_name, line, code) => {
  expect(cutOff(line)).toBe(`ended with ${code}\n`)
})
