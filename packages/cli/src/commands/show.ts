import { resolve } from 'node:path'
import { type AttemptRecord, ConfigError, type FileRecord, type Registry } from '@rittdoc-batch/core'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { oneLine } from '../logging/one-line.ts'
import type { CommandContext } from './command-context.ts'
import { withRegistry } from './with-registry.ts'

/** Everything that is known of a file: by its key, a local path, the end of its key, or its id. */
export async function show(context: CommandContext, key: string): Promise<ExitCode> {
  const found = await withRegistry(context, async (registry) => {
    const files = await findFiles(registry, key)
    return Promise.all(files.map(async (file) => ({ file, attempts: await registry.attempts(file.id) })))
  })
  if (found.length === 0) throw new ConfigError(`No file with the key, path or id "${key}". See rittdoc-batch list`)
  const text = found.map(({ file, attempts }) => render(file, attempts)).join('\n\n')
  context.terminal.print(context.json ? JSON.stringify(found, null, 2) : text)
  return EXIT.ok
}

async function findFiles(registry: Registry, key: string): Promise<FileRecord[]> {
  for (const exact of [key, resolve(key)]) {
    const files = await Array.fromAsync(registry.query({ key: exact }))
    if (files.length > 0) return files
  }
  if (/^\d+$/.test(key)) return Array.fromAsync(registry.query({ ids: [Number(key)] }))
  const name = key.slice(key.lastIndexOf('/') + 1)
  const similar = await Array.fromAsync(registry.query({ search: name, limit: 1_000 }))
  return similar.filter((file) => file.key === key || file.key.endsWith(`/${key}`))
}

function render(file: FileRecord, attempts: readonly AttemptRecord[]): string {
  const facts: Record<string, string | undefined> = {
    id: String(file.id),
    status: file.status,
    publisher: file.publisher,
    storage: file.storage,
    size: `${file.sizeBytes} bytes`,
    version: file.version,
    discovered: time(file.discoveredAt),
    started: time(file.startedAt),
    completed: time(file.completedAt),
    due: time(file.dueAt),
    retries: String(file.retryCount),
    error: file.errorMessage === undefined ? undefined : `${file.errorCode}: ${file.errorMessage}`,
    package: file.outputPath ?? `${file.outputStorage} ${file.outputKey} (reserved)`,
  }
  const lines = Object.entries(facts).flatMap(([name, value]) =>
    value === undefined ? [] : [`  ${name.padEnd(11)} ${oneLine(value)}`],
  )
  const history = attempts.length === 0 ? ['  no attempts yet'] : attempts.flatMap(renderAttempt)
  return [oneLine(file.key), ...lines, 'Attempts:', ...history].join('\n')
}

function renderAttempt(attempt: AttemptRecord): string[] {
  const { startedAt, outcome, phase, durationMs, code, message, converter, exitCode, exitSignal, stderrTail } = attempt
  const took = durationMs === undefined ? '' : ` after ${(durationMs / 1000).toFixed(1)} s`
  const exit = exitCode === undefined && exitSignal === undefined ? '' : `, exit ${exitSignal ?? exitCode}`
  const head = `  ${attempt.attempt}. ${time(startedAt)} ${outcome} in ${phase}${took} (${converter}${exit})`
  const reason = message === undefined ? [] : [`     ${code ?? ''}: ${oneLine(message)}`]
  const tail = stderrTail?.trim()
    ? stderrTail
        .trim()
        .split('\n')
        .slice(-5)
        .map((line) => `     | ${oneLine(line)}`)
    : []
  return [head, ...reason, ...tail]
}

function time(date: Date | undefined): string | undefined {
  return date?.toISOString()
}
