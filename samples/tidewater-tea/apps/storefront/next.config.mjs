import { withSentryConfig } from '@sentry/nextjs';

export default withSentryConfig({
  images: { remotePatterns: [{ protocol: 'https', hostname: 'res.cloudinary.com' }] },
});
