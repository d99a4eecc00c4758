/**
 * One comment, and what follows: who wrote it, what became of the comment, when it was written, its command, the approval rule | where
 * the verdict is and the reason given | the published scenario it is a row of. The words are explained in `story.ts`.
 */
export const decisionTable = `
alice fresh  after       bare          team               | pending self-approval | A1
bob   fresh  after       bare          team               | satisfied
carol fresh  after       bare          team               | satisfied
dave  fresh  after       bare          team               | pending not-authorised | A28
erin  fresh  after       bare          team               | pending self-approval | A1
frank fresh  after       bare          team               | pending not-authorised
mona  fresh  after       bare          team               | pending not-authorised
zoe   fresh  after       bare          team               | pending not-authorised
olga  fresh  after       bare          team               | pending not-authorised
paul  fresh  after       bare          team               | pending not-authorised
robot fresh  after       bare          team               | pending | A25
ghost fresh  after       bare          team               | pending
alice fresh  after       bare          two                | pending self-approval
bob   fresh  after       bare          two                | pending
dave  fresh  after       bare          two                | pending not-authorised
erin  fresh  after       bare          two                | pending self-approval
alice fresh  after       bare          three              | unreachable self-approval | A38
bob   fresh  after       bare          three              | unreachable unreachable-quorum | A38
dave  fresh  after       bare          three              | unreachable not-authorised | A38
erin  fresh  after       bare          three              | unreachable self-approval | A38
alice fresh  after       bare          role               | pending self-approval
bob   fresh  after       bare          role               | pending not-authorised
dave  fresh  after       bare          role               | pending not-authorised | A28
erin  fresh  after       bare          role               | pending self-approval
frank fresh  after       bare          role               | satisfied | A29
mona  fresh  after       bare          role               | pending not-authorised
zoe   fresh  after       bare          role               | unknown authority-unknown
yves  fresh  after       bare          role               | unknown authority-unknown
olga  fresh  after       bare          role               | pending not-authorised
paul  fresh  after       bare          role               | pending not-authorised
fake  fresh  after       bare          role               | unknown authority-unknown
alice fresh  after       bare          user               | pending self-approval
bob   fresh  after       bare          user               | pending not-authorised
dave  fresh  after       bare          user               | pending not-authorised | A28
erin  fresh  after       bare          user               | pending self-approval
frank fresh  after       bare          user               | pending not-authorised
mona  fresh  after       bare          user               | satisfied
zoe   fresh  after       bare          user               | pending not-authorised
olga  fresh  after       bare          user               | pending not-authorised
paul  fresh  after       bare          user               | pending not-authorised
fake  fresh  after       bare          user               | unknown authority-unknown
alice fresh  after       bare          mixed              | pending self-approval
dave  fresh  after       bare          mixed              | pending not-authorised
erin  fresh  after       bare          mixed              | pending self-approval
frank fresh  after       bare          mixed              | satisfied
mona  fresh  after       bare          mixed              | satisfied
zoe   fresh  after       bare          mixed              | unknown authority-unknown
yves  fresh  after       bare          mixed              | unknown authority-unknown
fake  fresh  after       bare          mixed              | unknown authority-unknown
alice fresh  after       bare          dba                | pending self-approval
bob   fresh  after       bare          dba                | pending not-authorised
dave  fresh  after       bare          dba                | pending not-authorised
erin  fresh  after       bare          dba                | pending self-approval
frank fresh  after       bare          dba                | satisfied
mona  fresh  after       bare          dba                | pending not-authorised
zoe   fresh  after       bare          dba                | pending not-authorised
olga  fresh  after       bare          dba                | pending not-authorised
paul  fresh  after       bare          dba                | pending not-authorised
alice fresh  after       bare          dba2               | unreachable self-approval | A38
dave  fresh  after       bare          dba2               | unreachable not-authorised | A38
erin  fresh  after       bare          dba2               | unreachable self-approval | A38
frank fresh  after       bare          dba2               | unreachable unreachable-quorum | A38
alice fresh  after       bare          crowd2             | pending self-approval
bob   fresh  after       bare          crowd2             | pending
dave  fresh  after       bare          crowd2             | pending not-authorised
erin  fresh  after       bare          crowd2             | pending self-approval
alice fresh  after       bare          users2             | unreachable self-approval | A38
dave  fresh  after       bare          users2             | unreachable not-authorised | A38
erin  fresh  after       bare          users2             | unreachable self-approval | A38
mona  fresh  after       bare          users2             | unreachable unreachable-quorum | A38
fake  fresh  after       bare          users2             | unreachable authority-unknown | A38
alice fresh  after       bare          empty              | unreachable self-approval | A36
dave  fresh  after       bare          empty              | unreachable not-authorised | A36
erin  fresh  after       bare          empty              | unreachable self-approval | A36
alice fresh  after       bare          unknown            | pending self-approval
bob   fresh  after       bare          unknown            | unknown authority-unknown | A30
dave  fresh  after       bare          unknown            | unknown authority-unknown | A30
erin  fresh  after       bare          unknown            | pending self-approval
frank fresh  after       bare          unknown            | unknown authority-unknown
olga  fresh  after       bare          unknown            | unknown authority-unknown
alice fresh  after       bare          unlooked           | pending self-approval
bob   fresh  after       bare          unlooked           | unknown authority-unknown | A30
dave  fresh  after       bare          unlooked           | unknown authority-unknown | A30
erin  fresh  after       bare          unlooked           | pending self-approval
frank fresh  after       bare          unlooked           | unknown authority-unknown
olga  fresh  after       bare          unlooked           | unknown authority-unknown
alice fresh  after       bare          unknown-or-user    | pending self-approval
bob   fresh  after       bare          unknown-or-user    | unknown authority-unknown
carol fresh  after       bare          unknown-or-user    | unknown authority-unknown
dave  fresh  after       bare          unknown-or-user    | unknown authority-unknown
erin  fresh  after       bare          unknown-or-user    | pending self-approval
frank fresh  after       bare          unknown-or-user    | unknown authority-unknown
mona  fresh  after       bare          unknown-or-user    | satisfied
zoe   fresh  after       bare          unknown-or-user    | unknown authority-unknown
yves  fresh  after       bare          unknown-or-user    | unknown authority-unknown
olga  fresh  after       bare          unknown-or-user    | unknown authority-unknown
paul  fresh  after       bare          unknown-or-user    | unknown authority-unknown
fake  fresh  after       bare          unknown-or-user    | unknown authority-unknown
alice fresh  after       bare          self               | satisfied | A1
bob   fresh  after       bare          self               | satisfied
carol fresh  after       bare          self               | satisfied
dave  fresh  after       bare          self               | pending not-authorised
erin  fresh  after       bare          self               | pending self-approval
alice fresh  after       bare          by-editor          | pending self-approval
bob   fresh  after       bare          by-editor          | satisfied
carol fresh  after       bare          by-editor          | satisfied
dave  fresh  after       bare          by-editor          | pending not-authorised
erin  fresh  after       bare          by-editor          | satisfied | A1
alice fresh  after       bare          anybody            | satisfied | A1
bob   fresh  after       bare          anybody            | satisfied
carol fresh  after       bare          anybody            | satisfied
dave  fresh  after       bare          anybody            | pending not-authorised
erin  fresh  after       bare          anybody            | satisfied
alice fresh  after       bare          digest             | pending self-approval
bob   fresh  after       bare          digest             | pending digest-required
carol fresh  after       bare          digest             | pending digest-required
dave  fresh  after       bare          digest             | pending not-authorised
erin  fresh  after       bare          digest             | pending self-approval
alice fresh  after       bare          full               | pending self-approval
bob   fresh  after       bare          full               | pending digest-required
carol fresh  after       bare          full               | pending digest-required
dave  fresh  after       bare          full               | pending not-authorised
erin  fresh  after       bare          full               | pending self-approval
alice fresh  after       bare          aged               | pending self-approval
bob   fresh  after       bare          aged               | satisfied
carol fresh  after       bare          aged               | satisfied
dave  fresh  after       bare          aged               | pending not-authorised
erin  fresh  after       bare          aged               | pending self-approval
alice fresh  after       bare          both               | pending self-approval
bob   fresh  after       bare          both               | pending
carol fresh  after       bare          both               | pending
dave  fresh  after       bare          both               | pending not-authorised
erin  fresh  after       bare          both               | pending self-approval
frank fresh  after       bare          both               | pending
alice fresh  after       bare          all                | pending self-approval
bob   fresh  after       bare          all                | pending
carol fresh  after       bare          all                | pending
dave  fresh  after       bare          all                | pending not-authorised
erin  fresh  after       bare          all                | pending self-approval
frank fresh  after       bare          all                | pending
zoe   fresh  after       bare          all                | unknown authority-unknown
yves  fresh  after       bare          all                | unknown authority-unknown
fake  fresh  after       bare          all                | unknown authority-unknown
alice fresh  after       bare          any                | pending self-approval
bob   fresh  after       bare          any                | pending
carol fresh  after       bare          any                | pending
dave  fresh  after       bare          any                | pending not-authorised
erin  fresh  after       bare          any                | pending self-approval
frank fresh  after       bare          any                | satisfied
zoe   fresh  after       bare          any                | unknown authority-unknown
yves  fresh  after       bare          any                | unknown authority-unknown
fake  fresh  after       bare          any                | unknown authority-unknown
robot fresh  after       bare          any                | pending | A25
ghost fresh  after       bare          any                | pending
alice fresh  after       bare          nested             | pending self-approval
bob   fresh  after       bare          nested             | pending
carol fresh  after       bare          nested             | pending
dave  fresh  after       bare          nested             | pending not-authorised
erin  fresh  after       bare          nested             | pending self-approval
frank fresh  after       bare          nested             | pending
mona  fresh  after       bare          nested             | pending
fake  fresh  after       bare          nested             | unknown authority-unknown
alice fresh  after       bare          any-empty          | pending self-approval
bob   fresh  after       bare          any-empty          | satisfied
carol fresh  after       bare          any-empty          | satisfied
dave  fresh  after       bare          any-empty          | pending not-authorised
erin  fresh  after       bare          any-empty          | pending self-approval
alice fresh  after       bare          all-empty          | unreachable self-approval | A38
bob   fresh  after       bare          all-empty          | unreachable unreachable-quorum | A38
carol fresh  after       bare          all-empty          | unreachable unreachable-quorum | A38
dave  fresh  after       bare          all-empty          | unreachable not-authorised | A38
erin  fresh  after       bare          all-empty          | unreachable self-approval | A38
alice fresh  after       bare          any-closed         | unreachable self-approval | A38
dave  fresh  after       bare          any-closed         | unreachable not-authorised | A38
erin  fresh  after       bare          any-closed         | unreachable self-approval | A38
frank fresh  after       bare          any-closed         | unreachable unreachable-quorum | A38
alice fresh  after       bare          any-unknown        | pending self-approval
bob   fresh  after       bare          any-unknown        | unknown authority-unknown
carol fresh  after       bare          any-unknown        | unknown authority-unknown
dave  fresh  after       bare          any-unknown        | unknown authority-unknown
erin  fresh  after       bare          any-unknown        | pending self-approval
frank fresh  after       bare          any-unknown        | unknown authority-unknown
mona  fresh  after       bare          any-unknown        | unknown authority-unknown
zoe   fresh  after       bare          any-unknown        | unknown authority-unknown
yves  fresh  after       bare          any-unknown        | unknown authority-unknown
olga  fresh  after       bare          any-unknown        | unknown authority-unknown
paul  fresh  after       bare          any-unknown        | unknown authority-unknown
fake  fresh  after       bare          any-unknown        | unknown authority-unknown
alice fresh  after       bare          automatic          | satisfied
bob   fresh  after       bare          automatic          | satisfied
carol fresh  after       bare          automatic          | satisfied
dave  fresh  after       bare          automatic          | satisfied
erin  fresh  after       bare          automatic          | satisfied
frank fresh  after       bare          automatic          | satisfied
mona  fresh  after       bare          automatic          | satisfied
zoe   fresh  after       bare          automatic          | satisfied
yves  fresh  after       bare          automatic          | satisfied
olga  fresh  after       bare          automatic          | satisfied
paul  fresh  after       bare          automatic          | satisfied
fake  fresh  after       bare          automatic          | satisfied
robot fresh  after       bare          automatic          | satisfied | A25
ghost fresh  after       bare          automatic          | satisfied
alice fresh  after       bare          automatic-and-team | pending self-approval
bob   fresh  after       bare          automatic-and-team | satisfied
carol fresh  after       bare          automatic-and-team | satisfied
dave  fresh  after       bare          automatic-and-team | pending not-authorised
erin  fresh  after       bare          automatic-and-team | pending self-approval
alice fresh  after       bare          no-rule            | pending | A36
bob   fresh  after       bare          no-rule            | pending | A36
dave  fresh  after       bare          no-rule            | pending | A36
erin  fresh  after       bare          no-rule            | pending | A36
frank fresh  after       bare          no-rule            | pending | A36
olga  fresh  after       bare          no-rule            | pending | A36
alice fresh  after       bare          owners             | pending self-approval
bob   fresh  after       bare          owners             | pending not-authorised
dave  fresh  after       bare          owners             | pending not-authorised
erin  fresh  after       bare          owners             | pending self-approval
frank fresh  after       bare          owners             | pending not-authorised
mona  fresh  after       bare          owners             | pending not-authorised
zoe   fresh  after       bare          owners             | pending not-authorised
olga  fresh  after       bare          owners             | satisfied
paul  fresh  after       bare          owners             | pending not-authorised
robot fresh  after       bare          owners             | pending | A25
ghost fresh  after       bare          owners             | pending
alice fresh  after       bare          owners-team        | pending self-approval
bob   fresh  after       bare          owners-team        | pending not-authorised
dave  fresh  after       bare          owners-team        | pending not-authorised
erin  fresh  after       bare          owners-team        | pending self-approval
frank fresh  after       bare          owners-team        | satisfied
mona  fresh  after       bare          owners-team        | pending not-authorised
zoe   fresh  after       bare          owners-team        | pending not-authorised
olga  fresh  after       bare          owners-team        | pending not-authorised
paul  fresh  after       bare          owners-team        | pending not-authorised
alice fresh  after       bare          owners-two-sets    | pending self-approval
dave  fresh  after       bare          owners-two-sets    | pending not-authorised
erin  fresh  after       bare          owners-two-sets    | pending self-approval
frank fresh  after       bare          owners-two-sets    | pending
olga  fresh  after       bare          owners-two-sets    | pending
alice fresh  after       bare          owners-or-mona     | pending self-approval
dave  fresh  after       bare          owners-or-mona     | pending not-authorised
erin  fresh  after       bare          owners-or-mona     | pending self-approval
mona  fresh  after       bare          owners-or-mona     | satisfied
olga  fresh  after       bare          owners-or-mona     | satisfied
fake  fresh  after       bare          owners-or-mona     | unknown authority-unknown
alice fresh  after       bare          owners-count       | pending self-approval
dave  fresh  after       bare          owners-count       | pending not-authorised
erin  fresh  after       bare          owners-count       | pending self-approval
olga  fresh  after       bare          owners-count       | pending
alice fresh  after       bare          owners-none        | unreachable self-approval
dave  fresh  after       bare          owners-none        | unreachable not-authorised
erin  fresh  after       bare          owners-none        | unreachable self-approval
olga  fresh  after       bare          owners-none        | unreachable no-codeowner
alice fresh  after       bare          owners-none-mona   | pending self-approval
dave  fresh  after       bare          owners-none-mona   | pending not-authorised
erin  fresh  after       bare          owners-none-mona   | pending self-approval
mona  fresh  after       bare          owners-none-mona   | satisfied
fake  fresh  after       bare          owners-none-mona   | unknown authority-unknown
alice fresh  after       bare          owners-mail        | unreachable self-approval
bob   fresh  after       bare          owners-mail        | unreachable authority-unknown
dave  fresh  after       bare          owners-mail        | unreachable authority-unknown
erin  fresh  after       bare          owners-mail        | unreachable self-approval
frank fresh  after       bare          owners-mail        | unreachable authority-unknown
olga  fresh  after       bare          owners-mail        | unreachable authority-unknown
alice fresh  after       bare          owners-or-mail     | pending self-approval
bob   fresh  after       bare          owners-or-mail     | unknown authority-unknown
dave  fresh  after       bare          owners-or-mail     | unknown authority-unknown
erin  fresh  after       bare          owners-or-mail     | pending self-approval
frank fresh  after       bare          owners-or-mail     | unknown authority-unknown
olga  fresh  after       bare          owners-or-mail     | satisfied
alice fresh  after       bare          owners-elsewhere   | unreachable self-approval
bob   fresh  after       bare          owners-elsewhere   | unreachable authority-unknown
dave  fresh  after       bare          owners-elsewhere   | unreachable authority-unknown
erin  fresh  after       bare          owners-elsewhere   | unreachable self-approval
frank fresh  after       bare          owners-elsewhere   | unreachable authority-unknown
olga  fresh  after       bare          owners-elsewhere   | unreachable authority-unknown
alice fresh  after       bare          owners-unmatched   | unreachable self-approval
dave  fresh  after       bare          owners-unmatched   | unreachable not-authorised
erin  fresh  after       bare          owners-unmatched   | unreachable self-approval
alice fresh  after       bare          owners-unread      | pending self-approval
bob   fresh  after       bare          owners-unread      | unknown authority-unknown | A30
dave  fresh  after       bare          owners-unread      | unknown authority-unknown | A30
erin  fresh  after       bare          owners-unread      | pending self-approval
frank fresh  after       bare          owners-unread      | unknown authority-unknown
olga  fresh  after       bare          owners-unread      | unknown authority-unknown
alice fresh  after       bare          owners-no-file     | unreachable self-approval
dave  fresh  after       bare          owners-no-file     | unreachable not-authorised
erin  fresh  after       bare          owners-no-file     | unreachable self-approval
bob   fresh  before      bare          team               | pending before-publication
bob   fresh  at          bare          team               | pending before-publication
bob   fresh  unpublished bare          team               | pending before-publication
bob   fresh  edit-after  bare          team               | pending request-edited | A4
bob   fresh  edit-at     bare          team               | pending request-edited | A8
bob   fresh  old         bare          team               | satisfied
bob   fresh  almost-old  bare          team               | satisfied
bob   edited after       bare          team               | pending edited-comment | A10
bob   edited before      bare          team               | pending edited-comment
bob   edited at          bare          team               | pending edited-comment
bob   edited unpublished bare          team               | pending edited-comment
bob   edited edit-after  bare          team               | pending edited-comment
bob   edited edit-at     bare          team               | pending edited-comment
bob   edited old         bare          team               | pending edited-comment
bob   edited almost-old  bare          team               | pending edited-comment
bob   hidden after       bare          team               | pending hidden-comment
bob   hidden before      bare          team               | pending hidden-comment
bob   hidden at          bare          team               | pending hidden-comment
bob   hidden unpublished bare          team               | pending hidden-comment
bob   hidden edit-after  bare          team               | pending hidden-comment
bob   hidden edit-at     bare          team               | pending hidden-comment
bob   hidden old         bare          team               | pending hidden-comment
bob   hidden almost-old  bare          team               | pending hidden-comment
bob   fresh  after       prefix        team               | satisfied
bob   fresh  after       PREFIX        team               | satisfied | A19
bob   fresh  after       longer        team               | satisfied
bob   fresh  after       whole         team               | satisfied
bob   fresh  after       wrong         team               | pending digest-mismatch
bob   fresh  after       middle        team               | pending digest-mismatch
bob   fresh  after       wrong-whole   team               | pending digest-mismatch
bob   fresh  after       short         team               | pending command/bad-argument | A21
bob   fresh  after       too-long      team               | pending command/bad-argument | A21
bob   fresh  after       trailing      team               | pending command/bad-argument | A21
bob   fresh  after       quoted        team               | pending | A15
bob   fresh  after       fenced        team               | pending | A15
bob   fresh  after       code          team               | pending | A15
bob   fresh  after       html          team               | pending | A15
bob   fresh  after       sentence      team               | pending | A17
bob   fresh  after       second        team               | pending command/misplaced
bob   fresh  after       misspelt      team               | pending command/unknown | A19
bob   fresh  after       longname      team               | pending command/unknown | A19
bob   fresh  after       contradictory team               | pending command/contradictory
bob   fresh  after       prefix        digest             | satisfied
bob   fresh  after       PREFIX        digest             | satisfied | A19
bob   fresh  after       longer        digest             | satisfied
bob   fresh  after       whole         digest             | satisfied
bob   fresh  after       wrong         digest             | pending digest-mismatch
bob   fresh  after       middle        digest             | pending digest-mismatch
bob   fresh  after       wrong-whole   digest             | pending digest-mismatch
bob   fresh  after       short         digest             | pending command/bad-argument | A21
bob   fresh  after       too-long      digest             | pending command/bad-argument | A21
bob   fresh  after       trailing      digest             | pending command/bad-argument | A21
bob   fresh  after       quoted        digest             | pending | A15
bob   fresh  after       fenced        digest             | pending | A15
bob   fresh  after       code          digest             | pending | A15
bob   fresh  after       html          digest             | pending | A15
bob   fresh  after       sentence      digest             | pending | A17
bob   fresh  after       second        digest             | pending command/misplaced
bob   fresh  after       misspelt      digest             | pending command/unknown | A19
bob   fresh  after       longname      digest             | pending command/unknown | A19
bob   fresh  after       contradictory digest             | pending command/contradictory
bob   fresh  after       prefix        full               | pending digest-required
bob   fresh  after       PREFIX        full               | pending digest-required | A19
bob   fresh  after       longer        full               | pending digest-required
bob   fresh  after       whole         full               | satisfied
bob   fresh  after       wrong         full               | pending digest-mismatch
bob   fresh  after       middle        full               | pending digest-mismatch
bob   fresh  after       wrong-whole   full               | pending digest-mismatch
bob   fresh  after       short         full               | pending command/bad-argument | A21
bob   fresh  after       too-long      full               | pending command/bad-argument | A21
bob   fresh  after       trailing      full               | pending command/bad-argument | A21
bob   fresh  after       quoted        full               | pending | A15
bob   fresh  after       fenced        full               | pending | A15
bob   fresh  after       code          full               | pending | A15
bob   fresh  after       html          full               | pending | A15
bob   fresh  after       sentence      full               | pending | A17
bob   fresh  after       second        full               | pending command/misplaced
bob   fresh  after       misspelt      full               | pending command/unknown | A19
bob   fresh  after       longname      full               | pending command/unknown | A19
bob   fresh  after       contradictory full               | pending command/contradictory
bob   fresh  after       prefix        aged               | satisfied
bob   fresh  before      prefix        digest             | pending before-publication
bob   fresh  before      prefix        aged               | pending before-publication
bob   fresh  at          prefix        digest             | pending before-publication
bob   fresh  at          prefix        aged               | pending before-publication
bob   fresh  unpublished prefix        digest             | pending before-publication
bob   fresh  unpublished prefix        aged               | pending before-publication
bob   fresh  edit-after  prefix        digest             | pending request-edited | A4
bob   fresh  edit-after  prefix        aged               | pending request-edited | A4
bob   fresh  edit-at     prefix        digest             | pending request-edited | A8
bob   fresh  edit-at     prefix        aged               | pending request-edited | A8
bob   fresh  old         prefix        digest             | satisfied
bob   fresh  old         prefix        aged               | pending expired | A46
bob   fresh  almost-old  prefix        digest             | satisfied
bob   fresh  almost-old  prefix        aged               | satisfied | A46
`
  .trim()
  .split('\n')
