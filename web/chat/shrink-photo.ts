/** Enough to read a code by, a tenth of what a phone's camera makes. */
const longestSide = 2000

/** A photo as JPEG, upright and no larger than the server looks at; null when this browser cannot open it. */
export async function shrinkPhoto(file: Blob): Promise<Blob | null> {
  try {
    const photo = await createImageBitmap(file)
    const scale = Math.min(1, longestSide / Math.max(photo.width, photo.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(photo.width * scale))
    canvas.height = Math.max(1, Math.round(photo.height * scale))
    canvas.getContext('2d')?.drawImage(photo, 0, 0, canvas.width, canvas.height)
    photo.close()
    return await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85))
  } catch {
    return null
  }
}
