import { expect, test } from 'vitest'
import { parseCommand } from '../../../src/core/command/parse-command.js'
import { stopOf } from '../../../src/core/command/stop-of.js'

const approve = { kind: 'command', command: { name: 'approve', prefix: null } }
const none = { kind: 'none' }

test.each([
  ['alone', '/approve'],
  ['behind blank lines', '\n\n/approve'],
  ['with the line end of a web edit', '/approve\r\n'],
  ['with a capital letter', '/Approve'],
  ['with trailing blanks', '/approve  '],
  ['with prose below it', '/approve\n\nThanks for the details!'],
])('/approve on the first line is the command: %s', (_, body) => {
  expect(parseCommand(body)).toEqual(approve)
})

test.each([
  ['in the middle of a sentence', 'I would not /approve this'],
  ['in a quote', '> /approve'],
  ['in a code block', '```\n/approve\n```'],
  ['in a code block of tildes', '~~~\n/approve\n~~~'],
  ['in indented code', '    /approve'],
  ['in inline code', '`/approve`'],
  ['in an HTML comment', '<!--\n/approve\n-->'],
  ['in a folded section', '<details>\n\n/approve\n\n</details>'],
  ['in a link', '[/approve](https://example.org)'],
  ['an absolute path', '/etc/passwd'],
  ['a home directory', '/home/bob/notes.txt'],
  ['a comment in code', '// hold the lock while reading'],
  ['any other word', '/shrug'],
  ['nothing at all', ''],
])('what a reader does not see as a command is none: %s', (_, body) => {
  expect(parseCommand(body)).toEqual(none)
})

test.each([
  ['below other text', 'Looks good.\n/approve', 'command/misplaced'],
  ['below a quote', '> Who can approve this?\n\n/approve', 'command/misplaced'],
  ['below a line of blanks nobody sees', '\u00a0\n/approve', 'command/misplaced'],
  ['behind a blank', ' /approve', 'command/misplaced'],
  ['behind a byte order mark', '\ufeff/approve', 'command/misplaced'],
  ['as a list item', '- /approve', 'command/misplaced'],
  ['as a heading', '# /approve', 'command/misplaced'],
  ['in bold', '**/approve**', 'command/misplaced'],
  ['behind a name', '@acme-issueops /approve', 'command/misplaced'],
  ['right below a quote', '> Can this go?\n/approve', 'command/misplaced'],
  ['behind a line break of HTML', '<br>/approve', 'command/misplaced'],
  ['before a line break of HTML', '/approve<br>but not yet', 'command/bad-argument'],
  ['in a section that is folded out', '<details open>\n\n/approve\n\n</details>', 'command/misplaced'],
  ['with a full stop', '/approve.', 'command/bad-argument'],
  ['with an exclamation mark', '/approve!', 'command/bad-argument'],
  ['with a no-break space behind it', '/approve\u00a0', 'command/bad-argument'],
  ['as part of a longer word', '/approve-all', 'command/unknown'],
  ['as part of a path', '/approve/everything', 'command/unknown'],
  ['with a fullwidth slash', '／approve', 'command/unknown'],
  ['with a zero-width joiner', '/app\u200drove', 'command/unknown'],
  ['with a Cyrillic letter', '/аpprove', 'command/unknown'],
  ['in fullwidth letters', '/ａｐｐｒｏｖｅ', 'command/unknown'],
  ['behind two slashes', '//approve', 'command/unknown'],
  ['with a blank behind the slash', '/ approve', 'command/unknown'],
  ['misspelt below text', 'Looks good.\n/aprove', 'command/unknown'],
  ['as others call it', '/lgtm', 'command/unknown'],
  ['/unhold below text', 'The move is over.\n/unhold', 'command/misplaced'],
])('what nearly goes ahead does not, and is answered: %s', (_, body, code) => {
  const reading = parseCommand(body)
  expect(reading).toMatchObject({ kind: 'refused', code })
  expect(stopOf(reading)).toBeNull()
})

