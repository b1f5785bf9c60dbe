import { Analytics } from '../lib/analytics';

export const metadata = { title: 'Tidewater Tea' };

export default function Layout({ children }: { children: React.ReactNode }) {
  return (
    <html lang="en">
      <head>
        <link rel="stylesheet" href="https://fonts.googleapis.com/css2?family=Fraunces&display=swap" />
      </head>
      <body>
        <Analytics />
        {children}
      </body>
    </html>
  );
}
