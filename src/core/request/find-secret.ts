/**
 * Well-known shapes of secrets, in the words of the person who pasted one. Own patterns, because the scanners in the registry
 * are programs or asynchronous and read files. Every pattern begins where a word begins and has a bound on every repetition
 * that could overlap another start, so that searching is linear. Sources: the vendors' documentation of their token formats; GitHub's
 * “Supported secret scanning patterns”.
 */
const shapes: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  { name: 'a private key', pattern: /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----/ },
  { name: 'a private key', pattern: /(?<![A-Z0-9])AGE-SECRET-KEY-1[A-Z0-9]{58}/ },
  // Tokens of installations are `ghs_<app>_<JWT>` since April 2026, with dots, dashes and underscores.
  { name: 'a GitHub token', pattern: /(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9._-]{36}/ },
  { name: 'a GitHub token', pattern: /(?<![A-Za-z0-9])github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}/ },
  { name: 'a GitLab token', pattern: /(?<![A-Za-z0-9])gl(?:pat|ptt|dt|rt|cbt|oas)-[A-Za-z0-9_-]{20}/ },
  { name: 'an AWS access key', pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])/ },
  {
    name: 'an AWS secret key',
    pattern:
      /(?<![a-z_])aws_secret_access_key["' \t]{0,4}[:=]["' \t]{0,4}[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])/i,
  },
  { name: 'a Slack token', pattern: /(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{10}/ },
  { name: 'a Slack token', pattern: /(?<![A-Za-z0-9])xapp-[0-9]-[A-Z0-9]{8}/ },
  {
    name: 'a Slack webhook address',
    pattern: /hooks\.slack\.com\/services\/T[A-Z0-9]{6,12}\/B[A-Z0-9]{6,12}\/[A-Za-z0-9]{20}/,
  },
  {
    name: 'a signed token (JWT)',
    pattern: /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,4000}\.eyJ[A-Za-z0-9_-]{10,8000}\.[A-Za-z0-9_-]{10}/,
  },
  { name: 'a Google API key', pattern: /(?<![A-Za-z0-9_-])AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/ },
  { name: 'a Google OAuth secret', pattern: /(?<![A-Za-z0-9_-])GOCSPX-[A-Za-z0-9_-]{28}/ },
  { name: 'an Azure storage key', pattern: /AccountKey=[A-Za-z0-9/+]{86}==/ },
  { name: 'a Stripe key', pattern: /(?<![A-Za-z0-9])[rs]k_live_[A-Za-z0-9]{20}/ },
  { name: 'an npm token', pattern: /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}/ },
  { name: 'a PyPI token', pattern: /(?<![A-Za-z0-9])pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{30}/ },
  { name: 'a Docker token', pattern: /(?<![A-Za-z0-9])dckr_(?:pat|oat)_[A-Za-z0-9_-]{20}/ },
  { name: 'a HashiCorp Vault token', pattern: /(?<![A-Za-z0-9])hv[sbr]\.[A-Za-z0-9_-]{24}/ },
  { name: 'a Terraform Cloud token', pattern: /(?<![A-Za-z0-9])[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{60}/ },
  { name: 'a DigitalOcean token', pattern: /(?<![A-Za-z0-9])do[opr]_v1_[a-f0-9]{64}/ },
  { name: 'a SendGrid key', pattern: /(?<![A-Za-z0-9])SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}/ },
  {
    name: 'an OpenAI key',
    pattern: /(?<![A-Za-z0-9])sk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,100}T3BlbkFJ[A-Za-z0-9_-]{20}/,
  },
  {
    name: 'an Anthropic key',
    pattern: /(?<![A-Za-z0-9])sk-ant-(?:api|admin|oat|sid)[0-9]{2}-[A-Za-z0-9_-]{40}/,
  },
  { name: 'a Hugging Face token', pattern: /(?<![A-Za-z0-9])hf_[A-Za-z0-9]{34}(?![A-Za-z0-9])/ },
  {
    name: 'a web address with a password in it',
    pattern:
      /(?<![A-Za-z0-9+.-])[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/?#]{0,100}:[^\s:@/?#$<{*][^\s:@/?#]{2,200}@/i,
  },
]

/** What kind of secret a text holds, as in “a GitHub token”, or null. Never the secret itself. */
export function findSecret(text: string): string | null {
  return shapes.find(({ pattern }) => pattern.test(text))?.name ?? null
}
