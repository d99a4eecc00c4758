import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const read = (name: string) => JSON.parse(readFileSync(join(root, name), 'utf8'))

/** Whether a range of npm's takes a version: of the forms that occur here, `>=1.2`, `^1.2.3`, `*` and several with `||`. */
function takes(range: string, [major, minor]: readonly [number, number]): boolean {
  return range.split('||').some((part) => {
    if (part.trim() === '*') return true
    const [, sign, first = '0', second = '0'] = /^\s*(>=|\^|)\s*v?(\d+)(?:\.(\d+))?/.exec(part) ?? []
    const [least, more] = [Number(first), Number(second)]
    if (sign === '>=') return major > least || (major === least && minor >= more)
    return major === least && (sign === '' || minor >= more)
  })
}

test('every package that is installed runs on the oldest Node the README allows, so that npm has nothing to warn of', () => {
  const { engines } = read('package.json')
  expect(engines.node).toBe('>=20.19')
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain('20.19')
  const packages: [string, { engines?: { node?: string }; optional?: boolean }][] = Object.entries(
    read('package-lock.json').packages,
  )
  const refusing = packages.filter(
    ([, { engines: needs, optional }]) =>
      optional !== true && needs?.node !== undefined && !takes(needs.node, [20, 19]),
  )
  expect(refusing.map(([name, { engines: needs }]) => `${name}: ${needs?.node}`)).toEqual([])
})
