import { FileRegistry } from '../src/index.ts'
import { mixedRows, writePythonDatabase } from '../test/support/python-database.ts'

// `write PATH ROWS` makes a database of the Python system; `open PATH` takes it over and tells how long that took and how
// much memory this process had at its peak. Apart, so that the one does not count for the other.

const [mode, path = '', rows] = process.argv.slice(2)
if (mode === 'write') writePythonDatabase(path, mixedRows(Number(rows)))
else {
  const started = performance.now()
  const registry = new FileRegistry({ path })
  await registry.open()
  const seconds = (performance.now() - started) / 1_000
  await registry.close()
  console.log(JSON.stringify({ seconds, peakMb: process.resourceUsage().maxRSS / 1_024 }))
}
