using ReasoningGrains.Cli.Commands;
using ReasoningGrains.Cli.Serving;

namespace ReasoningGrains.Cli.Tests;

public sealed class ChatCommandTests
{
    [Fact]
    public void A_server_and_a_model_are_not_wanted_at_once()
        => Assert.Contains(ChatCommand.Create().Parse("--url http://127.0.0.1:1 --model x.gguf").Errors, e => e.Message.Contains("--model", StringComparison.Ordinal));

    [Theory]
    [InlineData("localhost:8080")]
    [InlineData("127.0.0.1:8080")]
    [InlineData("ftp://127.0.0.1")]
    public void An_address_that_is_none_is_said(string url)
        => Assert.Contains(ChatCommand.Create().Parse($"--url {url}").Errors, e => e.Message.Contains($"--url is '{url}'", StringComparison.Ordinal));

    [Theory]
    [InlineData("")]
    [InlineData("--url http://127.0.0.1:1")]
    [InlineData("--model x.gguf --conversation conv_1")]
    public void One_of_them_is_enough_and_none_is_the_built_in_model(string arguments) => Assert.Empty(ChatCommand.Create().Parse(arguments).Errors);

    [Theory]
    [InlineData("low-latency", true)]
    [InlineData("fast", false)]
    public void An_attention_profile_is_one_of_those_there_are(string profile, bool known)
        => Assert.Equal(known, ChatCommand.Create().Parse($"--model x.gguf --attention {profile}").Errors.Count == 0);

    [Fact]
    public async Task A_model_that_is_not_there_is_said()
    {
        var failed = await Assert.ThrowsAsync<InvalidOperationException>(() => ServerProcess.Start("/nowhere/model.gguf", Path.GetTempPath(), TestContext.Current.CancellationToken));
        Assert.Contains("/nowhere/model.gguf does not exist", failed.Message, StringComparison.Ordinal);
    }
}
