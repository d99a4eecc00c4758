// Every guard of src/decide/approval and src/decide/command, and what to put in its place to take it away.
const approval = 'src/decide/approval/'
const command = 'src/decide/command/'

const inFile = (file, list) => list.map(([name, find, replace]) => ({ file, name, find, replace }))

export const guards = [
  ...inFile(`${approval}refuse-vote.ts`, [
    ['an edited comment does not count', 'if (comment.lastEditedAt !== null) {', 'if (false) {'],
    ['a hidden comment does not count', 'if (comment.minimized) {', 'if (false) {'],
    ['what was taken back does not count', 'if (!takenBack) return null', 'return null'],
    ['only one’s own approval is taken back', '&& samePerson(vote.person, person) &&', '&&'],
    [
      'only an earlier approval is taken back',
      'vote.comment.id > comment.id',
      'vote.comment.id !== comment.id',
    ],
    ['an approval takes nothing back', "vote.command.name === 'unapprove' &&", ''],
    ['the requester is left out', "if (!not.includes('requester')) return null", 'return null'],
    ['a rule may let the requester approve', "if (!not.includes('requester')) return null", ''],
    [
      'editors are left out',
      'editors.some((editor) => editor !== null && samePerson(editor, person))',
      'false',
    ],
    ['a rule may let editors approve', "if (not.includes('editors') && editors.some", 'if (editors.some'],
    [
      'an unknown editor makes everybody unknown',
      "(not.includes('editors') && editors.includes(null))",
      'false',
    ],
    [
      'an unknown requester makes everybody unknown',
      "(not.includes('requester') && author === null)",
      'false',
    ],
    [
      'an edit of the request voids',
      'isBefore(issue.lastEditedAt, comment.createdAt)) return null',
      'true) return null',
    ],
    [
      'an edit in the same second voids',
      'isBefore(issue.lastEditedAt, comment.createdAt)',
      '!isBefore(comment.createdAt, issue.lastEditedAt)',
    ],
    ['only the entitled count', 'if (as.length > 0) return null', 'return null'],
    ['what is unknown is not called unauthorised', 'if (unknown.length > 0) {', 'if (false) {'],
    [
      'nothing counts without a publication',
      'context.publication === null ||',
      'context.publication !== null &&',
    ],
    [
      'nothing counts before the publication',
      '!isBefore(context.publication.at, comment.createdAt)',
      'false',
    ],
    [
      'nothing counts in the second of the publication',
      '!isBefore(context.publication.at, comment.createdAt)',
      'isBefore(comment.createdAt, context.publication.at)',
    ],
    ['a digest of another plan does not count', '!context.digest.startsWith(command.prefix)', 'false'],
    ['a digest is compared from its beginning', 'context.digest.startsWith(', 'context.digest.includes('],
    ['require-digest: true wants 12 digits', '{ none: 0, prefix: shownDigits,', '{ none: 0, prefix: 0,'],
    ['require-digest: full wants all digits', 'full: context.digest.length }', 'full: shownDigits }'],
    ['valid-for ends', 'if (validFor === null ||', 'if (true ||'],
    ['valid-for ends at its last second', '< validFor) return null', '<= validFor) return null'],
  ]),
  ...inFile(`${approval}evaluate-approval.ts`, [
    [
      'one person counts once',
      'refusal !== null || approvals.some((each) => samePerson(each.person, vote.person))',
      'refusal !== null',
    ],
    ['a refused approval does not count', 'refusal !== null || approvals.some', 'approvals.some'],
    ['count is the count', 'count - approvals.length', '1 - approvals.length'],
    ['no rule is never open', 'if (of.length > 0 && states.every', 'if (states.every'],
    [
      'all means all',
      "states.every((state) => state === 'satisfied')",
      "states.some((state) => state === 'satisfied')",
    ],
    [
      'any means one',
      "if (states.includes('satisfied')) return 'approval/satisfied'",
      "if (states.every((state) => state === 'satisfied')) return 'approval/satisfied'",
    ],
    ['any is out of reach only if each is', "states.every((state) => state === 'unreachable')", 'true'],
    ['all is out of reach if one is', 'if (closed !== undefined) return closed.code', ''],
    [
      'files without owners are said',
      "if (files !== null && from.every(({ kind }) => kind === 'unresolved')) return 'approval/no-codeowner'",
      '',
    ],
    ['a quorum out of reach is said', 'available !== null && available < count', 'false'],
    ['a quorum just within reach is not out of it', 'available < count', 'available <= count'],
    [
      'unknown is not pending',
      "unknown.length > 0 ? 'approval/authority-unknown'",
      "false ? 'approval/authority-unknown'",
    ],
    ['what is satisfied is not unknown', 'missing > 0 && !approvals', '!approvals'],
    [
      'an automatic rule is told from people',
      "of.every(({ code }) => code === 'approval/automatic')",
      "of.some(({ code }) => code === 'approval/automatic')",
    ],
    [
      'who has counted is not refused',
      '.filter(({ person }) => !counted.some((each) => samePerson(each, person)))',
      '',
    ],
    ['the most helpful reason is given', 'ranked[0]', 'ranked.at(-1)'],
    ['the requester’s own approval is on record as that', "return ['self:requester']", 'return []'],
    ['an editor’s own approval is on record as that', "['self:editor'] : []", '[] : []'],
  ]),
  ...inFile(`${approval}people-reasons.ts`, [
    [
      'a merge rests on satisfied nodes only',
      "code === 'approval/satisfied' ? approvals",
      'true ? approvals',
    ],
  ]),
  ...inFile(`${approval}principal.ts`, [
    [
      'a user is the one of that login',
      "case 'user':\n      return sameLogin(principal.login, person.login) &&",
      "case 'user':\n      return",
    ],
    ['a login is not an account', '&& isAccount(person, authority)', ''],
    [
      'an owner is the one of that login',
      "case 'owner':\n      return (\n        sameLogin(principal.login, person.login) &&",
      "case 'owner':\n      return (\n",
    ],
    ['an owner is an account', 'and(isAccount(person, authority), () =>', 'and(true, () =>'],
    [
      'an owner can write',
      'and(isAccount(person, authority), () => hasRole(person, ownerRole, authority))',
      'isAccount(person, authority)',
    ],
    [
      'a role is at least the one named',
      'roles.indexOf(role) >= roles.indexOf(least)',
      'roles.indexOf(role) <= roles.indexOf(least)',
    ],
    [
      'a role includes the one named',
      'roles.indexOf(role) >= roles.indexOf(least)',
      'roles.indexOf(role) > roles.indexOf(least)',
    ],
    ['a role is that of the account', 'if (found.id !== person.id) return', 'if (false) return'],
    [
      'a role that was not told is unknown',
      'if (!found.known) return { why: found.why }',
      "if (!found.known) return 'none'",
    ],
    ['a role without an account is unknown', "return found.role === 'none'", 'return true'],
    ['an account nobody vouches for is unknown', 'found?.known === true && found.id !== null', 'true'],
    ['only members are of a team', 'team.members.includes(person.id)', 'true'],
    [
      'a team that cannot be seen is unknown',
      'team.members.includes(person.id) : team.why',
      'team.members.includes(person.id) : false',
    ],
    ['logins are compared without case', 'a.toLowerCase() === b.toLowerCase()', 'a === b'],
  ]),
  ...inFile(`${approval}available-approvers.ts`, [
    ['the requester is not available', "not.includes('requester') ? [author]", 'false ? [author]'],
    ['editors are not available', "not.includes('editors') ? others", 'false ? others'],
    [
      'who edits the own request stays its requester',
      'editor !== null && (author === null || !samePerson(editor, author))',
      'editor !== null',
    ],
    ['a team known in part cannot be counted', 'team?.known === true && team.whole', 'team?.known === true'],
    ['somebody in a team is not counted twice', '!isAmong(login, ids, authority)', 'true'],
    ['who is left out by id is left out by login', 'logins.delete(login.toLowerCase())', ''],
    ['logins are counted without case', 'logins.add(login.toLowerCase())', 'logins.add(login)'],
  ]),
  ...inFile(`${approval}resolve-owners.ts`, [
    ['every set of owners has to approve', "{ kind: 'all', of: nodes }", "{ kind: 'any', of: nodes }"],
    ['files of the same owners make one node', 'known === undefined ?', 'true ?'],
    ['others beside code owners count', '[...owners, ...others]', '[...owners]'],
    ['code owners count', '[...owners, ...others]', '[...others]'],
  ]),
  ...inFile(`${approval}owners-of.ts`, [
    ['the last line that fits holds', 'lines.findLast(', 'lines.find('],
    ['a link is not taken for no file', "file.by !== 'symlink'", 'true'],
    [
      'a file that was not read is not taken for no file',
      'each === undefined || !isAbsent(each)',
      'each !== undefined && !isAbsent(each)',
    ],
    [
      'an unreadable file makes owners unknown',
      "if (file?.kind !== 'text') return paths.map((path) => ({ path, owners: [unreadable(file)] }))",
      "if (file?.kind !== 'text') return paths.map((path) => ({ path, owners: [] }))",
    ],
  ]),
  ...inFile(`${approval}parse-codeowners.ts`, [
    ['a line that cannot be read is skipped', 'known.length === read.length ?', 'true ?'],
    ['a negated pattern is skipped', "pattern.startsWith('!') ||", ''],
    ['a range in brackets is skipped', "pattern.includes('[') ||", ''],
    ['a comment ends the line', "if (character === '#' && word === '') break", ''],
    [
      'a team of another organization is nobody’s',
      'teamOwner.toLowerCase() === organization.toLowerCase()',
      'true',
    ],
  ]),
  ...inFile(`${approval}matches-owner-pattern.ts`, [
    ['a pattern with a slash begins at the root', "pattern.startsWith('/') || names.length > 1", 'false'],
    ['a last /* is not for folders', "return last === '*' ? begun :", 'return false ? begun :'],
    ['the whole path has to fit', 'return step === steps.length', 'return true'],
    ['the whole name has to fit', 'return at === wanted.length', 'return true'],
  ]),
  ...inFile(`${approval}applicable-rules.ts`, [
    ['a condition is true or false', "typeof result.value !== 'boolean'", 'false'],
    [
      'a condition that fails holds the request',
      'if (!result.ok) problems.push(...result.problems)',
      'if (!result.ok) continue',
    ],
    [
      'a rule whose condition is false does not apply',
      'else if (result.value) applicable',
      'else applicable',
    ],
    [
      'without a rule nobody can approve',
      'if (problems.length === 0 && applicable.length === 0) problems.push(noRule(type))',
      '',
    ],
  ]),
  ...inFile(`${approval}may-request.ts`, [
    [
      'only the named may request',
      "unknown.length > 0 ? { answer: 'unknown', why: unknown.join('; ') } : { answer: 'no' }",
      "{ answer: 'yes' }",
    ],
    [
      'an unknown requester is not refused',
      "unknown.length > 0 ? { answer: 'unknown'",
      "false ? { answer: 'unknown'",
    ],
    ['in public a stranger may not request', "repository.private ? 'everyone' :", "true ? 'everyone' :"],
  ]),
  ...inFile(`${approval}named-principals.ts`, [
    ['people in groups are named', 'node.of.flatMap(named)', '[]'],
  ]),
  ...inFile(`${command}read-commands.ts`, [
    ['our own comments hold no commands', 'comment.own ||', ''],
    ['accounts that are gone give no commands', 'person === null ||', 'person === null && false ||'],
    ['bots give no commands', " || person.kind === 'bot'", ''],
  ]),
  ...inFile(`${command}parse-command.ts`, [
    ['only visible text is read', "views[index]?.kind === 'text' ?", 'true ?'],
    ['what decides stands on the first line', 'named.find((word) => word.first) ??', 'named[0] ??'],
    [
      'one deciding command in a comment',
      'if (deciding.length > 1 && deciding.some((word) => word.first))',
      'if (false)',
    ],
    ['a name is exact', '(?=[ \\t]|$)', ''],
    ['a digest has at least 12 digits', '{12,64}', '{1,64}'],
    ['a digest has at most 64 digits', '{12,64}', '{12,}'],
    ['a digest is hexadecimal', '/^[0-9a-f]{12,64}$/', '/^.{12,64}$/'],
    ['a rejection has a reason', "rest === '' ? reasonMissing(entry) : readReason", 'readReason'],
    ['a reason has an end', '[...rest].length <= reasonLengthMax', 'true'],
    [
      'what takes nothing takes nothing',
      "rest === '' ? command(entry.name, null) : takesNothing(entry)",
      'command(entry.name, null)',
    ],
    ['a near miss is answered', 'if (meant === undefined) return', 'return'],
    ['a near miss shares its first letter', 'word[0] !== name[0] ||', ''],
  ]),
]
