import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { readInputs, writeOutputs } from '../../src/runner/inputs.js'
import { readFileCommands } from '../../src/sandbox/runner-files.js'

const folder = mkdtempSync(join(tmpdir(), 'issueops-outputs-'))
const path = join(folder, 'output')
afterEach(() => vi.unstubAllEnvs())
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('whatever a value holds, the runner reads back exactly it, and no other output', () => {
  const line = fc.constantFrom(
    'a<<EOF',
    'EOF',
    'ok=true',
    '',
    '::set-output name=ok::true',
    'issueops_',
    '漢',
  )
  const value = fc.array(line, { maxLength: 6 }).map((lines) => lines.join('\n'))
  fc.assert(
    fc.property(value, value, (first, second) => {
      writeFileSync(path, '')
      vi.stubEnv('GITHUB_OUTPUT', path)
      writeOutputs({ first, second, count: 3 })
      const read = readFileCommands(readFileSync(path, 'utf8'))
      expect(Object.fromEntries(read)).toEqual({ first, second, count: '3' })
    }),
    { numRuns: 200 },
  )
})

test('inputs are read as the runner hands them over, and are empty when left out', () => {
  vi.stubEnv('INPUT_DRY-RUN', ' true ')
  vi.stubEnv('INPUT_TOKEN', 'x')
  expect(readInputs(['token', 'dry-run', 'issue'])).toEqual({ token: 'x', 'dry-run': 'true', issue: '' })
})
