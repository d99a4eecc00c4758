import type { Problem } from '../model/problem.js'

/** Writes one line to standard output. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Writes one line to standard error. */
export function complain(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** Writes one JSON document to standard output. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2))
}

/** A problem as a person reads it: place, matter, cure, code. */
export function problemText(problem: Problem): string {
  const where = [problem.file, problem.label].filter((part) => part !== undefined).join(': ')
  const line = problem.line === undefined ? '' : `${where === '' ? 'line ' : ', line '}${problem.line}`
  const place = `${where}${line}`
  return `${place === '' ? '' : `${place}\n  `}${problem.what}\n  → ${problem.fix} [${problem.code}]`
}