test.each([
  '/approve no',
  '/approve NO!',
  '/approve not yet',
  '/approve: not yet',
  '/approve wait',
  '/approve - wait for Monday',
  '/approve, but please wait',
  "/approve don't",
  '/approve don’t merge this',
  '/approve hold',
  '/approve stop',
  '/approve later',
  '/approve never',
  '/approve (rejected)',
  '/approve **no**',
  '/approve <b>no</b>',
  '/approve ｎｏ',
  '/approve n\u200do',
  '/approve nо',
  '/approve 👎',
  '/approve 🛑',
  '/approve 09bc9e2bf20f not yet',
  '/approve-not-yet',
  '/approve_no',
  '/approve/no',
  'Hm.\n\n/approve no',
  ' /approve no',
  '- /approve no',
  '/aprove no',
  '/lgtm not',
  '/approve\u00a0no',
  '/approve\tno',
  '/approve no\n/approve',
  '/approve\n/approve no',
])('an approval that says no means stop, and approves nothing: %j', (body) => {
  const reading = parseCommand(body)
  expect(reading.kind).toBe('refused')
  expect(stopOf(reading)).toMatchObject({ kind: 'unclear' })
})

test('it is said what was understood, and how to say either', () => {
  expect(parseCommand('/approve not yet')).toEqual({
    kind: 'refused',
    code: 'command/bad-argument',
    what: 'What stands beside /approve says no, so nothing was approved.',
    fix: 'To approve, write a new comment with /approve alone; to stop the request, one with /hold, or with /reject and the reason.',
    stops: true,
  })
})

test.each([
  '/approve twice',
  '/approve notes',
  '/approve nobody',
  '/approve yes',
  '/approve thanks',
  '/approve #12',
])('words behind an approval that say no no only keep it from counting: %s', (body) => {
  const reading = parseCommand(body)
  expect(reading).toMatchObject({ kind: 'refused', code: 'command/bad-argument' })
  expect(stopOf(reading)).toBeNull()
})

test('words below an approval are somebody’s text', () => {
  expect(parseCommand('/approve\n\nNo objections.')).toEqual(approve)
  expect(parseCommand('> /approve no')).toEqual(none)
  expect(parseCommand('`/approve no`')).toEqual(none)
})

test('a command that goes ahead below text says where to write it', () => {
  expect(parseCommand('Looks good.\n\n/approve')).toEqual({
    kind: 'refused',
    code: 'command/misplaced',
    what: 'The command /approve was not carried out, because it stands below other text.',
    fix: 'Write a new comment that begins with /approve [digest].',
  })
})

const held = (reason: string | null) => ({ kind: 'command', command: { name: 'hold', reason } })
const rejected = (reason: string) => ({ kind: 'command', command: { name: 'reject', reason } })

