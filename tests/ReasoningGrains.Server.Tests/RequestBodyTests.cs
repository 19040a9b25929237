using System.Text.Json;
using ReasoningGrains.Application;
using ReasoningGrains.Server.ChatCompletions;
using ReasoningGrains.Server.Http;
using ReasoningGrains.Server.Responses;

namespace ReasoningGrains.Server.Tests;

/// <summary>What is wrong in a body is refused by its name; what SDKs send back is taken.</summary>
public sealed class RequestBodyTests
{
    [Theory]
    [InlineData("""{"input":"x","text":"y"}""", "text")]
    [InlineData("""{"input":"x","text":{"format":"json"}}""", "text")]
    [InlineData("""{"input":"x","text":{"format":{"type":5}}}""", "text")]
    [InlineData("""{"input":"\ud83d"}""", "input")]
    [InlineData("""{"input":[{"role":"user","content":"\ud83d"}]}""", "input[0].content")]
    [InlineData("""{"input":"x","metadata":{"a":"1","a":"2"}}""", "metadata.a")]
    [InlineData("""{"input":[{"type":"item_reference","id":"msg_1"}]}""", "input[0].type")]
    [InlineData("""{"input":"x","include":["message.output_text.logprobs"]}""", "include")]
    [InlineData("""{"input":"x","truncation":"auto"}""", "truncation")]
    [InlineData("""{"input":"x","text":{"verbosity":"low"}}""", "text")]
    [InlineData("""{"input":"x","top_logprobs":3}""", "top_logprobs")]
    [InlineData("""{"input":"x","tool_choice":"required"}""", "tool_choice")]
    [InlineData("""{"input":"x","stop":["y"]}""", "stop")]
    [InlineData("""{"input":"x","max_tokens":5}""", "max_tokens")]
    [InlineData("""{"input":"x","response_format":{"type":"json_object"}}""", "response_format")]
    [InlineData("""{"input":[{"role":"assistant","content":"","tool_calls":[{"id":"1"}]}]}""", "input[0].tool_calls")]
    [InlineData("""{"input":"x","conversation":"conv_1","store":false}""", "store")]
    [InlineData("""{"input":"x","attention":"\ud83d"}""", "attention")]
    public void A_response_is_refused_by_the_field(string body, string field) => Assert.Equal(field, Assert.Throws<RefusedException>(() => ResponseRequest.Read(Fields(body))).Field);

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"response_format":{"type":5}}""", "response_format")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"logit_bias":{"1":1,"01":2}}""", "logit_bias")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"stop":["\udc00"]}""", "stop")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"store":true}""", "store")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"max_completion_tokens":0}""", "max_completion_tokens")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"previous_response_id":"resp_1"}""", "previous_response_id")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"top_logprobs":5}""", "top_logprobs")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"verbosity":"high"}""", "verbosity")]
    public void A_chat_completion_is_refused_by_the_field(string body, string field) => Assert.Equal(field, Assert.Throws<RefusedException>(() => ChatCompletionRequest.Read(Fields(body))).Field);

    [Fact]
    public void What_agents_send_with_every_request_is_taken()
    {
        var read = ResponseRequest.Read(Fields("""{"input":"x","include":["reasoning.encrypted_content"],"truncation":"disabled","tool_choice":"auto","tools":[],"text":{"format":{"type":"text"},"verbosity":"medium"},"top_logprobs":0,"background":true}"""));
        Assert.True(read is { Background: true, Options.Background: true });
    }

    [Fact]
    public void A_verbosity_of_null_asks_for_nothing() => Assert.Single(ResponseRequest.Read(Fields("""{"input":"x","text":{"verbosity":null}}""")).Input);

    [Fact]
    public void An_output_may_come_back_as_input()
    {
        var read = ResponseRequest.Read(Fields("""
            {"input":[{"role":"user","content":"Why?"},
              {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"Because it is so."}]},
              {"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"It is.","annotations":[]}]},
              {"role":"user","content":"And then?"}]}
            """));
        Assert.Equal([(ItemKind.Message, "Why?"), (ItemKind.Reasoning, "Because it is so."), (ItemKind.Message, "It is."), (ItemKind.Message, "And then?")], read.Input.Select(i => (i.Kind, i.Text)));
    }

    private static Fields Fields(string body)
    {
        using var document = JsonDocument.Parse(body);
        return new Fields(document.RootElement.Clone());
    }
}
