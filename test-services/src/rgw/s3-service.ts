/** Keys of one user of an S3 service. */
export interface S3User {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** How to reach an S3 service. */
export interface S3Service extends S3User {
  /** URL of the service; buckets are addressed by path. */
  readonly endpoint: string
  /** Another user, who may do nothing with what the first owns. Absent where a service of the environment names none. */
  readonly other?: S3User | undefined
}
