using ReasoningGrains.Models.Hub;

namespace ReasoningGrains.Models.Tests.Hub;

public sealed class HubReferenceTests
{
    [Theory]
    [InlineData("gpt2", "gpt2", null)]
    [InlineData("Qwen/Qwen3-0.6B", "Qwen/Qwen3-0.6B", null)]
    [InlineData("Qwen/Qwen3-0.6B-GGUF/sub/a.gguf", "Qwen/Qwen3-0.6B-GGUF", "sub/a.gguf")]
    public void A_repository_and_a_file_are_told_apart(string text, string repository, string? file)
        => Assert.Equal(new HubReference(repository, file), HubReference.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("a/")]
    [InlineData("/a/b")]
    [InlineData("../b")]
    [InlineData("a/..")]
    [InlineData("a/b/../c")]
    [InlineData("a/b?x/c")]
    [InlineData("https://huggingface.co/a/b")]
    public void Anything_else_is_refused(string text)
        => Assert.Contains("OWNER/NAME", Assert.Throws<HubException>(() => HubReference.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("huggingface.co")]
    [InlineData("ftp://host")]
    public void An_endpoint_must_be_a_web_address(string endpoint)
        => Assert.Contains("HF_ENDPOINT is", Assert.Throws<HubException>(() => HubOptions.FromEnvironment(n => n == "HF_ENDPOINT" ? endpoint : null)).Message, StringComparison.Ordinal);

    [Theory]
    // printf 'hello\n' | sha256sum; printf 'hello\n' | git hash-object --stdin
    [InlineData("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03")]
    [InlineData("W/\"ce013625030ba8dba906f756967f9e9ca394464a\"")]
    public async Task Hashes_are_those_of_sha256sum_and_git(string tag)
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "hello\n", TestContext.Current.CancellationToken);
        Assert.True(await Checksum.Find(tag)!.Matches(path, TestContext.Current.CancellationToken));
        await File.WriteAllTextAsync(path, "hello", TestContext.Current.CancellationToken);
        Assert.False(await Checksum.Find(tag)!.Matches(path, TestContext.Current.CancellationToken));
        File.Delete(path);
    }
}
