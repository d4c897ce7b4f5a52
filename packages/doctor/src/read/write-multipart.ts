/** A field of a form that has files. */
export interface MultipartField {
  readonly name: string
  readonly value: string
  /** The name of a file, whose content is not known. */
  readonly filename?: string | undefined
}

const BOUNDARY = 'boundary-of-the-form'

/** The Content-Type of the bodies that {@link writeMultipart} writes. */
export const MULTIPART_TYPE = 'multipart/form-data; boundary=boundary-of-the-form'

/** Writes fields as a body of multipart/form-data, files without their content (RFC 7578, section 4.2). */
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
