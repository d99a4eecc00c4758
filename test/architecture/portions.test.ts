import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { long, portioned } from '../../vitest.config.js'

const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((path) => `test/${path.replaceAll('\\', '/')}`)
  .filter((path) => /\.tsx?$/.test(path))
const textOf = new Map(files.map((path) => [path, readFileSync(path, 'utf8')]))

/** The files that ask how much is to be tried, themselves or through a helper. */
function askers(): readonly string[] {
  const helpers = ['test/at-length.ts', 'test/disturbed.ts', 'test/core/decide/random-run.ts']
  const imports = (path: string, text: string) =>
    [...text.matchAll(/from '(\.[./\w-]*)\.js'/g)].map(([, name = '']) => `${join(dirname(path), name)}.ts`)
  return [...textOf].flatMap(([path, text]) =>
    imports(path, text).some((each) => helpers.includes(each)) && !helpers.includes(path) ? [path] : [],
  )
}

function fits(pattern: string, path: string): boolean {
  const source = pattern
    .replaceAll('.', '\\.')
    .replaceAll(/\{(\w[\w-]*),(\w[\w-]*)\}/g, '(?:$1|$2)')
    .replaceAll('*', '[^/]*')
  return new RegExp(`^${source}$`).test(path)
}

test('whatever npm test plays a portion of, test:long plays whole', () => {
  const asking = askers().filter((path) => path.endsWith('.test.ts'))
  expect(asking.length).toBeGreaterThan(8)
  expect(asking.filter((path) => ![...long, ...portioned].some((pattern) => fits(pattern, path)))).toEqual([])
})
