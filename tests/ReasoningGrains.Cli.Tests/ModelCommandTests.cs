using ReasoningGrains.Models.Tests.Hub;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Cli.Tests;

public sealed class ModelCommandTests : IDisposable
{
    private readonly string store = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;

    [Fact]
    public async Task A_model_is_pulled_listed_and_found_by_its_name()
    {
        await using var hub = await FakeHub.Start();
        var source = SharedFiles.Require("models/tiny/qwen3");
        foreach (var name in new[] { "config.json", "model.safetensors" })
        {
            hub.Files[name] = new FakeFile(await File.ReadAllBytesAsync(Path.Combine(source, name), TestContext.Current.CancellationToken));
        }

        var pulled = await Run(hub, "models", "pull", "owner/tiny");
        Assert.Equal(0, pulled.Code);
        Assert.Contains("Licence: apache-2.0.", pulled.Output, StringComparison.Ordinal);
        Assert.Contains("model.safetensors: SHA-256 checked", pulled.Output, StringComparison.Ordinal);
        Assert.Contains("reasoning chat --model owner/tiny", pulled.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        var listed = (await Run(hub, "models", "list")).Output;
        Assert.All(["owner/tiny", "Qwen3", "F32", "apache-2.0"], part => Assert.Contains(part, listed, StringComparison.Ordinal));
        Assert.Contains("Qwen3", (await Run(hub, "models", "inspect", "tiny")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_built_in_model_is_listed_with_an_empty_store_and_found_by_its_name()
    {
        var (code, output) = await Run(null, "models", "list");
        Assert.Equal(0, code);
        Assert.All(["built-in", "Llama", "F16", "holds no models; get one by reasoning models pull"], part => Assert.Contains(part, output, StringComparison.Ordinal));
        Assert.Contains("built-in", (await Run(null, "models", "inspect", "built-in")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_name_lists_what_there_is()
    {
        Directory.CreateDirectory(Path.Combine(store, "owner", "tiny"));
        await File.WriteAllTextAsync(Path.Combine(store, "owner", "tiny", "a.gguf"), "", TestContext.Current.CancellationToken);
        foreach (var command in new[] { "chat", "serve" })
        {
            var (code, output) = await Run(null, command, "--model", "nothing");
            Assert.Equal(1, code);
            Assert.Contains("it holds owner/tiny/a.gguf", output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_pull_that_fails_says_why_in_a_line()
    {
        await using var hub = await FakeHub.Start();
        hub.DescriptionStatus = 401;
        var (code, output) = await Run(hub, "models", "pull", "owner/tiny");
        Assert.Equal(1, code);
        Assert.Contains("HF_TOKEN", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_stops_a_pull_and_the_next_goes_on()
    {
        await using var hub = await FakeHub.Start();
        hub.Files["a.gguf"] = FakeFile.Random(100_000, 1);
        var interrupted = new TaskCompletionSource();
        hub.Fault = async (context, file) =>
        {
            if (interrupted.Task.IsCompleted)
            {
                return false;
            }

            await FakeHub.CutOff(context, file!, 0, 1000, interrupted.Task);
            return true;
        };
        var partial = Path.Combine(store, "owner", "tiny", "a.gguf.partial");
        await using (var terminal = Start(hub, "models", "pull", "owner/tiny"))
        {
            await Until(() => File.Exists(partial) && new FileInfo(partial).Length == 1000);
            await terminal.Interrupt();
            Assert.Equal(130, (await terminal.Ended()).Code);
            interrupted.SetResult();
        }

        Assert.Equal(0, (await Run(hub, "models", "pull", "owner/tiny")).Code);
        Assert.Equal("bytes=1000-", hub.Fetches.Last().Range);
        Assert.Equal(hub.Files["a.gguf"].Content, await File.ReadAllBytesAsync(Path.ChangeExtension(partial, null), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("reasoning models pull", "--help")]
    [InlineData("reasoning chat --model", "chat", "--help")]
    [InlineData("reasoning serve --model", "serve", "--help")]
    [InlineData("reasoning models inspect", "models", "--help")]
    [InlineData("reasoning models pull", "models", "pull", "--help")]
    [InlineData("reasoning models list", "models", "list", "--help")]
    [InlineData("reasoning models inspect", "models", "inspect", "--help")]
    [InlineData("batch --model", "bench", "--help")]
    [InlineData("reasoning bench decode --model", "bench", "decode", "--help")]
    [InlineData("reasoning bench overhead --model", "bench", "overhead", "--help")]
    [InlineData("reasoning bench first-answer", "bench", "first-answer", "--help")]
    [InlineData("reasoning bench reasoning --model", "bench", "reasoning", "--help")]
    public async Task Every_help_has_examples(string example, params string[] arguments)
    {
        var (code, output) = await Run(null, arguments);
        Assert.Equal(0, code);
        Assert.Contains(example, output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(store, recursive: true);

    private static async Task Until(Func<bool> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!condition())
        {
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private Terminal Start(FakeHub? hub, params string[] arguments)
        => Terminal.Run(arguments, new Dictionary<string, string> { ["Models__Directory"] = store, ["HF_ENDPOINT"] = hub?.Url.ToString() ?? "http://127.0.0.1:1", ["COLUMNS"] = "200" });

    private async Task<(int Code, string Output)> Run(FakeHub? hub, params string[] arguments)
    {
        await using var terminal = Start(hub, arguments);
        return await terminal.Ended();
    }
}
