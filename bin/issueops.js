#!/usr/bin/env node
import { main } from '../build/cli/issueops.js'

// A reader that has seen enough closes the pipe, as `| head -2` does: what is left is not written, and the command ends as it would have.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error
  })
}

process.exitCode = await main(process.argv.slice(2))
