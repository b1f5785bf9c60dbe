import { v2 as cloudinary } from 'cloudinary';

// Reads CLOUDINARY_URL by itself.
cloudinary.config({ secure: true });

export function picture(id: string, width: number) {
  return cloudinary.url(id, { width, crop: 'fill', fetch_format: 'auto', quality: 'auto' });
}
