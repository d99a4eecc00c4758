import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type CommandHelp, commandHelp, commandPage } from '../../src/cli/command-help.js'
import { call } from './output.js'

const commands = Object.entries<CommandHelp>(commandHelp)

test.each(commands)(
  '%s --help says how it is called, what each option means, an example and the exit codes',
  async (name, help) => {
    const { code, out, err } = await call(name, '--help')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out.startsWith(`Usage: ${help.usage}\n\n`)).toBe(true)
    for (const [option, means] of help.options)
      expect(out).toMatch(new RegExp(`^  ${escaped(option)} +${escaped(means)}$`, 'm'))
    expect(out).toMatch(/^Examples?:\n {2}issueops /m)
    expect(out).toMatch(/^Exit codes:\n {2}0 .+\n {2}1 .+\n {2}2 .+\n {2}3 .+\n$/m)
    expect(await call('help', name)).toEqual({ code, out, err })
  },
)

test.each(commands)('the options that %s tells are those it takes', (name, help) => {
  const source = readFileSync(`src/cli/${name}.ts`, 'utf8')
  const taken = [
    ...source.matchAll(
      /^\s*(?:const options = \{ )?'?([a-z-]+)'?: \{ type: '(?:string|boolean)'|[{,] '?([a-z-]+)'?: \{ type: '(?:string|boolean)'/gm,
    ),
  ]
  const names = taken.map((match) => `--${match[1] ?? match[2]}`)
  const told = help.options.flatMap(([option]) => /^--[a-z-]+/.exec(option)?.[0] ?? [])
  expect([...new Set(told)].sort()).toEqual([...new Set(names)].sort())
  for (const option of told) expect(help.usage).toContain(option)
})

test('every example is a call the command takes', async () => {
  for (const example of commands.flatMap(([, { examples }]) => examples)) {
    const [, name = '', ...args] = example.replace(/ > .*$/, '').split(' ')
    expect((await call(name, ...args, '--no-such-option')).err).toContain('--no-such-option')
  }
})

test.each(['--version', '-v'])('%s tells which release this is', async (option) => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(await call(option)).toEqual({ code: 0, out: `${version}\n`, err: '' })
})

test('a misspelt command is asked about', async () => {
  expect((await call('simulat')).err).toContain('There is no command "simulat". Did you mean simulate?')
  expect((await call('help', 'lnt')).code).toBe(2)
})

test('the page of the documentation says the same', async () => {
  await expect(commandPage()).toMatchFileSnapshot('../../docs/command.md')
})

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
