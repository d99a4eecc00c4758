import { setOutput, summary } from '@actions/core'

/** Sets the outputs of an action; `@actions/core` fences values that span lines, so that none can pose as another output. */
export function writeOutputs(outputs: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value)
}

/** Adds to the summary of the job, where the runner keeps one. */
export async function writeSummary(text: string, env: NodeJS.ProcessEnv): Promise<void> {
  if ((env.GITHUB_STEP_SUMMARY ?? '') !== '') await summary.addRaw(text, true).write()
}
