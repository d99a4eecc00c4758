import { readArguments } from './arguments.js'
import { commandHelp } from './command-help.js'
import { type ExitCode, UsageError } from './exit-code.js'
import { print, printJson, problemText } from './print.js'
import { runTests, type TestReport, type TestRun } from './test/run-tests.js'

const testUsage = commandHelp.test.usage

/** `issueops test`: runs the `tests:` of every request type of a local checkout. */
export function test(args: readonly string[]): ExitCode {
  const { values, positionals } = readArguments(args, { json: { type: 'boolean' } } as const, testUsage, {
    min: 0,
    max: 1,
  })
  const [root = '.'] = positionals
  const report = runTests(root)
  const { runs, untested, problems } = report
  if (runs.length + untested.length + problems.length === 0)
    throw new UsageError(`${root} has no request types: there is no .yml file in .github/issueops.`)
  const expected = runs.every(({ differences }) => differences.length === 0)
  // Nothing that was tried is nothing that is right: a green run without a test would say so.
  const passed = problems.length === 0 && runs.length > 0 && expected
  if (values.json === true) printJson(reportJson(report, passed))
  else for (const line of reportLines(report)) print(line)
  return passed ? 0 : 1
}

/** The JSON contract of `test`. */
function reportJson({ runs, untested, problems }: TestReport, passed: boolean) {
  const tests = runs.map(({ type, name, differences }) => ({
    type,
    name,
    ok: differences.length === 0,
    differences,
  }))
  return { ok: passed, tests, untested, problems }
}

function reportLines({ runs, untested, problems }: TestReport): readonly string[] {
  const failed = runs.filter(({ differences }) => differences.length > 0).length
  return [
    ...runs.flatMap(runLines),
    ...problems.map(problemText),
    ...untested.map((type) => `- ${type}: has no tests`),
    '',
    [
      runs.length === 0
        ? 'There is no test, so nothing was tried. Write one under tests: of a request type, with answers: and expect:, as docs/request-tests.md shows'
        : `${runs.length} ${runs.length === 1 ? 'test' : 'tests'}: ${failed === 0 ? 'all as expected' : `${failed} otherwise than expected`}`,
      ...(problems.length === 0 ? [] : ['not every request type can be used']),
    ].join('; '),
  ]
}

function runLines({ type, name, differences }: TestRun): readonly string[] {
  const mark = differences.length === 0 ? '✓' : '✗'
  return [
    `${mark} ${type}: ${name}`,
    ...differences.flatMap(({ what, diff }) => [`    ${what}`, ...(diff === null ? [] : indented(diff))]),
  ]
}

function indented(diff: string): readonly string[] {
  return diff
    .trimEnd()
    .split('\n')
    .map((line) => `      ${line}`)
}
