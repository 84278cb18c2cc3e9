#!/usr/bin/env node
// Only this file is parsed by a Node that is too old, so it says so before anything else is loaded.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `rittdoc-batch needs Node 22.18 or newer, this is Node ${process.versions.node}. Install a newer Node, then try again.`,
  )
  process.exitCode = 2
} else {
  const { runCli } = await import('./run-cli.ts')
  const { endProcess } = await import('./process/end-process.ts')
  process.exitCode = await runCli(process.argv.slice(2))
  // Everything is closed. A connection that some library still holds open must not hold the process.
  setTimeout(endProcess, 5_000).unref()
}
