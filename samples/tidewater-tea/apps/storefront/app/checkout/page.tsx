'use client';
import { loadStripe } from '@stripe/stripe-js';

const stripe = loadStripe(process.env.NEXT_PUBLIC_STRIPE_KEY!);

export default function Checkout({ basket }: { basket: string }) {
  async function pay() {
    const answer = await fetch(`${process.env.NEXT_PUBLIC_API_URL}/checkout`, { method: 'POST', body: basket });
    const { session } = await answer.json();
    await (await stripe)?.redirectToCheckout({ sessionId: session });
  }
  return <button onClick={pay}>Pay</button>;
}
