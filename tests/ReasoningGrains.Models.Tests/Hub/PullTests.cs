using ReasoningGrains.Models.Hub;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Models.Tests.Hub;

public sealed class PullTests : HubFixture
{
    [Fact]
    public async Task A_model_folder_is_pulled_and_opens()
    {
        var source = SharedFiles.Require("models/tiny/llama");
        foreach (var path in Directory.GetFiles(source))
        {
            Host.Files[Path.GetFileName(path)] = new FakeFile(await File.ReadAllBytesAsync(path, Token), Large: path.EndsWith(".safetensors", StringComparison.Ordinal));
        }

        Host.Files["onnx/model.onnx"] = FakeFile.Random(10, 1);
        Host.Files["model-00001-of-00002.safetensors"] = FakeFile.Random(10, 2);
        var pulled = await Pull();
        Assert.Equal(["model.safetensors", "config.json"], pulled.Select(f => f.Name));
        Assert.Equal([ChecksumKind.Sha256, ChecksumKind.GitBlob], pulled.Select(f => f.Checked!.Kind));
        using var model = ModelLoader.Open(Store.Resolve("tiny"));
        Assert.Equal(Architecture.Llama, model.Config.Architecture);
        var stored = Assert.Single(Store.List());
        Assert.Equal("owner/tiny", stored.Name);
        Assert.Equal(new ModelSummary(Architecture.Llama, new FileInfo(Path.Combine(source, "model.safetensors")).Length, "F32", "apache-2.0"), ModelSummary.Read(stored, Store));
        Assert.DoesNotContain(Directory.GetFiles(Path.GetDirectoryName(pulled[0].Path)!), f => f.Contains(".partial", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_whole_is_not_fetched_again_and_what_is_damaged_is()
    {
        Host.Files["a.gguf"] = FakeFile.Random(5000, 1);
        await Pull();
        Assert.True(Assert.Single(await Pull()).WasThere);
        Assert.Single(Host.Fetches);
        await File.WriteAllBytesAsync(InStore("a.gguf"), new byte[5000], Token);
        Assert.False(Assert.Single(await Pull()).WasThere);
        Assert.Equal(Host.Files["a.gguf"].Content, await File.ReadAllBytesAsync(InStore("a.gguf"), Token));
    }

    [Fact]
    public async Task Of_several_gguf_files_one_must_be_named()
    {
        Host.Files["a-Q4.gguf"] = FakeFile.Random(10, 1);
        Host.Files["sub/a-Q8.gguf"] = FakeFile.Random(20, 2);
        Assert.Contains("owner/tiny holds 2 GGUF files; name one as owner/tiny/FILE: a-Q4.gguf, sub/a-Q8.gguf", await Refusal(), StringComparison.Ordinal);
        await Pull("owner/tiny/sub/a-Q8.gguf");
        Assert.Equal("owner/tiny/sub/a-Q8.gguf", Assert.Single(Store.List()).Name);
    }

    [Fact]
    public async Task Where_the_host_names_no_hash_only_the_size_is_compared()
    {
        Host.Files["a.gguf"] = FakeFile.Random(10, 1) with { Silent = true };
        Assert.Null(Assert.Single(await Pull()).Checked);
    }

    [Fact]
    public async Task A_file_and_a_repository_that_are_not_there_are_named()
    {
        Host.Files["a.gguf"] = FakeFile.Random(10, 1);
        Assert.Contains("owner/tiny has no file b.gguf; its models are: a.gguf", await Refusal("owner/tiny/b.gguf"), StringComparison.Ordinal);
        Assert.Contains("127.0.0.1 has no model owner/other", await Refusal("owner/other"), StringComparison.Ordinal);
        Host.Fault = (context, _) =>
        {
            context.Response.StatusCode = 404;
            return Task.FromResult(true);
        };
        Assert.Contains("127.0.0.1 has no owner/tiny/a.gguf", await Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_without_a_model_is_refused()
    {
        Host.Files["README.md"] = FakeFile.Random(10, 1);
        Assert.Contains("owner/tiny holds no model", await Refusal(), StringComparison.Ordinal);
    }
}
