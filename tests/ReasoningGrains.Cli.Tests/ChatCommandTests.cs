using ReasoningGrains.Cli.Commands;
using ReasoningGrains.Cli.Serving;

namespace ReasoningGrains.Cli.Tests;

public sealed class ChatCommandTests
{
    [Theory]
    [InlineData("")]
    [InlineData("--url http://127.0.0.1:1 --model x.gguf")]
    public void Either_a_server_or_a_model_is_wanted(string arguments)
        => Assert.Contains(ChatCommand.Create().Parse(arguments).Errors, e => e.Message.Contains("--model", StringComparison.Ordinal));

    [Fact]
    public void One_of_them_is_enough() => Assert.Empty(ChatCommand.Create().Parse("--model x.gguf --conversation conv_1").Errors);

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
