using System.Net;
using System.Net.Sockets;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Cli.Tests;

public sealed class ServeCommandTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;

    [Theory]
    [InlineData("--models", "--Model:Path")]
    [InlineData("--Models:Directory", "--model")]
    public async Task The_server_finds_a_model_by_name_and_ends_with_the_command_that_started_it(string store, string model)
    {
        Directory.CreateDirectory(Path.Combine(data, "models"));
        File.CreateSymbolicLink(Path.Combine(data, "models", "smol.gguf"), SharedFiles.Require("models/smollm2-135m/model.gguf"));
        await using var terminal = Terminal.Run(["serve", store, Path.Combine(data, "models"), model, "smol.gguf", "--storage:directory", data, "--Urls", "http://127.0.0.1:0"]);
        await terminal.Until("is loaded");
        await terminal.Terminate();
        // The server writes to the same terminal: that this ends means that the server did.
        Assert.Equal(0, (await terminal.Ended()).Code);
    }

    [Theory]
    [InlineData("model.gguf")]
    [InlineData("--Model", "Qwen3-0.6B")]
    [InlineData("--Storage:Directory")]
    public async Task What_is_no_setting_is_refused_by_its_name(params string[] arguments)
    {
        await using var terminal = Terminal.Run(["serve", .. arguments]);
        var (code, text) = await terminal.Ended();
        Assert.Equal(1, code);
        Assert.Contains($"'{arguments[0]}'", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_a_line_and_no_stack_trace()
    {
        await using var terminal = Terminal.Run(["serve", "--Storage:Directory", "/dev/null/data", "--urls", "http://127.0.0.1:0"]);
        var (code, text) = await terminal.Ended();
        Assert.Equal(1, code);
        Assert.Contains("/dev/null/data", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var terminal = Terminal.Run(["serve", "--Storage:Directory", data, "--urls", $"http://{listener.LocalEndpoint}"]);
        var (code, text) = await terminal.Ended();
        // The model is being loaded meanwhile.
        Assert.Equal(1, code);
        Assert.Contains($"Failed to bind to address http://{listener.LocalEndpoint}", text, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(data, recursive: true);
}
