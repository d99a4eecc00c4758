import type { ExitCode } from './exit-code.js'

export async function simulate(_args: readonly string[]): Promise<ExitCode> {
  return 2
}
