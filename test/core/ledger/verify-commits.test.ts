import { expect, test } from 'vitest'
import type { Authorship } from '../../../src/core/ledger/authorship.js'
import { commitDoubts, foreignDoubts } from '../../../src/core/ledger/check-commits.js'
import { verifyLedger } from '../../../src/core/ledger/verify-ledger.js'
import { authorship, commitId, record, sound } from './forged.js'

/** What is found in a ledger whose last commit was made by somebody, and which signatures were not looked at. */
function madeBy(
  made: Partial<Authorship>,
  hands: { apps?: readonly string[]; people?: readonly string[]; host?: string } = {},
) {
  const commits = sound()
  const last = commits.at(-1)
  if (last === undefined) throw new Error('the ledger is empty')
  const forged = { ...last, authorship: { ...authorship, ...made } }
  const { findings, notes } = verifyLedger([...commits.slice(0, -1), forged], {
    hands: { host: 'github.com', apps: null, people: [], ...hands },
    repository: null,
  })
  return [...findings, ...notes].map(({ code }) => code)
}

const person = { name: 'carol', email: '3+carol@users.noreply.github.com' }
const app = (login: string) => ({ name: login, email: `77+${login}@users.noreply.github.com` })

test.each<[string, Partial<Authorship>]>([
  ['a person who pushed', { author: person, committer: person, signature: 'none' }],
  ['a person on the web page, for whom GitHub signs too', { author: person }],
  [
    'a person whom GitHub knows by another address',
    { author: { name: 'carol', email: 'carol@example.com', login: 'carol' } },
  ],
  ['somebody who writes the toolkit’s name into a commit', { signature: 'none' }],
  ['somebody who signs it with a key of their own', { signature: 'other' }],
  ['somebody who names the toolkit as author, and pushes', { committer: person, signature: 'none' }],
  ['somebody who is not GitHub, in the toolkit’s name', { committer: person }],
  ['an app by name alone', { author: { name: 'acme-issueops[bot]', email: 'carol@example.com' } }],
  [
    'an app of another server',
    { author: { ...authorship.author, email: '77+acme-issueops[bot]@users.noreply.github.example' } },
  ],
  [
    'a person whose name is written like an app’s address',
    { author: { name: 'x', email: '77+acme-issueops[bot]@users.noreply.github.com.example.com' } },
  ],
  ['nobody', { author: { name: '', email: '' } }],
])('a commit of the ledger is found that was made by %s', (_, made) => {
  expect(madeBy(made)).toEqual(['ledger/foreign-commit'])
})

test('a commit is GitHub’s, signed by it, with an app as author: the toolkit’s own or that of Actions', () => {
  expect(madeBy({})).toEqual([])
  expect(madeBy({ author: app('github-actions[bot]') })).toEqual([])
})

test('whoever names the apps finds every other one', () => {
  const apps = ['acme-issueops[bot]']
  expect(madeBy({}, { apps })).toEqual([])
  expect(madeBy({ author: app('ACME-issueops[bot]') }, { apps })).toEqual([])
  expect(madeBy({ author: app('github-actions[bot]') }, { apps })).toEqual(['ledger/foreign-commit'])
})

test('a person’s commits are let in only by name', () => {
  expect(madeBy({ author: person }, { people: ['carol'] })).toEqual([])
  expect(madeBy({ author: { ...person, login: 'dave' } }, { people: ['carol'] })).toEqual([
    'ledger/foreign-commit',
  ])
})

test('a signature nobody looked at is no silent yes', () => {
  expect(madeBy({ signature: 'unchecked' })).toEqual(['ledger/signature-unchecked'])
})

test('a server of one’s own need not sign, and what it signs has to be its own', () => {
  const host = 'github.acme.example'
  const author = { name: 'acme-issueops[bot]', email: `77+acme-issueops[bot]@users.noreply.${host}` }
  const commits = (made: Partial<Authorship>) =>
    commitDoubts(
      [record(1, 'proposed').predicate].map((predicate) => ({ ...record(1, 'proposed'), predicate })),
      [{ oid: commitId(1), parents: [commitId(0)], ...authorship, author, ...made }],
      { host, apps: null, people: [] },
      100,
    )
  expect(commits({ signature: 'none' })).toEqual([])
  expect(commits({ signature: 'other' })).toHaveLength(1)
  expect(commits({ author: authorship.author, signature: 'none' })).toEqual([])
  const elsewhere = { ...author, email: author.email.replace(host, 'github.example') }
  expect(commits({ author: elsewhere, signature: 'none' })).toHaveLength(1)
})

const hands = { host: 'github.com', apps: null, people: ['carol'] }
const records = [record(1, 'proposed'), record(2, 'approved')]
const commit = (number: number) => ({ oid: commitId(number), parents: [commitId(number - 1)], ...authorship })

test('each record of an issue has one commit, which follows the commit the record names', () => {
  expect(commitDoubts(records, [commit(2), commit(1)], hands, 100)).toEqual([])
  expect(commitDoubts([], [], hands, 100)).toEqual([])
})

test.each<[string, Parameters<typeof commitDoubts>[1]]>([
  ['one commit too many', [commit(3), commit(2), commit(1)]],
  ['one too few', [commit(2)]],
  ['none', []],
  ['a commit elsewhere', [commit(3), commit(1)]],
  ['a merge commit', [{ ...commit(2), parents: [commitId(1), commitId(7)] }, commit(1)]],
  [
    'a person’s commit',
    [{ ...commit(2), author: { name: 'mallory', email: '5+mallory@users.noreply.github.com' } }, commit(1)],
  ],
  ['an unsigned commit', [{ ...commit(2), signature: 'none' as const }, commit(1)]],
])('a run doubts records that were touched by %s', (_, commits) => {
  expect(commitDoubts(records, commits, hands, 100)).not.toEqual([])
})

test('of more records than one page of commits shows, the newest are looked at', () => {
  expect(commitDoubts(records, [commit(2)], hands, 1)).toEqual([])
  expect(commitDoubts(records, [commit(3)], hands, 1)).toHaveLength(1)
})

test('a file that only the toolkit writes is doubted where somebody else has written it', () => {
  expect(foreignDoubts('people.json', [commit(2), commit(1)], hands)).toEqual([])
  expect(foreignDoubts('people.json', [commit(2), { ...commit(1), signature: 'none' }], hands)).toEqual([
    'Commit 000000000000 changed people.json: It is not signed by GitHub.',
  ])
})
