import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { tool } from './tool.mjs'

/**
 * The readers of YAML that judge an edit, both independent of the product's: libyaml by PyYAML, and Go's yaml with what Kubernetes makes of it.
 * Each is a function from a text to `{ documents, kubernetes? }` or `{ error }`.
 */
export function startJudges() {
  const script = join(import.meta.dirname, 'judges', 'libyaml.py')
  return new Map([
    ['libyaml', start('python3', [script], { PYTHONPATH: tool('PyYAML') })],
    ['Kubernetes', start(tool('kubernetes'), [], {})],
  ])
}

function start(command, args, env) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } })
  const waiting = []
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.resolve(JSON.parse(line)))
  child.on('close', (code) => {
    for (const { reject } of waiting) reject(new Error(`${command} ended with ${code} before it answered.`))
  })
  return {
    ask: (text) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject })
        child.stdin.write(`${JSON.stringify(text)}\n`)
      }),
    stop: () => child.stdin.end(),
  }
}
