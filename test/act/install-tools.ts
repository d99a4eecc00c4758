import { execFileSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'

const installer = join(dirname(fileURLToPath(import.meta.url)), '../../scripts/tool.mjs')

declare module 'vitest' {
  interface ProvidedContext {
    /** The path of the command. */
    readonly act: string
  }
}

/** Installs, before any test, what these tests run; says what the machine lacks for it. */
export function setup(project: TestProject): void {
  const [act = ''] = ['act', 'actionlint', 'zizmor'].map((name) =>
    execFileSync(process.execPath, [installer, name], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    }).trim(),
  )
  project.provide('act', act)
}
