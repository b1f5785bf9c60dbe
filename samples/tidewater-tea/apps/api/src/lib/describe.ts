import OpenAI from 'openai';

const openai = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });

// A first draft for whoever writes the tea's page.
export async function describe(name: string, notes: string) {
  const answer = await openai.chat.completions.create({
    model: 'gpt-4-vision-preview',
    messages: [{ role: 'user', content: `Describe the tea ${name} in two sentences. Tasting notes: ${notes}` }],
  });
  return answer.choices[0].message.content;
}
