import { expect, test } from 'vitest'
import { call } from '../cli/output.js'
import { blocksOf, pages, pageText, proseOf } from './pages.js'

/** An option no command has. The command's own parser reaches it only past all the others, and stops there before anything is done. */
const stopper = '--no-such-option'

const written = pages.flatMap((page) => commandsOf(page).map((command) => ({ page, command })))

test.each([...new Map(written.map((each) => [each.command, each])).values()])(
  '`$command` of $page is a command with its options',
  async ({ command }) => {
    expect(await refusal(command)).toContain(stopper)
  },
)

test('a command or an option that is not there is found', async () => {
  expect(await refusal('issueops simulat')).toContain('There is no command "simulat"')
  expect(await refusal('issueops lint --fix')).not.toContain(stopper)
})

test('the README has a row for every command there is', async () => {
  const names = (await call('help')).out
    .split('\n')
    .flatMap((line) => /^issueops (\S+)/.exec(line)?.[1] ?? [])
  const rows = [...pageText('README.md').matchAll(/^\| `issueops (\S+?)[ `]/gm)].map((match) => match[1])
  expect(names.length).toBeGreaterThan(0)
  expect(new Set(rows)).toEqual(new Set(names))
})

/** What the command says to these arguments and one more. */
async function refusal(command: string): Promise<string> {
  const [, name = '', ...args] = command.split(/\s+/)
  const { code, err } = await call(name, ...args, stopper)
  expect(code).toBe(2)
  return err
}

/** The calls of the command on a page: in blocks to run, and in code between the words. Placeholders in brackets lose these. */
function commandsOf(page: string): readonly string[] {
  const text = pageText(page)
  const run = blocksOf(text)
    .filter(({ language }) => language === 'sh')
    .flatMap((block) => block.text.split('\n'))
  const inline = [...proseOf(text).matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '')
  return [...run, ...inline]
    .flatMap((line) => line.split(/&&|;/))
    .map((part) => part.trim().replace(/^npx (--no )?/, ''))
    .filter((part) => /^issueops [a-z]/.test(part))
    .map((part) =>
      part
        .replace(/\s>.*$/, '')
        .replaceAll(/[[\]()]|\\?\|/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    )
}
