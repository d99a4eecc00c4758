// Measures the processor time of reading the comments of an issue: 100 of 64 KB in each of some hostile shapes, with a command at their end or beginning.
// Times depend on the machine, so they are printed and never asserted; that each comment is read once is a test.
import { hear } from '../build/core/command/read-commands.js'

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
  'blank lines': '\n',
  'carriage returns': '\r',
  'lines of a tab': '\t\n',
  lines: 'a\n',
  'lines of a digit': '1\n',
  details: '<details>\n',
  'ends of details': '</details>\n',
  'unfinished tags': '<\n',
  'unfinished end tags': '</\n',
  'unfinished declarations': '<!\n',
  'unfinished tags with a backtick': '<`\n',
  comments: '<!--\n',
  'block tags': '<div>\n',
  dashes: '-\n',
  stars: '*\n',
  'plus signs': '+\n',
  hashes: '#\n',
  underscores: '_\n',
  'lines of a backtick': '`\n',
  'numbered lines': '1.\n',
  'table rows': '|\n',
  slashes: '/',
  'lines of a slash': '/\n',
  'lines of a backslash': '\\\n',
  'lines of a slash and a letter': '/a\n',
  'lines of a slash and an accent': '/é\n',
  'slashes behind letters': 'x/\n',
  'slashes behind marks': '*/h\n',
  'slashes behind pictures': '🛑/h\n',
  'slashes behind what nobody sees': '\u200B/h\n',
  'slashes behind quote marks': '>/h\n',
  commands: '/help\n',
  'commands behind line breaks': '<br>/h',
  holds: '/hold\n',
  'approvals that say no': '/approve no\n',
  'misspelt commands': '/rejct\n',
  'commands of two words': '/do x\n',
  'lookalike commands': '／ｈｅｌｐ\n',
  'cancelled holds': '/hold cancel\n',
  'withdrawals with a word too many': '/withdraw x\n',
  paths: '/usr/bin\n',
  'slash entities': '&#47;hold\n',
}

/** One line of each of so many names, which no line repeats. */
const distinct = (count, name) => Array.from({ length: count }, (_, index) => `/${name(index)}`).join('\n')
const letters = (index) => index.toString(36).padStart(3, 'z').replaceAll(/\d/g, 'e')
const accented = Array.from({ length: 0x24f - 0xc0 }, (_, index) => String.fromCharCode(0xc0 + index))
const twoAccented = (index) =>
  `${accented[index % accented.length]}${accented[Math.floor(index / accented.length) % accented.length]}`

const bodies = {
  ...Object.fromEntries(Object.entries(units).map(([name, unit]) => [name, `${filled(unit)}\n\n/help`])),
  'a hold above blank lines': `/hold x\n${filled('\n')}`,
  'a hold above lines of a dash': `/hold\n${filled('-\n')}`,
  'a hold before blanks': `/hold x${filled(' ')}x`,
  'a hold before marks': `- /hold x${filled('*')}x`,
  'a hold before unfinished comments': `/hold x${filled('<!--')}`,
  'a hold before ends of comments': `/hold x ${filled('~--><!--')}`,
  'an approval before words': `/approve ${filled('/a ')}`,
  'blank lines below a deep list': `${'- '.repeat(100)}a\n${filled('\n')}/help`,
  'blank lines in raw HTML': `<pre>\n${filled('\n')}/help`,
  'ends of other elements in details': `<div>\n${'<details>'.repeat(3500)}${'</video>'.repeat(3900)}\n\n/help`,
  'distinct names': `${distinct(12_800, letters)}\n/help`,
  'distinct names with accents': `${distinct(16_000, twoAccented)}\n/help`,
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
