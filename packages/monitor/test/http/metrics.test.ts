import { expect, test } from 'vitest'
import { makeWorld } from '../support/world.ts'

/** Value of a series; undefined when there is none. */
async function read(url: string): Promise<(series: string) => number | undefined> {
  const lines = (await (await fetch(`${url}metrics`)).text()).split('\n')
  return (series) => {
    const line = lines.find((one) => one.startsWith(`${series} `))
    return line === undefined ? undefined : Number(line.slice(series.length + 1))
  }
}

test('metrics count files, attempts, runs and bytes, and time them', async () => {
  const world = await makeWorld()
  const { url } = await world.monitor()
  await world.put('Acme/a.epub', 'good')
  await world.put('Acme/b.epub', 'bad')
  await world.put('Quo"te\n/c.epub', 'good')
  await world.processor.runBatchJob()
  const value = await read(url)
  expect(value('rittdoc_files{publisher="Acme",status="completed"}')).toBe(1)
  expect(value('rittdoc_files{publisher="Acme",status="failed"}')).toBe(1)
  expect(value('rittdoc_files{publisher="Quo\\"te\\n",status="completed"}')).toBe(1)
  expect(value('rittdoc_attempts_total{outcome="completed",code=""}')).toBe(2)
  expect(value('rittdoc_attempts_total{outcome="failed",code="input"}')).toBe(1)
  expect(value('rittdoc_phase_duration_seconds_count{phase="convert"}')).toBe(3)
  expect(value('rittdoc_attempt_duration_seconds_count{outcome="completed"}')).toBe(2)
  expect(value('rittdoc_bytes_total{direction="in"}')).toBe(8)
  expect(value('rittdoc_bytes_total{direction="out"}')).toBeGreaterThan(100)
  expect(value('rittdoc_runs_total{result="failures"}')).toBe(1)
  expect(value('rittdoc_scan_duration_seconds_count')).toBe(1)
  expect(value('rittdoc_queue_oldest_due_seconds')).toBe(0)
  expect(value(`rittdoc_storage_outage{storage="${world.storage.id}"}`)).toBe(0)
  expect(value('rittdoc_last_scan_timestamp_seconds')).toBeGreaterThan(1_700_000_000)
  expect(value('rittdoc_next_run_timestamp_seconds')).toBeUndefined()
  expect(value('process_cpu_seconds_total')).toBeGreaterThan(0)
})

test('the age of the queue is that of the oldest file that is due', async () => {
  const world = await makeWorld()
  await world.put('Acme/a.epub', 'good')
  await world.processor.discoverFiles()
  const { url } = await world.monitor()
  expect((await read(url))('rittdoc_queue_oldest_due_seconds')).toBeGreaterThan(0)
})

test('what cannot be read is absent, and everything else is told', async () => {
  const world = await makeWorld()
  const { url } = await world.monitor()
  await world.registry.close()
  const value = await read(url)
  expect(value('rittdoc_attempts_running')).toBe(0)
  expect(value('rittdoc_queue_oldest_due_seconds')).toBeUndefined()
})
