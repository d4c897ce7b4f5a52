/** A field of a multipart form. */
export interface MultipartField {
  readonly name: string
  readonly value: string
  /** The file name. The content of the file is unknown. */
  readonly filename?: string | undefined
}

const BOUNDARY = 'boundary-of-the-form'

/** The Content-Type of the bodies that {@link writeMultipart} writes. */
export const MULTIPART_TYPE = 'multipart/form-data; boundary=boundary-of-the-form'

/** Builds a multipart/form-data body from fields, with empty files (RFC 7578, section 4.2). */
export function writeMultipart(fields: readonly MultipartField[]): string {
  const parts = fields.map(({ name, value, filename }) => {
    const file = filename === undefined ? '' : `; filename="${escapeName(filename)}"`
    return `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${escapeName(name)}"${file}\r\n\r\n${value}\r\n`
  })
  return `${parts.join('')}--${BOUNDARY}--\r\n`
}

function escapeName(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}