test.each([
  ['below a sentence', 'Please wait, the quota is not settled yet.\n\n/hold', held(null)],
  ['on the next line', 'Please wait.\n/hold', held(null)],
  ['below a quote', '> Can this go?\n\n/hold', held(null)],
  ['below a code block', '```\n/approve\n```\n/hold', held(null)],
  ['behind blanks', '   /hold', held(null)],
  ['behind blanks in the middle of a paragraph', 'Please wait.\n      /hold', held(null)],
  ['behind a byte order mark', '\ufeff/hold', held(null)],
  ['behind a no-break space', '\u00a0/hold', held(null)],
  ['behind a character nobody sees', '\u200b/hold', held(null)],
  ['in capitals', '/HOLD', held(null)],
  ['with a comma', '/hold, please', held('please')],
  ['with a colon', '/hold: not now', held('not now')],
  ['with a full stop', '/hold.', held(null)],
  ['with an exclamation mark', '/hold!', held(null)],
  ['in bold', '**/hold**', held(null)],
  ['in bold with its reason', '**/hold not now**', held('not now')],
  ['in italics', '_/hold_', held(null)],
  ['as a list item', '- /hold', held(null)],
  ['as a numbered item', '1. /hold not now', held('not now')],
  ['as a task', '- [ ] /hold', held(null)],
  ['as a heading', '# /hold', held(null)],
  ['as a heading with a line below', '/hold\n=====\n', held(null)],
  ['in a table', '| /hold |\n| --- |\n', held(null)],
  ['in a paragraph of HTML', '<p>/hold</p>', held(null)],
  ['in a block of HTML', '<div>\n/hold\n</div>', held(null)],
  ['behind a comment nobody sees', '<!-- x --> /hold', held(null)],
  ['with a picture by its name', ':stop_sign: /hold', held(null)],
  ['with a picture before it', '🛑 /hold', held(null)],
  ['with a picture of another colour', '👎🏽 /hold', held(null)],
  ['with a flag', '🇩🇪 /hold', held(null)],
  ['with a number in a box', '1️⃣ /hold', held(null)],
  ['behind an image', '![stop](https://example.org/stop.png) /hold', held(null)],
  ['behind an image in HTML', '<img src="stop.png"> /hold', held(null)],
  ['behind a bullet that was typed', '• /hold', held(null)],
  ['behind a dash', '– /hold', held(null)],
  ['behind an arrow', '-> /hold', held(null)],
  ['as a lettered item', 'a) /hold', held(null)],
  ['behind a name', '@acme-issueops /hold not now', held('not now')],
  ['in a list of HTML', '<ul>\n<li>/hold</li>\n</ul>', held(null)],
  ['behind a line break of HTML', 'Please wait.<br>/hold', held(null)],
  ['with a line break of HTML behind it', '/hold<br>', held(null)],
  ['right below a quote', '> Can this go?\n/hold', held(null)],
  ['in an alert', '> [!CAUTION]\n> /hold not now', held('not now')],
  ['in a section that is folded out', '<details open>\n\n/hold\n\n</details>', held(null)],
  ['right below a folded section', '<details>\n\nlog\n\n</details>\n/hold', held(null)],
  ['right below a folded section of HTML', '<details>\n<pre>log</pre>\n</details>\n/hold', held(null)],
  ['below a comment inside a block of HTML', '<div>\n<!--\nx\n-->\n/hold\n</div>', held(null)],
  [
    '/unapprove below a sentence',
    'I read the wrong file.\n/unapprove',
    { kind: 'command', command: { name: 'unapprove' } },
  ],
  [
    '/withdraw below a sentence',
    'No longer needed, thanks.\n\n/withdraw',
    { kind: 'command', command: { name: 'withdraw' } },
  ],
  ['/withdraw with a full stop', '/withdraw.', { kind: 'command', command: { name: 'withdraw' } }],
  ['/reject below a sentence', 'We are out of quota.\n/reject no quota', rejected('no quota')],
  ['/reject with a colon', '/reject: no budget', rejected('no budget')],
  ['/reject behind a blank', ' /reject no', rejected('no')],
  ['twice', '/hold not now\n\n/hold', held('not now')],
])('a command that stops counts wherever a reader sees it: %s', (_, body, reading) => {
  expect(parseCommand(body)).toEqual(reading)
})

