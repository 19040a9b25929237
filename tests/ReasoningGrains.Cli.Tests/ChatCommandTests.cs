using System.Net;
using System.Net.Sockets;
using System.Text;
using ReasoningGrains.Cli.Commands;
using ReasoningGrains.Cli.Serving;
using ReasoningGrains.Cli.Talking;

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

    [Theory]
    [InlineData("<html>Welcome</html>")]
    [InlineData("{}")]
    [InlineData("null")]
    public async Task A_server_of_another_kind_is_said(string answer)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = Answer();
        using var client = new ConversationClient(new Uri($"http://{listener.LocalEndpoint}"), null, null, null);
        var failed = await Assert.ThrowsAsync<InvalidOperationException>(() => client.Create(TestContext.Current.CancellationToken));
        Assert.Contains("does not answer as this service does", failed.Message, StringComparison.Ordinal);
        await answering;

        async Task Answer()
        {
            using var connection = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            await using var stream = connection.GetStream();
            await stream.ReadAtLeastAsync(new byte[4096], 1, cancellationToken: TestContext.Current.CancellationToken);
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {answer.Length}\r\nConnection: close\r\n\r\n{answer}"), TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_said()
    {
        var failed = await Assert.ThrowsAsync<InvalidOperationException>(() => ServerProcess.Start("/nowhere/model.gguf", Path.GetTempPath(), TestContext.Current.CancellationToken));
        Assert.Contains("/nowhere/model.gguf does not exist", failed.Message, StringComparison.Ordinal);
    }
}
