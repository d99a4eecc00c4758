import { randomUUID } from 'node:crypto'
import { appendFileSync } from 'node:fs'

/**
 * Sets the outputs of an action. Each value stands between two lines that nobody can guess, so that no value, whatever lines it
 * spans, can pose as another output. Source: “Workflow commands”, multiline strings.
 */
export function writeOutputs(
  outputs: Readonly<Record<string, string | number>>,
  env: NodeJS.ProcessEnv,
): void {
  const path = env.GITHUB_OUTPUT ?? ''
  if (path === '') return
  const fence = `issueops_${randomUUID()}`
  const lines = Object.entries(outputs).map(([name, value]) => `${name}<<${fence}\n${value}\n${fence}\n`)
  appendFileSync(path, lines.join(''))
}

/** Adds to the summary of the job, where the runner keeps one. */
export function writeSummary(text: string, env: NodeJS.ProcessEnv): void {
  const path = env.GITHUB_STEP_SUMMARY ?? ''
  if (path !== '') appendFileSync(path, `${text}\n`)
}
