/** Everything `issueops COMMAND --help` says. */
export interface CommandHelp {
  readonly usage: string
  /** What it does, one line for the list of commands. */
  readonly does: string
  /** What has to be known beyond that; empty where nothing has. */
  readonly more?: string
  /** Each argument and option with what it means, in the order of the usage. */
  readonly options: readonly (readonly [name: string, means: string])[]
  readonly examples: readonly string[]
  /** What the codes 0 and 1 mean of this command; 2 and 3 mean the same of all. */
  readonly exits: { readonly done: string; readonly problems: string }
}

const json = ['--json', 'one JSON document instead of text'] as const
const folder = ['DIR', 'a local checkout; without it, the folder you are in'] as const
const form = ['--form FORM', 'the issue form, a file of .github/ISSUE_TEMPLATE'] as const
const write = ['--write', 'changes the files; without it they are only shown'] as const
const ledgerClone = ['--repo DIR', 'the clone; without it, the folder you are in'] as const
const ledgerAt = ['--ref REF', 'where the ledger is; without it, issueops/ledger or that of origin'] as const
const app = [
  '--app LOGIN',
  'the app whose commits alone are the toolkit’s, as in acme-issueops[bot]; may be given several times',
] as const
const formWrong = 'the form does not fit; what is wrong is said'

