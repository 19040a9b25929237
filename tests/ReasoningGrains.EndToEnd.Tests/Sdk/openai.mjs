// One case of the official JavaScript SDK against a server: node openai.mjs URL CASE
import assert from "node:assert/strict";
import OpenAI from "openai";

const [url, name] = process.argv.slice(2);
const client = new OpenAI({ baseURL: `${url}v1`, apiKey: "unused", maxRetries: 0 });
const model = (await client.models.list()).data[0].id;
// The float32 model answers it with at least 2 nat between its token and the next: no rounding decides.
const input = "Remember this: the secret word is banana.";
const question = [{ role: "user", content: input }];

const cases = {
  async chat() {
    const completion = await client.chat.completions.create({ model, messages: question, temperature: 0, max_completion_tokens: 32 });
    assert.match(completion.choices[0].message.content, /banana/);
    assert.equal(completion.choices[0].finish_reason, "stop");
  },
  async "streamed chat"() {
    let text = "", usage;
    for await (const chunk of await client.chat.completions.create({ model, messages: question, temperature: 0, max_completion_tokens: 32, stream: true, stream_options: { include_usage: true } })) {
      text += chunk.choices[0]?.delta?.content ?? "";
      usage = chunk.usage ?? usage;
    }
    assert.match(text, /banana/);
    assert.ok(usage.completion_tokens > 0);
  },
  async response() {
    const first = await client.responses.create({ model, input, temperature: 0, max_output_tokens: 24 });
    const second = await client.responses.create({ model, input: "What is the secret word?", previous_response_id: first.id, temperature: 0, max_output_tokens: 24 });
    assert.match(second.output_text, /banana/);
    assert.equal((await client.responses.retrieve(first.id)).output_text, first.output_text);
    assert.equal((await client.responses.inputItems.list(first.id)).data.length, 1);
  },
  async "streamed response"() {
    const types = [];
    let text = "", final;
    for await (const event of await client.responses.create({ model, input: "Say hi.", stream: true, temperature: 0, max_output_tokens: 12 })) {
      assert.equal(event.sequence_number, types.length);
      types.push(event.type);
      if (event.type === "response.output_text.delta") text += event.delta;
      if (event.response?.status) final = event.response;
    }
    assert.deepEqual(types.slice(0, 4), ["response.created", "response.in_progress", "response.output_item.added", "response.content_part.added"]);
    assert.equal(types.filter(t => /\.(completed|incomplete|failed)$/.test(t)).length, 1);
    assert.equal(final.output[0].content[0].text, text);
  },
  async conversation() {
    const conversation = await client.conversations.create({ metadata: { topic: "test" }, items: [{ type: "message", role: "user", content: "My name is Anna." }] });
    await client.responses.create({ model, conversation: conversation.id, input: "What is my name?", temperature: 0, max_output_tokens: 24 });
    const items = await client.conversations.items.list(conversation.id, { order: "asc" });
    assert.deepEqual(items.data.map(i => i.role), ["user", "user", "assistant"]);
    assert.equal((await client.conversations.update(conversation.id, { metadata: { topic: "other" } })).metadata.topic, "other");
    await client.conversations.delete(conversation.id);
    await assert.rejects(client.conversations.retrieve(conversation.id), { status: 404 });
  },
  async "fork by an older response"() {
    const first = await client.responses.create({ model, input: "Hello.", temperature: 0, max_output_tokens: 8 });
    const one = await client.responses.create({ model, input: "One.", previous_response_id: first.id, temperature: 0, max_output_tokens: 8 });
    const two = await client.responses.create({ model, input: "Two.", previous_response_id: first.id, temperature: 0, max_output_tokens: 8 });
    assert.notEqual(one.conversation.id, two.conversation.id);
    const items = await client.conversations.items.list(two.conversation.id, { order: "asc" });
    assert.deepEqual(items.data.filter(i => i.role === "user").map(i => i.content[0].text), ["Hello.", "Two."]);
  },
  async "idempotent retry"() {
    const ask = (input, previous) => client.responses.create({ model, input, previous_response_id: previous, max_output_tokens: 8 }, { headers: { "Idempotency-Key": `key ${previous ?? ""}` } });
    const first = await ask("Hello.");
    assert.equal((await ask("Hello.")).id, first.id);
    await assert.rejects(ask("Something else."), { status: 409 });
    const second = await ask("And now?", first.id);
    assert.equal((await ask("And now?", first.id)).id, second.id);
    assert.equal(second.conversation.id, first.conversation.id);
  },
  async "not stored"() {
    const response = await client.responses.create({ model, input: "Hello.", store: false, max_output_tokens: 8 });
    await assert.rejects(client.responses.retrieve(response.id), { status: 404 });
    await assert.rejects(client.responses.create({ model, input: "Hello.", store: false, background: true }), { status: 400 });
  },
  async cancel() {
    const running = await client.responses.create({ model, input: "Write a very long story.", background: true, max_output_tokens: 4000 });
    assert.equal((await client.responses.cancel(running.id)).status, "cancelled");
  },
  async errors() {
    await assert.rejects(client.chat.completions.create({ model: "no-such-model", messages: question }), { status: 404 });
    await assert.rejects(client.chat.completions.create({ model, messages: [] }), { status: 400, param: "messages" });
    await assert.rejects(client.chat.completions.create({ model, messages: question, n: 2 }), { status: 400, param: "n" });
    await assert.rejects(client.responses.create({ model, input: "x", temperature: 9 }), { status: 400 });
    await assert.rejects(client.responses.create({ model, input: "x", previous_response_id: "resp_00_00" }), { status: 404 });
  },
};
await cases[name]();
