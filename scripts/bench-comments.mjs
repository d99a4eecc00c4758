// Measures the processor time of reading the comments of an issue: 100 of 64 KB in each of some hostile shapes, with a command at their end or beginning.
// Times depend on the machine, so they are printed and never asserted; that each comment is read once is a test.
import { hear } from '../build/decide/command/read-commands.js'

const author = { id: 1, login: 'stranger', kind: 'user' }
const size = 64_000
const filled = (unit) => unit.repeat(Math.ceil(size / unit.length)).slice(0, size)
const units = {
  prose: 'Some words of a sentence, as people write them. ',
  spaces: ' ',
  backticks: '`',
  'backticks of several lengths': '` `` ``` ',
  brackets: '[',
  links: '[a](b ',
  'less-than signs': '<',
  tags: '<a ',
  'nested quotes': `${'>'.repeat(50)} a\n`,
  'nested lists': `${'- '.repeat(20)}a\n`,
  lists: '- a\n  ',
  lines: 'a\n',
  details: '<details>\n',
  'unfinished tags': '<\n',
  dashes: '-\n',
  'numbered lines': '1.\n',
  commands: '/help\n',
  holds: '/hold\n',
  'misspelt commands': '/rejct\n',
  'lookalike commands': '／ｈｅｌｐ\n',
  'cancelled holds': '/hold cancel\n',
  paths: '/usr/bin\n',
  'slash entities': '&#47;hold\n',
}

const bodies = {
  ...Object.fromEntries(Object.entries(units).map(([name, unit]) => [name, `${filled(unit)}\n\n/help`])),
  'a hold above blank lines': `/hold x\n${filled('\n')}`,
  'a hold before blanks': `/hold x${filled(' ')}x`,
  'a hold before marks': `- /hold x${filled('*')}x`,
  'a hold before unfinished comments': `/hold x${filled('<!--')}`,
}

console.log('| 100 comments of 64 KB | processor |\n|---|--:|')
for (const [name, body] of Object.entries(bodies)) {
  const comments = Array.from({ length: 100 }, (_, index) => ({ id: index + 1, body, author, own: false }))
  const snapshotOf = (some) => ({ issue: { comments: some } })
  hear(snapshotOf(comments.slice(0, 3)), null)
  const before = process.cpuUsage()
  // A run decides several times; it hands on what was read, and what it looks at again stands as it stood.
  let heard = null
  for (let round = 0; round < 12; round += 1) heard = hear(snapshotOf([...comments]), heard)
  const { user, system } = process.cpuUsage(before)
  console.log(`| ${name} | ${((user + system) / 1000).toFixed(0)} ms |`)
}
