import { type ParseArgsConfig, parseArgs } from 'node:util'
import { UsageError } from './exit-code.js'

/**
 * Reads a command's arguments.
 * @throws UsageError with the usage line when they do not fit.
 */
export function readArguments<T extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: T,
  usage: string,
  positionals: { readonly min: number; readonly max: number } = { min: 0, max: 0 },
) {
  const read = () => parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  let parsed: ReturnType<typeof read>
  try {
    parsed = read()
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\nUsage: ${usage}`)
  }
  const { length } = parsed.positionals
  if (length < positionals.min || length > positionals.max) throw new UsageError(`Usage: ${usage}`)
  return parsed
}

/**
 * A required option.
 * @throws UsageError when it is missing.
 */
export function required(value: string | undefined, name: string, usage: string): string {
  if (value === undefined) throw new UsageError(`--${name} is missing.\nUsage: ${usage}`)
  return value
}
