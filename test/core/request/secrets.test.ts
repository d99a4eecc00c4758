import { expect, test } from 'vitest'
import { findSecret } from '../../../src/core/request/find-secret.js'
import { body, form, problemsOf, requestType, validate } from '../request-type/fixtures.js'

// Put together here, so that no scanner takes this file for a leak.
const letters = (count: number) => 'aB3'.repeat(count).slice(0, count)
const secrets = [
  ['a GitHub token', `ghp_${letters(36)}`],
  ['a GitHub token', `ghs_123456_eyJ${letters(30)}.eyJ${letters(300)}-_.${letters(86)}`],
  ['a GitHub token', `ghs_7_eyJ0-${letters(10)}_.eyJ${letters(20)}`],
  ['a GitHub token', `ghu_${letters(12)}-${letters(40)}`],
  ['a GitHub token', `github_pat_${letters(22)}_${letters(59)}`],
  ['an AWS access key', `AKIA${'Q2'.repeat(8)}`],
  ['an AWS secret key', `aws_secret_access_key = ${letters(40)}`],
  ['a private key', `-----BEGIN RSA ${'PRIVATE'} KEY-----`],
  ['a private key', `-----BEGIN ${'PRIVATE'} KEY-----`],
  ['a private key', `-----BEGIN PGP ${'PRIVATE'} KEY BLOCK-----`],
  ['a Slack token', `xoxb-${'123456789012'}-${letters(12)}`],
  [
    'a Slack webhook address',
    `https://hooks.slack.com/services/T${'0A'.repeat(5)}/B${'0A'.repeat(5)}/${letters(24)}`,
  ],
  ['a signed token (JWT)', `eyJ${letters(20)}.eyJ${letters(30)}.${letters(30)}`],
  ['a Google API key', `AIza${letters(35)}`],
  ['a Google OAuth secret', `GOCSPX-${letters(28)}`],
  ['an Azure storage key', `AccountKey=${letters(86)}==`],
  ['a Stripe key', `sk_${'live'}_${letters(24)}`],
  ['an npm token', `npm_${letters(36)}`],
  ['a PyPI token', `pypi-AgEIcHlwaS5vcmc${letters(40)}`],
  ['a GitLab token', `glpat-${letters(20)}`],
  ['a Docker token', `dckr_pat_${letters(27)}`],
  ['a HashiCorp Vault token', `hvs.${letters(24)}`],
  ['a Terraform Cloud token', `${letters(14)}.atlasv1.${letters(60)}`],
  ['a DigitalOcean token', `dop_v1_${'a1'.repeat(32)}`],
  ['a SendGrid key', `SG.${letters(22)}.${letters(43)}`],
  ['an OpenAI key', `sk-proj-${letters(40)}T3BlbkFJ${letters(40)}`],
  ['an Anthropic key', `sk-ant-api03-${letters(60)}`],
  ['a Hugging Face token', `hf_${letters(34)}`],
  ['a web address with a password in it', 'postgres://shop:hunter22@db.example.com/shop'],
] as const

test.each(secrets)('%s is recognised wherever it stands: %#', (name, secret) => {
  for (const text of [secret, `token: ${secret}`, `"${secret}"`, `a\nb ${secret} c\nd`])
    expect(findSecret(text)).toBe(name)
})

test.each([
  'ghp_short',
  'ghs_123456_eyJ',
  'ghs_ is how tokens of an installation begin, with dots.and.dashes-after',
  'https://github.com/acme/shop',
  'https://example.com:8080/a@b',
  'https://user:${PASSWORD}@example.com',
  'mailto:mona@example.com',
  '-----BEGIN PUBLIC KEY-----',
  '-----BEGIN CERTIFICATE-----',
  `sha256:${'0123456789abcdef'.repeat(4)}`,
  'eyJ is how such tokens begin',
  'AKIA',
  'ssh://git@github.com:acme/shop.git',
  'see vault kv/shop#password',
  'risk-assessment-of-the-very-long-name-of-a-thing',
])('“%s” is not a secret', (text) => {
  expect(findSecret(text)).toBeNull()
})

const fields = form(`  - type: input
    id: name
    attributes: { label: Name }
  - type: textarea
    id: notes
    attributes: { label: Notes }
`)

test.each(secrets)('%s is refused by its label and never repeated: %#', (name, secret) => {
  const type = requestType(
    'fields: { name: { maxLength: 3 }, notes: { maxLength: 3 } }\nrules: [{ assert: "false", message: No. }]',
  )
  const problems = problemsOf(
    validate(type, fields, body('Name', 'much too long', 'Notes', `please use ${secret}`)),
  )
  expect(problems).toEqual([
    {
      code: 'request/secret',
      field: 'notes',
      label: 'Notes',
      line: 7,
      what: `Notes seems to hold ${name}; it is not repeated here.`,
      fix: 'Treat it as known to others and revoke it now, then edit the issue, name the secret instead of pasting it, and delete the old revision from the issue’s edit history.',
    },
  ])
  expect(JSON.stringify(problems)).not.toContain(secret)
})

test('searching 65,536 characters of beginnings takes no time worth mentioning', () => {
  const beginnings = [
    'eyJ',
    'eyJa.',
    'ghp_',
    'a:',
    'a://',
    'a://b:',
    '-----BEGIN ',
    'sk-',
    'aws_secret_access_key',
    'AccountKey=',
    'x',
    ' ',
    'A0 ',
    `eyJ${'a'.repeat(20)}.`,
    '-',
  ]
  for (const beginning of beginnings) {
    const text = beginning.repeat(Math.ceil(65_536 / beginning.length))
    const start = performance.now()
    findSecret(text)
    expect([beginning, performance.now() - start < 200]).toEqual([beginning, true])
  }
})