test.each([
  ['a misspelt name', '/rejct no budget'],
  ['exchanged letters', '/hodl'],
  ['a letter twice', '/holdd'],
  ['a letter less', '/hld'],
  ['the past', '/rejected'],
  ['a longer word', '/hold-on'],
  ['what others call it', '/stop'],
  ['what others call it, misspelt', '/cancle'],
  ['a lookalike slash', '／hold'],
  ['another lookalike slash', '⁄reject no'],
  ['a backslash', '\\hold'],
  ['a slash written as HTML', '&#47;hold'],
  ['its slash escaped', '\\/hold'],
  ['a blank behind the slash', '/ hold'],
  ['two slashes', '//hold'],
  ['fullwidth letters', '/ｈｏｌｄ'],
  ['Cyrillic letters', '/hоld'],
  ['an accent', '/rejéct no'],
  ['a digit for a letter', '/h0ld'],
  ['a character nobody sees in the name', '/ho\u200bld'],
  ['characters nobody sees all over the name', '/h\u200bo\u200bl\u200bd'],
  ['a word as near to /hold as to /help', '/held'],
  ['a name cut by a hyphen', '/un-approve'],
  ['/reject without a reason', '/reject'],
  ['/reject with punctuation alone', '/reject!'],
  ['/reject with a reason nobody sees', '/reject \u200b'],
  ['/reject with a comment nobody sees', '/reject <!-- reason -->'],
  ['/reject with a dash for a reason', '/reject —'],
  ['what others call it, in two words', '/on-hold'],
  ['/reject in a list, which would end it for good', '- /reject no'],
  ['/withdraw in bold, which would end it for good', '**/withdraw**'],
  ['/withdraw with words behind it', '/withdraw please'],
  ['/reject with too long a reason', `/reject ${'x'.repeat(1001)}`],
  ['/hold with too long a reason', `/hold ${'x'.repeat(1001)}`],
  ['/approve with what takes it back elsewhere', '/approve cancel'],
  ['/approve with what takes it back far behind it', `/approve${' '.repeat(1200)}cancel`],
  ['a rejection taken back as elsewhere', '/reject cancel'],
  ['/reject right below a quote, which would end it for good', '> Can this go?\n/reject no'],
  ['what others call it, in several words', '/do not merge'],
  ['with an apostrophe', '/don’t merge'],
  ['a plain no', '/no'],
  ['with please', '/please-hold'],
  ['/unapprove in two words', '/un approve'],
  ['/unapprove as others call it', '/remove-approve'],
  ['on the line of an approval', '/approve /hold'],
  ['behind an approval and a line break of HTML', '/approve<br>/hold'],
  ['beside an approval', '/approve\n/rejct no budget'],
  ['below an approval', '/approve\n\nBut please:\n\n/hold'],
  ['above an approval', '/hold\n/approve'],
  ['two that stop in different ways', '/hold\n/reject no'],
  ['misspelt below a sentence', 'Please wait.\n\n/hodl'],
])('what means stop and cannot be carried out as written still means stop: %s', (_, body) => {
  expect(stopOf(parseCommand(body))).toMatchObject({ kind: 'unclear' })
})

test.each([
  ['in the middle of a sentence', 'I would not /hold this'],
  ['in a quote', '> /hold'],
  ['in a fence', '```\n/hold\n```'],
  ['in indented code', '    /hold'],
  ['in inline code', '`/hold`'],
  ['in an HTML comment', '<!--\n/hold\n-->'],
  ['in an HTML comment on its line', '<!-- /hold -->'],
  ['in a link', '[/hold](https://example.org)'],
  ['in a folded section', '<details>\n\n/hold\n\n</details>'],
  ['in HTML in a folded section', '<details>\n\n<p>/hold</p>\n\n</details>'],
  ['in HTML in a block that is a comment', '<!-- x\n/hold\n-->'],
  ['in a comment inside a block of HTML', '<div>\n<!--\n/hold\n-->\n</div>'],
  ['in preformatted HTML', '<pre>\n/hold\n</pre>'],
  ['in a quote that goes on', '> Somebody wrote:\n> /hold'],
  ['in a quote that is no alert', '> [!SHOUT]\n> /hold'],
  ['in code of HTML', '<code>/hold</code>'],
  ['struck out', '~~/hold~~'],
  ['in quotation marks', '“/hold” is what I would write'],
  ['in an address', 'https://example.org/hold'],
  ['another word', '/old files first'],
  ['a path that begins like a command', '/hodl/values.yaml'],
  ['a short word that is two slips away', '/host'],
  ['a word that others use for something else', '/retest'],
  ['/hold cancel, which releases elsewhere', '/hold cancel'],
  ['/hold cancel with a full stop', '/hold Cancel.'],
])('what a reader does not take for a stop is none: %s', (_, body) => {
  expect(stopOf(parseCommand(body))).toBeNull()
})