/** The one table of commands: the list of commands, each one's help, and docs/command.md come from it. */
export const commandHelp = {
  init: {
    usage: 'issueops init [DIR] [--toolkit OWNER/REPOSITORY@COMMIT] [--dry-run] [--json]',
    does: 'begin in a repository: workflows, request type, code owners',
    more: 'Overwrites nothing.',
    options: [
      folder,
      [
        '--toolkit OWNER/REPOSITORY@COMMIT',
        'the toolkit that the workflows call; without it, the one of this package',
      ],
      ['--dry-run', 'prints what would be written, and writes nothing'],
      json,
    ],
    examples: ['issueops init', 'issueops init ../platform --dry-run'],
    exits: { done: 'the files are there', problems: 'not used' },
  },
  new: {
    usage: 'issueops new NAME [--from KIND] [DIR] [--dry-run] [--json]',
    does: 'add a built-in request type',
    more: 'Overwrites nothing.',
    options: [
      ['NAME', 'what the request type is called; the name of a kind, or any with --from'],
      ['--from KIND', 'access, canary, dns-record, image-promotion, namespace or terraform-variables'],
      folder,
      ['--dry-run', 'prints what would be written, and writes nothing'],
      json,
    ],
    examples: ['issueops new dns-record', 'issueops new database --from terraform-variables'],
    exits: { done: 'the files are there', problems: 'not used' },
  },
  parse: {
    usage:
      'issueops parse --form FORM --body BODY [--allow-missing-optional] [--refuse-unseen-characters] [--json]',
    does: 'read an issue body against its form',
    options: [
      form,
      ['--body BODY', 'the text of the issue, a file; - is standard input'],
      ['--allow-missing-optional', 'sections of fields that are not required may be absent'],
      ['--refuse-unseen-characters', 'characters nobody sees are refused in texts of several lines too'],
      json,
    ],
    examples: ['issueops parse --form .github/ISSUE_TEMPLATE/namespace.yml --body issue.md'],
    exits: {
      done: 'the answers are printed',
      problems: 'the body or the form does not fit; what is wrong is said',
    },
  },
  plan: {
    usage:
      'issueops plan --repo DIR --body BODY [--target DIR] [--type NAME] [--requester LOGIN] [--stage NAME] [--write] [--json]',
    does: 'show the change an issue body asks for',
    options: [
      ['--repo DIR', 'the checkout with the request types'],
      ['--body BODY', 'the text of the issue, a file; - is standard input'],
      ['--target DIR', 'the checkout with the manifests, where they live in another repository'],
      ['--type NAME', 'the request type; without it, the one whose form fits'],
      ['--requester LOGIN', 'who asks; some types use it'],
      ['--stage NAME', 'the stage, where the request type has some; without it, the first'],
      write,
      json,
    ],
    examples: [
      'issueops plan --repo . --body issue.md',
      'issueops plan --repo . --body issue.md --json > plan.json',
    ],
    exits: {
      done: 'the change is shown, or made',
      problems: 'the request is not valid, or the change cannot be made',
    },
  },
  undo: {
    usage:
      'issueops undo (--plan PLAN.json | --issue NUMBER [--stage NAME] [--ledger DIR]) --repo DIR [--write] [--json]',
    does: 'take back a plan or a request, as far as nobody changed its places by hand',
    options: [
      ['--plan PLAN.json', 'what plan --json printed'],
      [
        '--issue NUMBER',
        'the request to take back, as the ledger of the clone has it: what /rollback would do',
      ],
      ['--stage NAME', 'the stage to take back, where several are in force: the last one'],
      ['--ledger DIR', 'the clone with the ledger; without it, the one of --repo'],
      ['--repo DIR', 'the checkout with the manifests'],
      write,
      json,
    ],
    examples: ['issueops undo --plan plan.json --repo .', 'issueops undo --issue 42 --repo . --write'],
    exits: {
      done: 'what takes it back is shown, or made',
      problems: 'somebody has changed a place by hand since, others rest on it, or the ledger is doubtful',
    },
  },
  test: {
    usage: 'issueops test [DIR] [--json]',
    does: 'run the tests of request types',
    options: [folder, json],
    examples: ['issueops test', 'issueops test ../platform'],
    exits: {
      done: 'every test ended as expected',
      problems: 'a test ended otherwise, there is none, or a request type cannot be used',
    },
  },
  lint: {
    usage: 'issueops lint [DIR] [--json]',
    does: 'check issue forms, request types and templates',
    options: [folder, json],
    examples: ['issueops lint', 'issueops lint ../platform --json'],
    exits: {
      done: 'nothing has to be mended',
      problems: 'something has; each with file, line and what to do',
    },
  },
  render: {
    usage: 'issueops render --form FORM --answers ANSWERS.yml',
    does: 'write the issue body GitHub would write for some answers',
    options: [
      form,
      ['--answers ANSWERS.yml', 'a map from the id of a field to its answer; - is standard input'],
    ],
    examples: [
      'issueops render --form .github/ISSUE_TEMPLATE/namespace.yml --answers answers.yml > issue.md',
    ],
    exits: { done: 'the body is printed', problems: formWrong },
  },
  schema: {
    usage: 'issueops schema --form FORM [--json]',
    does: 'print the JSON Schema of what a form submits',
    options: [form, ['--json', 'problems as JSON too; the schema always is']],
    examples: ['issueops schema --form .github/ISSUE_TEMPLATE/namespace.yml'],
    exits: { done: 'the schema is printed', problems: formWrong },
  },
  simulate: {
    usage: 'issueops simulate (SCENARIO | --repo DIR --type NAME) [--trace] [--json]',
    does: 'play a scenario on a local GitHub',
    more: 'docs/scenarios.md tells how a scenario is written.',
    options: [
      ['SCENARIO', 'the folder of a scenario'],
      ['--repo DIR', 'a checkout, of which the first accepted test of a request type is played'],
      ['--type NAME', 'that request type'],
      ['--trace', 'also tell what each round of each run read, decided and wrote'],
      json,
    ],
    examples: ['issueops simulate test/scenarios/happy-path', 'issueops simulate --repo . --type namespace'],
    exits: {
      done: 'the story ended as it was to end',
      problems: 'it did not, a second run wrote again, or the request type cannot be used',
    },
  },
  explain: {
    usage: 'issueops explain OWNER/REPO#NUMBER [--as LOGIN] [--json]',
    does: 'tell why a request on GitHub is where it is; --as: if LOGIN approved',
    more: 'Reads only. Takes GITHUB_TOKEN or GH_TOKEN.',
    options: [['OWNER/REPO#NUMBER', 'the issue'], ['--as LOGIN', 'as if this person approved now'], json],
    examples: ['issueops explain acme/platform#42', 'issueops explain acme/platform#42 --as octocat'],
    exits: { done: 'it is told', problems: 'there is no such issue, or no such person' },
  },
  'waiting-for': {
    usage: 'issueops waiting-for OWNER/REPO [LOGIN] [--json]',
    does: 'list the requests that wait for a person, or for anybody; the oldest first',
    more: 'Reads only. Takes GITHUB_TOKEN or GH_TOKEN. Looks at 100 requests at most, and says how many more there are.',
    options: [['OWNER/REPO', 'the repository'], ['LOGIN', 'only what this person could approve now'], json],
    examples: ['issueops waiting-for acme/platform octocat', 'issueops waiting-for acme/platform --json'],
    exits: { done: 'it is told', problems: 'does not happen' },
  },
  sweep: {
    usage: 'issueops sweep --dry-run OWNER/REPO [--json]',
    does: 'tell what the next sweep would look at, why, since when, and in which order',
    more: 'Reads only. Takes GITHUB_TOKEN or GH_TOKEN. docs/sweep.md tells what a sweep does.',
    options: [
      ['OWNER/REPO', 'the repository'],
      ['--dry-run', 'has to be given: the sweep itself is the scheduled workflow'],
      json,
    ],
    examples: ['issueops sweep --dry-run acme/platform', 'issueops sweep --dry-run acme/platform --json'],
    exits: {
      done: 'it is told',
      problems: 'the ledger holds files that are none of its records, and what they hide may be due',
    },
  },
  doctor: {
    usage: 'issueops doctor OWNER/REPO [--json]',
    does: 'check the settings of a repository on GitHub, and say where to click',
    more: 'Reads only. Takes GITHUB_TOKEN or GH_TOKEN; an administrator’s sees most.',
    options: [['OWNER/REPO', 'the repository'], json],
    examples: ['issueops doctor acme/platform'],
    exits: { done: 'nothing is wrong', problems: 'something is; what could not be found out is no failure' },
  },
  audit: {
    usage:
      'issueops audit verify [--repo DIR] [--ref REF] [--app LOGIN]… [--online [--repository OWNER/REPO]] [--json]',
    does: 'verify the ledger of a clone',
    options: [
      ledgerClone,
      ledgerAt,
      app,
      ['--online', 'asks GitHub as well: whose the commits are, and whether what records name is there'],
      ['--repository OWNER/REPO', 'that repository; without it, the remote origin'],
      json,
    ],
    examples: ['issueops audit verify', 'issueops audit verify --online --app acme-issueops[bot]'],
    exits: { done: 'the ledger is whole', problems: 'it is not, or somebody has to look at a merge' },
  },
  inventory: {
    usage: 'issueops inventory [--repo DIR] [--ref REF] [--app LOGIN]… [--json]',
    does: 'list what is in force, as the ledger of a clone tells it',
    more: 'Tells nothing of a ledger that does not verify. docs/inventory.md tells what it prints.',
    options: [ledgerClone, ledgerAt, app, json],
    examples: ['issueops inventory', 'issueops inventory --repo ../platform --json'],
    exits: { done: 'what is in force is listed', problems: 'the ledger is not what the toolkit appended' },
  },
  drift: {
    usage: 'issueops drift [--repo DIR] [--target DIR]… [--ref REF] [--app LOGIN]… [--json]',
    does: 'list what somebody has changed past the requests in force, in clones',
    more: 'Reads the ledger of a clone, and the branches that requests were merged into as the clones have them; asks nobody. docs/drift.md tells what counts.',
    options: [
      ledgerClone,
      [
        '--target DIR',
        'a clone of another repository that requests were merged into; may be given several times',
      ],
      ledgerAt,
      app,
      json,
    ],
    examples: ['issueops drift', 'issueops drift --repo ../platform --target ../gitops --json'],
    exits: {
      done: 'everything that was looked at is as it was merged',
      problems: 'something is not, or the ledger is not what the toolkit appended',
    },
  },
  calendar: {
    usage: 'issueops calendar [--repo DIR] [--at TIME] [--json]',
    does: 'tell which windows for merges are open, and when they open next',
    more: 'Reads .github/issueops/calendar.yml. docs/windows-and-locks.md tells what windows do.',
    options: [
      ['--repo DIR', 'a local checkout; without it, the folder you are in'],
      ['--at TIME', 'as of this day or moment; without it, now'],
      json,
    ],
    examples: ['issueops calendar', 'issueops calendar --at 2026-12-24T10:00:00+01:00'],
    exits: {
      done: 'every window is told, and opens within a year',
      problems: 'the calendar does not read, or a window never opens',
    },
  },
  metrics: {
    usage:
      'issueops metrics [--repo DIR] [--ref REF] [--app LOGIN]… [--since DAY] [--at DAY] [--by week|month] [--html FILE] [--openmetrics | --json]',
    does: 'tell how requests go: how many, how long, how often they fail, over time',
    more: 'Counts the ledger of a clone; tells nothing of one that does not verify. docs/metrics.md tells what it prints.',
    options: [
      ledgerClone,
      ledgerAt,
      app,
      ['--since DAY', 'leaves out what ended before; a day or a moment in UTC'],
      ['--at DAY', 'as of this day or moment in UTC; without it, now'],
      ['--by week|month', 'how long a period is; without it, a month'],
      ['--html FILE', 'also writes a page to look at'],
      ['--openmetrics', 'as OpenMetrics text, for whoever scrapes it'],
      json,
    ],
    examples: ['issueops metrics', 'issueops metrics --since 2026-01-01 --by week --html figures.html'],
    exits: { done: 'the figures are told', problems: 'the ledger is not what the toolkit appended' },
  },
} as const satisfies Readonly<Record<string, CommandHelp>>

