import { expect, test } from 'vitest'
import { decodeWriters } from '../../src/observe/decode-pull.js'

const hands = { host: 'github.com', apps: ['acme-issueops[bot]'], people: [] }
const github = { name: 'GitHub', email: 'noreply@github.com' }
const commit = (author: object, committer: object = author, signed = false) => ({
  commit: {
    oid: 'a'.repeat(40),
    parents: { nodes: [] },
    author: { user: null, ...author },
    committer,
    signature: signed ? { isValid: true, wasSignedByGitHub: true } : null,
  },
})
const app = {
  name: 'acme-issueops[bot]',
  email: '7+acme-issueops[bot]@users.noreply.github.com',
}

test('writers are told by their account, else by name and address, each once; the toolkit is none of them', () => {
  const eve = { name: 'Eve', email: 'eve@example.org' }
  expect(
    decodeWriters(
      [
        commit(app, github, true),
        commit({ ...eve, user: { login: 'carol' } }),
        commit(eve),
        commit(eve),
        commit({ name: 'Nobody', email: '' }),
        commit({ name: null, email: null }),
      ],
      hands,
    ),
  ).toEqual(['carol', 'Eve <eve@example.org>', 'Nobody'])
})

test('whoever writes the toolkit’s name into a commit is told by what they wrote', () => {
  expect(decodeWriters([commit(app)], hands)).toEqual([`${app.name} <${app.email}>`])
})

test('a name without end is cut off', () => {
  const long = 'x'.repeat(100_000)
  expect(decodeWriters([commit({ name: long, email: long })], hands)).toEqual([
    `${'x'.repeat(60)} <${'x'.repeat(60)}>`,
  ])
})