test('/hold cancel, with which other bots release, neither holds nor releases, and says what does', () => {
  expect(parseCommand('/hold cancel')).toEqual({
    kind: 'refused',
    code: 'command/bad-argument',
    what: 'Here /hold cancel releases nothing, and puts nothing on hold.',
    fix: 'To release what you put on hold, write a new comment with /unhold.',
  })
  expect(parseCommand('/hold cancel the order first')).toEqual(held('cancel the order first'))
})

test('a reason may stand on the lines below, and goes on there as far as there is room', () => {
  expect(parseCommand('/reject\nno quota')).toEqual(rejected('no quota'))
  expect(parseCommand('/reject\n\nno quota')).toEqual(rejected('no quota'))
  expect(parseCommand('/reject no quota\nin the west,\n\nand none in the east')).toEqual(
    rejected('no quota in the west, and none in the east'),
  )
  expect(parseCommand(`/reject no quota\n\n${'x'.repeat(1000)}`)).toEqual(rejected('no quota'))
  expect(parseCommand('/reject no quota\n\n> is there quota?\n\n```\nlog\n```')).toEqual(rejected('no quota'))
})

test('/approve takes the beginning of a plan digest, in any case', () => {
  expect(parseCommand('/approve 0123456789AB')).toEqual({
    kind: 'command',
    command: { name: 'approve', prefix: '0123456789ab' },
  })
})

test.each([
  ['too short', '/approve 0123456789a'],
  ['longer than a digest', `/approve ${'a'.repeat(65)}`],
  ['not hexadecimal', '/approve please'],
  ['a shell command', '/approve; rm -rf /'],
  ['an expression', '/approve ${{ secrets.TOKEN }}'],
  ['two arguments', '/approve 0123456789ab 0123456789ab'],
])('an argument of /approve that is no digest refuses instead of approving: %s', (_, body) => {
  const reading = parseCommand(body)
  expect(reading).not.toEqual(approve)
  expect(reading.kind === 'command').toBe(false)
})

test('/reject needs a reason, and keeps it word for word', () => {
  expect(parseCommand('/reject the team has one already')).toEqual({
    kind: 'command',
    command: { name: 'reject', reason: 'the team has one already' },
  })
  expect(parseCommand('/reject')).toEqual({
    kind: 'refused',
    code: 'command/bad-argument',
    what: 'The reason is missing, so /reject was not carried out.',
    fix: 'Write a new comment with the reason on the same line, as in: /reject the team already has a namespace.',
    stops: true,
  })
  expect(parseCommand(`/reject ${'x'.repeat(1001)}`)).toMatchObject({ code: 'command/bad-argument' })
})

test.each([
  ['withdraw', { stops: true }],
  ['unhold', {}],
])('/%s takes nothing behind it', (name, stops) => {
  expect(parseCommand(`/${name}`)).toEqual({ kind: 'command', command: { name } })
  expect(parseCommand(`/${name} now`)).toEqual({
    kind: 'refused',
    code: 'command/bad-argument',
    what: 'The command takes nothing behind it, so it was not carried out.',
    fix: `Write a new comment with /${name} alone on its line.`,
    ...stops,
  })
})

test('/unapprove counts whatever follows it, because it stops something', () => {
  expect(parseCommand('/unapprove for now')).toEqual({ kind: 'command', command: { name: 'unapprove' } })
})

test('/hold may give its reason, and need not', () => {
  expect(parseCommand('/hold')).toEqual({ kind: 'command', command: { name: 'hold', reason: null } })
  expect(parseCommand('/hold the cluster is being moved')).toEqual({
    kind: 'command',
    command: { name: 'hold', reason: 'the cluster is being moved' },
  })
  expect(parseCommand(`/hold ${'x'.repeat(1001)}`)).toMatchObject({ code: 'command/bad-argument' })
})

test('two deciding commands in one comment refuse each other, and mean stop where one of them stops', () => {
  const refused = (named: string) => ({
    kind: 'refused',
    code: 'command/contradictory',
    what: `The comment holds 2 deciding commands (${named}), so none of them was carried out.`,
    fix: 'Write a new comment with exactly one of them.',
  })
  expect(parseCommand('/approve\n/reject too expensive')).toEqual({
    ...refused('/approve, /reject'),
    stops: true,
  })
  expect(parseCommand('/approve\n/unhold')).toEqual(refused('/approve, /unhold'))
  expect(parseCommand('/approve\n/approve')).toEqual(refused('/approve, /approve'))
})