export type CommandName = keyof typeof commandHelp

/** The codes with which a command ends. */
export function exitLines({ done, problems }: CommandHelp['exits']): readonly string[] {
  return [
    `0  ${done}`,
    `1  ${problems}`,
    '2  the command was called wrongly, or there is nothing there to work on',
    '3  GitHub or the machine failed',
  ]
}

/** What `--help` prints of a command. */
export function helpLines(help: CommandHelp): readonly string[] {
  const width = Math.max(...help.options.map(([name]) => name.length))
  const sentence = `${help.does.charAt(0).toUpperCase()}${help.does.slice(1)}.`
  return [
    `Usage: ${help.usage}`,
    '',
    help.more === undefined ? sentence : `${sentence} ${help.more}`,
    '',
    ...help.options.map(([name, means]) => `  ${name.padEnd(width)}  ${means}`),
    '',
    help.examples.length === 1 ? 'Example:' : 'Examples:',
    ...help.examples.map((each) => `  ${each}`),
    '',
    'Exit codes:',
    ...exitLines(help.exits).map((each) => `  ${each}`),
  ]
}

/** The page of the documentation that says the same. */
export function commandPage(): string {
  const sections = Object.entries<CommandHelp>(commandHelp).map(([name, help]) => {
    const [, ...rest] = helpLines(help)
    return `## \`${name}\`\n\n\`\`\`text\n${[help.usage, ...rest].join('\n')}\n\`\`\`\n`
  })
  return [
    '<!-- Written by “npm run docs” from src/cli/command-help.ts; edits here are lost. -->',
    '# The command\n',
    'What `issueops COMMAND --help` says of each command. Everything is said of a local checkout but for `explain`, `waiting-for`, `sweep`, `doctor` and `audit verify --online`, which ask GitHub and write nothing there.\n',
    ...sections,
  ].join('\n')
}
