import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { S3Service } from '@rittdoc-batch/test-services'

/** A program of Debian that copies between a bucket and local files. */
export interface S3Peer {
  readonly name: string
  /** Absolute path of the program. */
  readonly program: string
  /** Copies one object to a file. */
  get(key: string, toFile: string): Promise<void>
  /** Copies one file to an object. */
  put(fromFile: string, key: string): Promise<void>
}

/** rclone, which copies many files at a time too. */
export interface Rclone extends S3Peer {
  /** Copies every object under a prefix to a folder, eight at a time. */
  getAll(prefix: string, toFolder: string): Promise<void>
  /** Copies every file of a folder under a prefix, eight at a time. */
  putAll(fromFolder: string, prefix: string): Promise<void>
}

/** Where the peers copy from and to. */
export interface PeerPlace {
  readonly service: S3Service
  readonly bucket: string
  /** Holds their configuration, and so the keys. */
  readonly folder: string
}

/** The programs with their default settings, each set up for the service; whether or not they are installed. */
export async function makePeers(place: PeerPlace): Promise<{ rclone: Rclone; all: readonly S3Peer[] }> {
  const rclone = makeRclone(place)
  return { rclone, all: [rclone, await makeS3cmd(place), makeAwsCli(place)] }
}

/** Whether the program is there. */
export function isInstalled({ program }: S3Peer): boolean {
  return existsSync(program)
}

function makeRclone({ service, bucket, folder }: PeerPlace): Rclone {
  const program = '/usr/bin/rclone'
  const env = {
    RCLONE_CONFIG: join(folder, 'rclone.conf'), // there is none: what follows is all
    RCLONE_CONFIG_PEER_TYPE: 's3',
    RCLONE_CONFIG_PEER_PROVIDER: 'Ceph',
    RCLONE_CONFIG_PEER_ENDPOINT: service.endpoint,
    RCLONE_CONFIG_PEER_ACCESS_KEY_ID: service.accessKeyId,
    RCLONE_CONFIG_PEER_SECRET_ACCESS_KEY: service.secretAccessKey,
  }
  const copy = (command: string, ...args: string[]) => run(program, [command, '--quiet', ...args], env)
  const remote = (key: string) => `peer:${bucket}/${key}`
  return {
    name: 'rclone',
    program,
    get: (key, toFile) => copy('copyto', remote(key), toFile),
    put: (fromFile, key) => copy('copyto', fromFile, remote(key)),
    getAll: (prefix, toFolder) => copy('copy', '--transfers', '8', remote(prefix), toFolder),
    putAll: (fromFolder, prefix) => copy('copy', '--transfers', '8', fromFolder, remote(prefix)),
  }
}

async function makeS3cmd({ service, bucket, folder }: PeerPlace): Promise<S3Peer> {
  const program = '/usr/bin/s3cmd'
  const config = join(folder, 's3cmd.conf')
  const { host } = new URL(service.endpoint)
  const lines = [
    `access_key = ${service.accessKeyId}`,
    `secret_key = ${service.secretAccessKey}`,
    ...[`host_base = ${host}`, `host_bucket = ${host}`, 'use_https = False'],
  ]
  await writeFile(config, `[default]\n${lines.join('\n')}\n`, { mode: 0o600 })
  const copy = (...args: string[]) => run(program, ['--config', config, '--quiet', ...args], {})
  return {
    name: 's3cmd',
    program,
    get: (key, toFile) => copy('get', '--force', `s3://${bucket}/${key}`, toFile),
    put: (fromFile, key) => copy('put', fromFile, `s3://${bucket}/${key}`),
  }
}

function makeAwsCli({ service, bucket, folder }: PeerPlace): S3Peer {
  const program = '/usr/bin/aws'
  const env = {
    AWS_CONFIG_FILE: join(folder, 'aws.conf'), // there is none
    AWS_ACCESS_KEY_ID: service.accessKeyId,
    AWS_SECRET_ACCESS_KEY: service.secretAccessKey,
    AWS_DEFAULT_REGION: 'us-east-1',
  }
  const copy = (...args: string[]) =>
    run(program, ['--endpoint-url', service.endpoint, 's3', 'cp', '--only-show-errors', ...args], env)
  return {
    name: 'aws-cli',
    program,
    get: (key, toFile) => copy(`s3://${bucket}/${key}`, toFile),
    put: (fromFile, key) => copy(fromFile, `s3://${bucket}/${key}`),
  }
}

/** Runs a program that reads no configuration of the user. */
async function run(program: string, args: readonly string[], env: Record<string, string>): Promise<void> {
  await promisify(execFile)(program, args, { env: { PATH: '/usr/bin:/bin', ...env } })
}