test('of a comment full of commands a few are named', () => {
  const reading = parseCommand('/approve\n/hold\n'.repeat(1000))
  expect(reading).toMatchObject({ code: 'command/contradictory', stops: true })
  expect(reading.kind === 'refused' && reading.what.length).toBeLessThan(200)
})

test('a quoted second command is no contradiction', () => {
  expect(parseCommand('/approve\n\n> /reject too expensive')).toEqual(approve)
})

test.each(['help', 'explain', 'retry'])('/%s may stand on any line, because it decides nothing', (name) => {
  const reading = { kind: 'command', command: { name } }
  expect(parseCommand(`How does this work?\n/${name}`)).toEqual(reading)
  expect(parseCommand(`/${name} please`)).toEqual(reading)
})

test.each([
  ['/aprove', '/approve [digest]', {}],
  ['/approved', '/approve [digest]', {}],
  ['/unhlod', '/unhold', {}],
  ['/hlep', '/help', {}],
  ['/rejekt too late', '/reject <reason>', { stops: true }],
  ['/withdrawn', '/withdraw', { stops: true }],
  ['/unapproved', '/unapprove', { stops: true }],
  ['/holdd', '/hold [reason]', { stops: true }],
])('a misspelt command %s gets a suggestion', (body, usage, stops) => {
  const word = body.split(' ')[0]
  expect(parseCommand(body)).toEqual({
    kind: 'refused',
    code: 'command/unknown',
    what: `There is no command ${word}.`,
    fix: `Write a new comment with ${usage} if that is what you meant, or /help for all commands.`,
    ...stops,
  })
})

test.each([
  ['blank lines', '\n'.repeat(65_000)],
  ['slashes', '/'.repeat(65_000)],
  ['lines of slash words', '/a\n'.repeat(20_000)],
  ['blank lines, then slash words', `${'\n'.repeat(30_000)}${'/b\n'.repeat(11_000)}`],
  ['quotes', '>'.repeat(65_000)],
  ['backticks', '`'.repeat(65_000)],
  ['open comments', '<!--'.repeat(16_000)],
  ['marks before a slash that never comes', '-*_#|'.repeat(13_000)],
  ['tags', '<b>'.repeat(21_000)],
  [
    'lines of words that are near to nothing',
    '/holiday\n/rebasing\n'.repeat(3_500).replaceAll('/holiday', '/hamster'),
  ],
])('a comment of 65,000 characters of %s is read without a hang', (_, body) => {
  expect(parseCommand(body)).toEqual(none)
})

test.each([
  [`/hold x${' '.repeat(64_000)}x`, { kind: 'refused', code: 'command/bad-argument' }],
  [`/hold x${' '.repeat(64_000)}`, held('x')],
  [`- /hold x${'*'.repeat(64_000)}`, held('x')],
  [`- /hold x${'*'.repeat(64_000)}x`, { kind: 'refused', code: 'command/bad-argument' }],
  ['- /hold x <b class="y"></b></i> |', held('x')],
  [`/hold x${'<!--'.repeat(16_000)}`, { kind: 'refused', code: 'command/bad-argument' }],
  [`/hold x<!--${'y'.repeat(500)}--> z<!----><!-- 🚢 -->`, held('x z')],
  [`/hold x<!--${'🚢'.repeat(500)}-->`, held('x')],
  [`/hold x<!--${'🚢'.repeat(501)}-->`, held(`x<!--${'🚢'.repeat(501)}-->`)],
])('whatever stands behind a command is read once: row %#', (body, reading) => {
  expect(parseCommand(body)).toMatchObject(reading)
})

test('of ten thousand commands on lines of their own the first that asks is answered', () => {
  expect(parseCommand('/hlep\n/help\n'.repeat(5_000))).toEqual({ kind: 'command', command: { name: 'help' } })
})
